package trace

import (
	"slices"
	"time"
)

// A run of like calls longer than collapseAbove keeps its first and its last
// collapseKeep calls.
const (
	collapseAbove = 64
	collapseKeep  = 8
)

// Collapse returns the trace with each run of more than 64 like calls in a row on a
// lane replaced by its first 8, one event that stands for the rest, and its last 8.
// Calls are alike when name, number, raw arguments, result and error are the same and
// neither carries anything that the other could lack (a stamp, a reason, a Run).
//
// The event that stands for the rest is a copy of the first of them with a Run: it
// lasts until the last of them returned, and its Usage is the sum of theirs, or nil
// when one has none. Collapsing twice changes nothing more. The trace given is not
// changed; the result shares what it points to.
func Collapse(t Trace) Trace {
	lanes := map[int][]int{} // indexes of a lane's events, in order
	for i := range t.Events {
		lanes[t.Events[i].Lane] = append(lanes[t.Events[i].Lane], i)
	}
	drop := make([]bool, len(t.Events))
	sums := map[int]Event{}
	for _, is := range lanes {
		for len(is) > 0 {
			n := 1
			for n < len(is) && alike(&t.Events[is[0]], &t.Events[is[n]]) {
				n++
			}
			if n > collapseAbove {
				middle := is[collapseKeep : n-collapseKeep]
				sums[middle[0]] = sumUp(t.Events, middle)
				for _, i := range middle[1:] {
					drop[i] = true
				}
			}
			is = is[n:]
		}
	}
	if len(sums) == 0 {
		return t
	}
	var events []Event
	for i, e := range t.Events {
		if drop[i] {
			continue
		}
		if sum, ok := sums[i]; ok {
			e = sum
		}
		events = append(events, e)
	}
	t.Events = events
	return t
}

// alike reports whether two events may be summed up as one.
func alike(a, b *Event) bool {
	return a.plain() && b.plain() &&
		a.Lane == b.Lane && a.Name == b.Name && a.NR == b.NR && a.Ret == b.Ret && a.Errno == b.Errno &&
		slices.EqualFunc(a.Args, b.Args, func(x, y Arg) bool { return x.Raw == y.Raw }) &&
		slices.Equal(a.Why, b.Why)
}

// plain reports whether an event is a call that says no more than a Run can.
func (e *Event) plain() bool {
	return e.Kind == Syscall && e.Stamp == nil && e.Ring == nil && e.Sig == nil && e.Run == nil && e.Note == "" && e.Work == 0
}

// sumUp returns the event that stands for the events at the indexes is, which are
// alike and at least one.
func sumUp(events []Event, is []int) Event {
	sum := events[is[0]]
	sum.Exit = events[is[len(is)-1]].Exit
	durations := make([]time.Duration, len(is))
	run := Run{Count: len(is)}
	usage := &Usage{Rusage: true}
	for n, i := range is {
		e := &events[i]
		durations[n] = e.Duration()
		run.Sum += e.Duration()
		usage = usage.add(e.Usage)
	}
	slices.Sort(durations)
	run.Min, run.Median, run.Max = durations[0], durations[len(durations)/2], durations[len(durations)-1]
	sum.Run, sum.Usage = &run, usage
	return sum
}

// add returns the sum of two usages: of what both measured, nil when one has none.
func (u *Usage) add(v *Usage) *Usage {
	if u == nil || v == nil {
		return nil
	}
	sum := Usage{CPU: u.CPU + v.CPU}
	if u.Rusage && v.Rusage {
		sum.Rusage = true
		sum.Nvcsw, sum.Nivcsw = plus(u.Nvcsw, v.Nvcsw), plus(u.Nivcsw, v.Nivcsw)
		sum.Minflt, sum.Majflt = u.Minflt+v.Minflt, u.Majflt+v.Majflt
		sum.Inblock, sum.Oublock = u.Inblock+v.Inblock, u.Oublock+v.Oublock
	}
	return &sum
}

// plus adds counts of context switches.
func plus(a, b int64) int64 {
	if a == Unknown || b == Unknown {
		return Unknown
	}
	return a + b
}
