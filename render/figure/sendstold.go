package figure

import (
	"cmp"
	"math"
	"slices"

	"nbrun/iomodels/trace"
)

// claim is what a receiving call says of a send.
type claim uint8

const (
	none     claim = iota
	theirs         // it brought what that has sent
	doubtful       // it may have, and so may others before it
)

// sendsTold finds the peers' sends that brought what was received.
type sendsTold struct {
	t      *trace.Trace
	phases map[int][]trace.Phase // by event
	sends  []sent                // the peers', in their order
	latest []trace.Time          // by send: when the last of it and those before ended
	claims map[int]claim         // by event: what is known of a send by now
}

// sent is a call that sent something.
type sent struct {
	event       int
	enter, exit trace.Time
	way         way
}

func newSendsTold(t *trace.Trace, phases map[int][]trace.Phase) *sendsTold {
	d := &sendsTold{t: t, phases: phases, claims: map[int]claim{}}
	last := trace.Time(math.MinInt64)
	for i := range t.Events {
		s := &t.Events[i]
		if s.Kind == trace.Syscall && t.Lanes[s.Lane].Role == trace.Peer && s.Errno.Num == 0 && sends(s.Name) {
			last = max(last, s.Exit)
			d.sends, d.latest = append(d.sends, sent{i, s.Enter, s.Exit, wayOf(s)}), append(d.latest, last)
		}
	}
	return d
}

// stamped returns the send in which data with a stamp came, -1 if that is not known. Of
// all sends it looks at those alone that the stamp may lie in.
func (d *sendsTold) stamped(event int) int {
	e := &d.t.Events[event]
	at, off, to := e.Stamp.At, trace.Time(e.Stamp.Uncertainty), wayOf(e)
	n, _ := slices.BinarySearchFunc(d.sends, at+off+1, func(s sent, t trace.Time) int { return cmp.Compare(s.enter, t) })
	by := -1
	for k := n - 1; k >= 0 && d.latest[k] >= at-off; k-- {
		s := &d.sends[k]
		if match, known := s.way.meets(to); known && !match || s.exit < at-off {
			continue
		}
		if by >= 0 {
			return -1 // either may have sent them
		}
		by = s.event
	}
	return by
}

// send returns the call of a peer that sent what a call received: the last one that
// began before that ended; where the descriptors do not tell, of those that it may have
// been. It returns -1 when there is none, for a call that got nothing, or more than one
// that no call has received yet: datagrams queue up, and some are dropped.
func (d *sendsTold) send(event int) int {
	e, told := &d.t.Events[event], d.claims
	if e.Kind != trace.Syscall && e.Kind != trace.CQE || e.Errno.Num != 0 || e.Ret <= 0 ||
		e.Kind == trace.Syscall && len(d.phases[event]) == 0 {
		return -1
	}
	best, sure := -1, false
	var fresh []int
	to := wayOf(e)
	for k := range d.sends {
		s := &d.sends[k]
		if s.enter > e.Exit {
			break
		}
		match, known := s.way.meets(to)
		if known && !match || sure && !known {
			continue
		}
		if known && !sure {
			fresh = nil // those before were guesses
		}
		best, sure = s.event, known
		if told[s.event] == none {
			fresh = append(fresh, s.event)
		}
	}
	if len(fresh) > 1 && sure {
		for _, i := range fresh {
			told[i] = doubtful
		}
	}
	if best >= 0 && told[best] == doubtful {
		return -1
	}
	return best
}

// pieces returns the peers' sends whose bytes a call waited for and brought together:
// they took place within it, and are as many as it returned.
func (d *sendsTold) pieces(event int) []int {
	e := &d.t.Events[event]
	if !receives(e) || e.Ret <= 0 {
		return nil
	}
	var is []int
	sum := int64(0)
	to := wayOf(e)
	for k := range d.sends {
		s := &d.sends[k]
		if s.enter < e.Enter || s.enter > e.Exit {
			continue
		}
		if match, known := s.way.meets(to); match && known {
			is, sum = append(is, s.event), sum+d.t.Events[s.event].Ret
		}
	}
	if sum != e.Ret || len(is) > maxShown {
		return nil
	}
	return is
}
