package figure

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// scene is what of a trace a two-lane figure shows: one thread of the program and at
// most one that works for it.
type scene struct {
	tongue
	t      *trace.Trace
	app    int // index of the lane
	helper int // index of the lane; -1 when there is none
	items  []*item
	phases map[int][]trace.Phase // by event
	from   trace.Time            // what the figure counts time from
	notes  []string              // what is not shown
}

func newScene(t *trace.Trace, z tongue) (*scene, error) {
	s := &scene{tongue: z, t: t, phases: map[int][]trace.Phase{}}
	for _, p := range t.Phases() {
		s.phases[p.Event] = append(s.phases[p.Event], p)
	}
	if err := s.chooseLanes(); err != nil {
		return nil, err
	}
	first, last := s.window()
	for _, lane := range []int{s.app, s.helper} {
		s.items = append(s.items, s.shorten(s.gather(lane, s.eventsOf(lane, first, last)))...)
	}
	s.items = append(s.items, s.signalsSent(first, last)...)
	if len(s.items) == 0 {
		return nil, errors.New("no event of the program can be drawn")
	}
	slices.SortStableFunc(s.items, func(a, b *item) int { return cmp.Compare(s.when(a), s.when(b)) })
	s.from = s.event(s.items[0]).Enter
	return s, nil
}

func (s *scene) event(it *item) *trace.Event { return &s.t.Events[it.event] }

// when is the moment at which an item begins to show.
func (s *scene) when(it *item) trace.Time {
	if e := s.event(it); e.Kind == trace.CQE {
		return e.Exit
	}
	return s.event(it).Enter
}

// chooseLanes picks the program's lane that brings data, or else the busiest; and the
// helper that does.
func (s *scene) chooseLanes() error {
	score := make([]int, len(s.t.Lanes))
	for i := range s.t.Events {
		e := &s.t.Events[i]
		if !drawable(e) {
			continue
		}
		score[e.Lane]++
		if len(s.phases[i]) > 0 {
			score[e.Lane] += 1000
		}
	}
	best := func(role trace.Role) int {
		best := -1
		for i, l := range s.t.Lanes {
			if l.Role == role && score[i] > 0 && (best < 0 || score[i] > score[best]) {
				best = i
			}
		}
		return best
	}
	s.app, s.helper = best(trace.App), best(trace.Helper)
	if s.app < 0 {
		return errors.New("no event of the program can be drawn")
	}
	var hidden []string
	for i, l := range s.t.Lanes {
		if score[i] > 0 && i != s.app && i != s.helper && (l.Role == trace.App || l.Role == trace.Helper) {
			hidden = append(hidden, s.lane(l.Name))
		}
	}
	if len(hidden) > 3 { // their names would be longer than all else
		s.notes = append(s.notes, s.say("%d other threads are not shown.", len(hidden)))
		return nil
	}
	for _, name := range hidden {
		s.notes = append(s.notes, s.say("Thread %s is not shown.", name))
	}
	return nil
}

func drawable(e *trace.Event) bool {
	switch e.Kind {
	case trace.Syscall, trace.SQE, trace.CQE, trace.Signal, trace.Work, trace.Mark:
		return true
	case trace.Probe: // of the program's own memory, that it looked at in vain, and of a file's pages
		return e.Name == "completion queue" || e.Name == "buffer" && strings.HasPrefix(e.Note, "untouched") || looksAtPages(e)
	}
	return false
}

// looksAtPages reports whether the event is a look at what of a file is in memory.
func looksAtPages(e *trace.Event) bool {
	return e.Kind == trace.Probe && (e.Name == "page cache" || e.Name == "dirty pages")
}

// window bounds what is shown: of a model, its operation, the calls just before it that
// ask for a signal, the looks at a file's pages just before and after it, and what the
// program then does with what it got; of a cell's own calls, all.
func (s *scene) window() (first, last trace.Time) {
	events := s.t.Events
	first, last = events[0].Enter, events[0].Exit
	for i := range events {
		last = max(last, events[i].Exit)
	}
	from, to, ok := s.t.Operation()
	if s.t.Model == "" || !ok {
		return first, last
	}
	looked := false
	for i := len(events) - 1; i >= 0; i-- {
		e := &events[i]
		if e.Lane != s.app || e.Enter >= from {
			continue
		}
		if looksAtPages(e) && !looked {
			from, looked = e.Enter, true
			continue
		}
		if e.Name != "fcntl" && !strings.HasPrefix(e.Name, "rt_sig") {
			break
		}
		from = e.Enter
	}
	return from, s.afterwards(to)
}

// afterwards returns the end of what belongs to an operation that ended then: a look
// at a file's pages, questions asked again, answers sent.
func (s *scene) afterwards(to trace.Time) trace.Time {
	end, looked := to, false
	for i := range s.t.Events {
		e := &s.t.Events[i]
		if e.Lane != s.app || e.Enter < to {
			continue
		}
		switch {
		case looksAtPages(e) && !looked && end == to:
			end, looked = e.Exit, true
		case e.Kind == trace.Syscall && (sends(e.Name) || e.Name == "shutdown" || s.asks(i)):
			end = e.Exit
		}
	}
	return end
}

// asks reports whether phases were found in a call, other than a sleep.
func (s *scene) asks(i int) bool {
	ps := s.phases[i]
	return len(ps) > 0 && ps[0].Name != trace.PhaseSleep
}

// eventsOf returns the indexes of a lane's drawable events within the window. Of a
// helper only the calls that do the work are shown, not its waiting for some.
func (s *scene) eventsOf(lane int, first, last trace.Time) []int {
	var is []int
	outside := 0
	for i := range s.t.Events {
		e := &s.t.Events[i]
		switch {
		case lane < 0 || e.Lane != lane || !drawable(e):
		case e.Enter < first, e.Enter > last:
			if e.Kind == trace.Syscall {
				outside++
			}
		case lane == s.helper && lane != s.app && (e.Kind != trace.Syscall || e.Name == "futex" || len(s.phases[i]) == 0 && !sends(e.Name)):
			outside++
		default:
			is = append(is, i)
		}
	}
	if s.t.Model != "" && lane == s.app { // closing is no part of a model when it comes last
		for len(is) > 1 && s.t.Events[is[len(is)-1]].Name == "close" {
			is = is[:len(is)-1]
			outside++
		}
	}
	switch name := s.tongue.lane(s.t.Lanes[max(lane, 0)].Name); {
	case outside == 1:
		s.notes = append(s.notes, s.say("1 event of %s before, after or beside the operation is not shown.", name))
	case outside > 1:
		s.notes = append(s.notes, s.say("%s events of %s before, after or beside the operation are not shown.", thousands(int64(outside)), name))
	}
	return is
}
