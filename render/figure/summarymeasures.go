package figure

import (
	"fmt"
	"slices"

	"nbrun/iomodels/trace"
)

// recordsCalls reports whether the program's system calls are in the trace: of another
// program's, such as one in C, there is none.
func recordsCalls(t *trace.Trace) bool {
	return slices.ContainsFunc(t.Events, func(e trace.Event) bool { return e.Kind == trace.Syscall && t.Lanes[e.Lane].Role == trace.App })
}

// measuresOf returns the four quantities under a column.
func (s *summary) measuresOf(t *trace.Trace) (m [4]string) {
	w := s.words
	for i := range m {
		m[i] = w.notMeasured
	}
	if t.Has("Asleep") {
		m[0] = "0"
		if d := t.Asleep(); d > 0 {
			m[0] = "≤ " + trace.FormatDuration(d)
		}
	}
	if t.Has("CPU") {
		m[1] = "≤ " + trace.FormatDuration(t.CPU())
	}
	if from, to, ok := t.Operation(); ok && recordsCalls(t) {
		n := int64(0)
		for i := range t.Events {
			e := &t.Events[i]
			r := t.Lanes[e.Lane].Role
			if e.Kind != trace.Syscall || e.Enter < from || e.Exit > to || r != trace.App && (r != trace.Helper || e.Name == "futex") {
				continue
			}
			if e.Run != nil {
				n += int64(e.Run.Count)
			} else {
				n++
			}
		}
		m[2] = thousands(n)
	}
	if slices.ContainsFunc(t.Lanes, func(l trace.Lane) bool { return l.Role == trace.Helper }) {
		for i := range m[:3] {
			if m[i] != w.notMeasured {
				m[i] = fmt.Sprintf(w.withHelper, m[i])
			}
		}
	}
	switch {
	case t.Has("WorkDone"):
		m[3] = fmt.Sprintf(w.rounds, thousands(t.WorkDone()))
	case recordsCalls(t):
		m[3] = w.noWork
	}
	return m
}
