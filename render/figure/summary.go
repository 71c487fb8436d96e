package figure

import (
	"fmt"

	"nbrun/iomodels/trace"
)

// summary is a figure of that kind while it is made: the five I/O models side by
// side, a column each.
type summary struct {
	words   *summaryWords
	traces  []trace.Trace
	columns []*summaryColumn
	marks   []Mark
	marked  map[[2]int]int // index into marks by trace and event
}

// summaryColumn is what a column shows.
type summaryColumn struct {
	number int    // of the model, from 1
	name   string // of the model
	calls  string // what the program calls
	trace  int    // index into the traces; -1 in the schematic edition
	// bands hold what the program's thread did before the data came, and after. When it
	// isn't known when they came, or they came several times, all of it is in the first,
	// which stands for both.
	bands    [2][]act
	split    bool   // the bands are two
	arrival  string // when they came, from the operation's beginning
	unsplit  string // why the bands are one
	verdict  verdict
	told     told
	copied   string    // by what, and within what time
	measures [4]string // blocked, CPU, system calls, own work
	emulated bool
	contrary string // what contradicts what the model is known for
}

// drawSummary draws the five models. Of no trace it draws what is said of them, stamped
// as schematic. Of traces it draws a column for each, in the order of the models and
// then of the traces; a model of which there is no trace is left out, and the caption
// says so: such a figure shows runs and nothing else.
func drawSummary(in Input) (Figure, error) {
	s := &summary{words: wordsFor(in.Lang), traces: in.Traces, marked: map[[2]int]int{}}
	if len(in.Traces) == 0 {
		s.columns = s.schematic()
		return s.figure(), nil
	}
	for i, t := range in.Traces {
		if modelNumber(t.Model) == 0 {
			return Figure{}, fmt.Errorf("a summary figure is drawn from runs of the five I/O models, and trace %d (%q) says it is of the model %q", i+1, t.Title, t.Model)
		}
	}
	for n := 1; n <= len(s.words.models); n++ {
		for i := range in.Traces {
			if modelNumber(in.Traces[i].Model) != n {
				continue
			}
			c, err := s.measured(i)
			if err != nil {
				return Figure{}, fmt.Errorf("trace %d (%q): %w", i+1, in.Traces[i].Title, err)
			}
			s.columns = append(s.columns, c)
		}
	}
	return s.figure(), nil
}

// modelNumber returns which of the five I/O models, as Stevens counts them, a trace's
// model is; 0 when it is none.
func modelNumber(model string) int {
	switch model {
	case "blocking":
		return 1
	case "nonblocking":
		return 2
	case "select", "poll", "epoll":
		return 3
	case "signal-driven", "signal":
		return 4
	case "io_uring", "linux-aio", "posix-aio", "posix-aio-emulated":
		return 5
	}
	return 0
}

func (s *summary) isSchematic() bool { return len(s.traces) == 0 }

func (s *summary) title() string {
	if s.isSchematic() {
		return s.words.schematicTitle
	}
	return s.words.title
}

// figure lays the columns out, for a wide screen and for a narrow one.
func (s *summary) figure() Figure {
	f := s.wide()
	narrow := s.narrow()
	f.Narrow = &narrow
	for _, g := range []*Figure{&f, &narrow} {
		g.Kind, g.Lang, g.Title, g.Marks = "summary", s.words.lang, s.title(), s.marks
		g.Caption, g.Alt, g.Data = s.caption(), s.alt(), s.data()
	}
	return f
}

// mark returns the index of the mark of an event.
func (s *summary) mark(of, event int) int {
	key := [2]int{of, event}
	if i, ok := s.marked[key]; ok {
		return i
	}
	t := &s.traces[of]
	s.marked[key] = len(s.marks)
	s.marks = append(s.marks, Mark{Trace: of, Ref: ref(&t.Events[event]), Label: s.words.markLabel(t, event)})
	return s.marked[key]
}
