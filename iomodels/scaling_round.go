//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A way is one way to learn which of many descriptors are ready.
type way struct {
	name  string // of its line
	call  string // that is measured
	begin func(*unix.Lane, watched) (asking, error)
	why   func(watched) []string // what its line says besides; nil when nothing
	each  bool                   // it makes a call for each descriptor
}

// asking is a way that knows what it is to watch.
type asking interface {
	// ask is one round: it returns how many descriptors were found ready, of which
	// there are m. It is repeated after a signal (EINTR).
	ask(m int) (found int, err error)
	end() error
}

// timed is an asking that makes a call for each descriptor, which are timed as one.
type timed interface {
	asking
	took() time.Duration // in the round before
}

// ways are those of [Scaling], in the order of its lines.
var ways = []way{
	{name: "select", call: "pselect6", begin: newSelecting, why: setRefuses},
	{name: "poll", call: "ppoll", begin: newPolling},
	{name: "epoll LT", call: "epoll_pwait", begin: func(l *unix.Lane, w watched) (asking, error) { return newEpolling(l, w, 0) }},
	{name: "epoll ET", call: "epoll_pwait", begin: func(l *unix.Lane, w watched) (asking, error) { return newEpolling(l, w, unix.EPOLLET) }},
	{name: "io_uring", call: "io_uring_enter", begin: newRinging},
	{name: "scan", call: "read", begin: newScanning, each: true},
}

// tracedCalls are the most in one round while a tracer follows the process: strace takes
// minutes for the million that all rounds of [Scaling] have otherwise.
const tracedCalls = 64

// line measures the way, for each of ns with the first so many of all. Where the
// kernel refuses to set it up, the line ends and says so.
func (w way) line(o ScalingOptions, all watched, ns []int) (trace.Line, error) {
	l := trace.Line{Name: w.name, Call: w.call}
	if w.why != nil {
		l.Why = w.why(all)
	}
	if most := ns[len(ns)-1]; len(o.active(most)) == 0 {
		l.Why = append(l.Why, fmt.Sprintf("of %d descriptors %d cannot be active", most, o.Active[0]))
		return l, nil
	}
	for _, n := range ns {
		if w.each && n > tracedCalls && unix.Traced() {
			l.Why = append(l.Why, fmt.Sprintf("from %d descriptors on: a tracer follows this process, and stops each of the N calls of a round", n))
			return l, nil
		}
		var refused, err error
		// A thread and a record for each, so that they do not grow.
		onThread("waiter", trace.App, 1, func(lane *unix.Lane) {
			var a asking
			if a, refused = w.begin(lane, all[:n]); refused != nil {
				return
			}
			var points []trace.Point
			points, err = w.points(o, lane, all[:n], a)
			err = errors.Join(err, a.end())
			l.Points = append(l.Points, points...)
		})
		if refused != nil {
			l.Why = append(l.Why, fmt.Sprintf("from %d descriptors on: %v", n, refused))
			return l, nil
		}
		if err != nil {
			return l, err
		}
	}
	return l, nil
}

// points measures the way with all that o wants active.
func (w way) points(o ScalingOptions, lane *unix.Lane, fds watched, a asking) ([]trace.Point, error) {
	ms := o.active(len(fds))
	var together []time.Duration // of rounds that are timed as one
	for _, m := range ms {
		for range 1 + o.Rounds { // the first is to warm up
			mark(lane, "round")
			if err := round(fds, m, a); err != nil {
				return nil, err
			}
			if t, ok := a.(timed); ok {
				together = append(together, t.took())
			}
		}
	}
	took, calls := recorded(lane, w.call)
	var points []trace.Point
	for i, m := range ms {
		p := trace.Point{N: len(fds), Active: m}
		first, end := i*(1+o.Rounds)+1, (i+1)*(1+o.Rounds)
		if together != nil {
			p.Cost = trace.CostOf(together[first:end], o.Rounds*len(fds))
		} else {
			p.Cost = trace.CostOf(took[first:end], sum(calls[first:end]))
		}
		if w.call == "pselect6" && highest(fds) >= unix.FD_SETSIZE {
			p.Beyond = "FD_SETSIZE"
		}
		points = append(points, p)
	}
	return points, nil
}

// round asks once, when m of the descriptors are ready, and makes sure that so many
// were found.
func round(fds watched, m int, a asking) error {
	if err := fds.activate(m); err != nil {
		return err
	}
	found, err := a.ask(m)
	for errors.Is(err, unix.EINTR) {
		found, err = a.ask(m)
	}
	if err != nil {
		return err
	}
	if found != m {
		return fmt.Errorf("of %d descriptors %d were ready, and %d were found", len(fds), m, found)
	}
	return fds.drain(m)
}

// recorded is how long the lane's calls of that name took, and how many there were,
// in each round.
func recorded(lane *unix.Lane, call string) (took []time.Duration, calls []int) {
	for _, e := range unix.Window("", "", lane).Events {
		switch {
		case e.Kind == trace.Mark:
			took, calls = append(took, 0), append(calls, 0)
		case e.Kind == trace.Syscall && e.Name == call && took != nil:
			took[len(took)-1] += e.Duration()
			calls[len(calls)-1]++
		}
	}
	return took, calls
}

func sum(list []int) (total int) {
	for _, n := range list {
		total += n
	}
	return total
}

// highest is the largest number of a descriptor.
func highest(fds watched) (most int) {
	for _, fd := range fds {
		most = max(most, fd)
	}
	return most
}
