package render

import (
	"regexp"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

// What a figure cannot show is said before it is drawn: not what could not be measured,
// nor what nobody asked for.
func TestUndrawn(t *testing.T) {
	read := trace.Event{Name: "read", NR: 0, Ret: 5, Exit: 2}
	times := trace.Trace{Title: "times", Lanes: []trace.Lane{{Name: "a", Level: 1}}, Events: []trace.Event{read}}
	dropped := trace.Trace{Title: "dropped", Lanes: []trace.Lane{{Name: "a"}}, Events: []trace.Event{{Kind: trace.Probe, Name: "dropped", NR: -1, Exit: 2}}}
	broken := trace.Trace{Title: "broken", Lanes: []trace.Lane{{Name: "a"}}, Events: []trace.Event{{Name: "read", Enter: 3, Exit: 2}}}
	traces := []trace.Trace{times, dropped, broken, {}}
	figure := func(kind string, of ...int) notebook.Output {
		return notebook.Output{Kind: notebook.Figure, Name: kind, Traces: of}
	}
	shown := func(of ...int) notebook.Output { return notebook.Output{Kind: notebook.Traced, Traces: of} }
	for _, tt := range []struct {
		views string // an option line
		o     notebook.Output
		want  string // matches the error; empty when there is none
	}{
		{"", figure("gantt", 0), ""},
		{"", figure("gantt", 0, 1), `^the figure "gantt" cannot be drawn: a gantt figure is drawn from 1 trace, not 2$`},
		{"", figure("bars", 2), `^the figure "bars" cannot be drawn: a figure of what cannot have happened`},
		{"", figure("residency", 0), `no look at the page cache`},
		{"", figure("level", 0), `no recorded call moved bytes`},
		{"", figure("level", 1), ""},
		{"", figure("blocked-cpu", 0), ""},
		{"", figure("matrix", 3), `no bytes came`},
		{"//| views: [gantt, table]\n", shown(0), ""},
		{"//| views: [gantt]\n", shown(0, 2), `^option views: the figure "gantt" cannot be drawn`},
		{"//| views: [bars]\n", shown(0, 3), ""},
		{"//| views: [residency, table]\n", shown(0), `^option views: the figure "residency"`},
		{"//| views: [residency]\n", notebook.Output{Kind: notebook.Traced, Traces: []int{0}, Auto: true}, ""},
		{"", shown(3), ""},
		{"", notebook.Output{Kind: notebook.Series, Series: &trace.Series{Title: "s", Lines: []trace.Line{{}}}}, `^the series "s" cannot be shown: `},
	} {
		x := &notebook.Execution{Notebook: must(notebook.Parse("a.md", []byte("```go\n"+tt.views+"1\n```\n"))), Traces: traces}
		err := Undrawn(x, 0, tt.o)
		if (err == nil) != (tt.want == "") || err != nil && !regexp.MustCompile(tt.want).MatchString(err.Error()) {
			t.Errorf("%s%s %s of %v: %v, want %s", tt.views, tt.o.Kind, tt.o.Name, tt.o.Traces, err, tt.want)
		}
		if err := Undrawn(x, -1, tt.o); err != nil {
			t.Errorf("within prose: %v", err)
		}
	}
}
