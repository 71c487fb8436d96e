package nb

import (
	"fmt"
	"math"
	"slices"

	"nbrun/iomodels/trace"
)

// Figure puts a figure of this kind on the page, drawn from these traces:
// "two-lane" takes one; so does "gantt", all threads to scale; "bars", the lengths of
// their phases, and "blocked-cpu", blocked time against processor time, take any number;
// "web-request" takes one, and "summary", the five I/O models side by side, any number
// of them, or none for a schematic picture; "matrix", who slept, whose call moved the
// bytes and what the program was told of, takes any number too; "residency",
// which pages of a file the page cache held, takes those of files; "level", how many
// bytes lay in the kernel between a writer and a reader, takes one.
//
// It panics when there is no such kind, when it is not drawn from so many traces, and,
// on a page, when these do not hold what it shows.
func Figure(kind string, traces ...trace.Trace) {
	takes, known := figures[kind]
	if n := len(traces); !known {
		panic(unknownFigure(kind))
	} else if n < takes.least || n > takes.most {
		panic(fmt.Sprintf("nb.Figure: a %s figure is drawn from %s, not from %d", kind, takes, n))
	}
	sink(Entry{Kind: FigureEntry, Figure: kind, Traces: traces})
}

// figures are the kinds, and from how many traces each is drawn: the same that
// render/notebook has and render/figure draws, which a test of the command sees to.
var figures = map[string]span{
	"two-lane":    {1, 1},
	"gantt":       {1, 1},
	"bars":        {1, math.MaxInt},
	"blocked-cpu": {1, math.MaxInt},
	"summary":     {0, math.MaxInt},
	"matrix":      {1, math.MaxInt},
	"web-request": {0, 1},
	"residency":   {1, math.MaxInt},
	"level":       {1, 1},
}

// span is how many traces a figure takes: from least to most.
type span struct{ least, most int }

func (s span) String() string {
	switch {
	case s.most > 1:
		return "at least 1 trace"
	case s.least == 0:
		return "at most 1 trace"
	}
	return "1 trace"
}

// unknownFigure is what Figure panics with when there is no such kind.
type unknownFigure string

func (u unknownFigure) Error() string {
	return fmt.Sprintf("nb.Figure: no figure is called %q", string(u))
}

// Slip returns the word that is unknown, and those that may have been meant.
func (u unknownFigure) Slip() (word string, known []string) {
	for kind := range figures {
		known = append(known, kind)
	}
	slices.Sort(known)
	return string(u), known
}
