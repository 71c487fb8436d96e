package main

import (
	"fmt"
	"io"
	"time"

	"nbrun/iomodels/trace"
)

// stopwatch adds up how long the parts of the work took, in the order in which
// they were first met.
type stopwatch struct {
	last  time.Time
	names []string
	spent map[string]time.Duration
}

func newStopwatch() *stopwatch {
	return &stopwatch{last: time.Now(), spent: map[string]time.Duration{}}
}

// lap counts the time since the last lap to a part.
func (s *stopwatch) lap(part string) {
	now := time.Now()
	if _, ok := s.spent[part]; !ok {
		s.names = append(s.names, part)
	}
	s.spent[part] += now.Sub(s.last)
	s.last = now
}

func (s *stopwatch) print(w io.Writer) {
	var total time.Duration
	for _, name := range s.names {
		fmt.Fprintf(w, "%-12s %s\n", name, trace.FormatDuration(s.spent[name]))
		total += s.spent[name]
	}
	fmt.Fprintf(w, "%-12s %s\n", "in all", trace.FormatDuration(total))
}
