package figure

import (
	"slices"
	"time"

	"nbrun/iomodels/trace"
)

// A figure shows at most maxShown calls of a lane; of more it shows the first and the
// last ones. Of like calls in a row it shows the first and the last.
const (
	maxShown  = 14
	shownHead = 8
	shownTail = 5
)

// item is one thing to be shown: an event, or calls left out between two others.
type item struct {
	event  int // index into Trace.Events; of the first call left out
	lane   int
	hidden int           // how many calls are left out; 0 for an event
	inCall time.Duration // how long these took together
	alike  bool          // they are alike, and like the one before
	varied bool          // but for their arguments
	signal bool          // it is a peer's call that sent the program's thread a signal

	peer   int   // index into Trace.Events of the peer's call that makes room for it, reads it or ends it, plus 1
	pieces []int // indexes into Trace.Events of the sends that it brought together
	send   int   // index into Trace.Events of the peer's call that sent what this one received, plus 1; 0 when a stamp tells

	enter, exit *row // exit is nil for what is shown as a moment
}

// gather makes items of events and leaves out the middle of like calls in a row.
func (s *scene) gather(lane int, is []int) []*item {
	var items []*item
	for len(is) > 0 {
		n, calls := 1, s.count(is[0])
		for n < len(is) && s.alike(is[0], is[n]) {
			calls += s.count(is[n])
			n++
		}
		if calls <= 3 || n < 3 {
			for _, i := range is[:n] {
				items = append(items, s.single(lane, i))
			}
		} else {
			items = append(items, s.single(lane, is[0]), s.leaveOut(lane, is[1:n-1], true), s.single(lane, is[n-1]))
		}
		is = is[n:]
	}
	return items
}

// single shows an event; a Run can only be shown as calls left out.
func (s *scene) single(lane, i int) *item {
	if s.t.Events[i].Run != nil {
		return s.leaveOut(lane, []int{i}, true)
	}
	return &item{event: i, lane: lane}
}

func (s *scene) leaveOut(lane int, is []int, alike bool) *item {
	it := &item{event: is[0], lane: lane, alike: alike}
	for _, i := range is {
		it.varied = it.varied || !sameArgs(&s.t.Events[is[0]], &s.t.Events[i])
		e := &s.t.Events[i]
		it.hidden += s.count(i)
		if e.Run != nil {
			it.inCall += e.Run.Sum
		} else {
			it.inCall += e.Duration()
		}
	}
	return it
}

func sameArgs(a, b *trace.Event) bool {
	return slices.EqualFunc(a.Args, b.Args, func(x, y trace.Arg) bool { return x.Raw == y.Raw })
}

func (s *scene) count(i int) int {
	if r := s.t.Events[i].Run; r != nil {
		return r.Count
	}
	return 1
}

func (s *scene) alike(i, j int) bool {
	a, b := &s.t.Events[i], &s.t.Events[j]
	return a.Kind == trace.Syscall && b.Kind == trace.Syscall && a.Name == b.Name && a.Errno == b.Errno && a.Ret == b.Ret &&
		(len(a.Args) == 0 || len(b.Args) == 0 || a.Args[0].Raw == b.Args[0].Raw) && a.Stamp == nil && b.Stamp == nil
}

// shorten leaves out the middle of a lane that has too much to show.
func (s *scene) shorten(items []*item) []*item {
	if len(items) <= maxShown {
		return items
	}
	middle := items[shownHead : len(items)-shownTail]
	out := &item{event: middle[0].event, lane: middle[0].lane}
	for _, it := range middle {
		if it.hidden > 0 {
			out.hidden += it.hidden
			out.inCall += it.inCall
			continue
		}
		out.hidden++
		out.inCall += s.event(it).Duration()
	}
	items = append(items[:shownHead:shownHead], append([]*item{out}, items[len(items)-shownTail:]...)...)
	return items
}
