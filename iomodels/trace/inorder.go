package trace

import (
	"fmt"
	"strconv"
	"strings"
)

// InOrder reports whether the points came in the order in which they are named: no
// point later than the next. A point is one of
//
//	"recvmsg enter"     the Enter of the first call of that name
//	"recvmsg exit"      the Exit of the last call of that name that succeeded,
//	                    or of the last one if none did
//	"recvmsg#2 enter"   the same of the second call of that name on its lanes (from 1)
//	"SQE", "CQE"        the first request written, the first completion seen
//	"SIGIO"             any other event by its name: the first of that name, when seen
//	"CQE#2"             the second such
//	"arrival"           the first arrival stamped by the kernel, without its ±
//
// Names are looked for on the program's own lanes (role App) and, when these have
// none, on the others: "sendto enter" is then the sender's. A failed call is
// passed over by "exit" since a blocked program may have been interrupted (EINTR) and
// a polling one answered EAGAIN before.
//
// A point that the trace does not have makes InOrder panic, naming it: a claim about
// what was not recorded is neither true nor false. So does one inside a Run, whose
// times were not kept.
func (t Trace) InOrder(points ...string) bool {
	times := make([]Time, len(points))
	for i, p := range points {
		at, err := t.point(p)
		if err != nil {
			panic("trace: " + err.Error())
		}
		times[i] = at
	}
	for i := 1; i < len(times); i++ {
		if times[i-1] > times[i] {
			return false
		}
	}
	return true
}

// point finds the time of a point as InOrder describes it.
func (t *Trace) point(p string) (Time, error) {
	if p == "arrival" {
		return t.arrival()
	}
	name, edge := p, ""
	if rest, ok := strings.CutSuffix(p, " enter"); ok {
		name, edge = rest, "enter"
	} else if rest, ok := strings.CutSuffix(p, " exit"); ok {
		name, edge = rest, "exit"
	}
	nth := 0
	if head, digits, ok := strings.Cut(name, "#"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 {
			return 0, fmt.Errorf("point %q: what follows # is a number from 1", p)
		}
		name, nth = head, n
	}
	is := t.named(name)
	if len(is) == 0 {
		return 0, fmt.Errorf("the trace has no point %q; its events are %s", p, t.names())
	}
	if t.Events[is[0]].Kind == Syscall && edge == "" {
		return 0, fmt.Errorf("point %q: a call has two ends, write %q or %q", p, p+" enter", p+" exit")
	}
	e, err := t.occurrence(is, nth, edge)
	if err != nil {
		return 0, fmt.Errorf("point %q: %w", p, err)
	}
	if edge == "enter" {
		return e.Enter, nil
	}
	return e.Exit, nil
}

// named returns the indexes of the events that a point's name means.
func (t *Trace) named(name string) []int {
	var own, others []int
	for i := range t.Events {
		e := &t.Events[i]
		switch {
		case name == "SQE" && e.Kind == SQE, name == "CQE" && e.Kind == CQE, e.Name == name && e.Kind != SQE && e.Kind != CQE:
		default:
			continue
		}
		if t.onApp(e) {
			own = append(own, i)
		} else {
			others = append(others, i)
		}
	}
	if own != nil {
		return own
	}
	return others
}

// occurrence picks the nth of the events, from 1; or, when nth is 0, the first, or
// for an exit the last that succeeded.
func (t *Trace) occurrence(is []int, nth int, edge string) (*Event, error) {
	if nth > 0 {
		n := nth
		for _, i := range is {
			e := &t.Events[i]
			if n <= e.count() {
				if e.Run != nil {
					return nil, fmt.Errorf("it lies in a run of %d like calls, whose times were not kept", e.Run.Count)
				}
				return e, nil
			}
			n -= e.count()
		}
		return nil, fmt.Errorf("there are only %d", nth-n)
	}
	if edge != "exit" {
		return &t.Events[is[0]], nil
	}
	last := &t.Events[is[0]]
	for _, i := range is {
		e := &t.Events[i]
		switch {
		case e.failed() != last.failed():
			if last.failed() {
				last = e
			}
		case e.Exit >= last.Exit:
			last = e
		}
	}
	return last, nil
}

// list joins names for a message, at most a dozen of them.
func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	if len(names) > 12 {
		return strings.Join(names[:12], ", ") + fmt.Sprintf(" and %d more", len(names)-12)
	}
	return strings.Join(names, ", ")
}
