package figure_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

func gantt(t *testing.T, name string, tr trace.Trace) figure.Figure {
	t.Helper()
	f, err := figure.Gantt(tr, "")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// What is drawn lies inside and apart, can be read, and is of an event or furniture;
// the same trace gives the same bytes.
func TestGanttIsClear(t *testing.T) {
	for name, tr := range stored(t) {
		f, again := gantt(t, name, tr), gantt(t, name, tr)
		clearTexts(t, name, &f)
		shapesInside(t, name, &f)
		svg := f.SVG("p")
		if !bytes.Equal(svg, again.SVG("p")) {
			t.Errorf("%s: two drawings of one trace differ", name)
		}
		if err := wellFormed(svg); err != nil || bytes.Contains(svg, []byte(" style=")) || bytes.Contains(svg, []byte("NaN")) {
			t.Errorf("%s: the SVG is not well-formed (%v), or has a style or NaN in it", name, err)
		}
		if len(f.Marks) != len(tr.Events) {
			t.Errorf("%s: %d marks of %d events", name, len(f.Marks), len(tr.Events))
		}
		for i, row := range f.Data {
			if len(row) != len(f.Data[0]) {
				t.Errorf("%s: row %d has %d columns of %d", name, i, len(row), len(f.Data[0]))
			}
		}
		for _, s := range f.Shapes {
			// A page shows it at 790 of its 960 pixels.
			if s.Form == figure.Text && s.Size*790/960 < 11.5 {
				t.Errorf("%s: %q is %.1f px high on a page", name, s.Text, s.Size*790/960)
			}
		}
	}
}

// A row for each thread, the program's first and the kernel last, as high as said.
func TestGanttRows(t *testing.T) {
	f := gantt(t, "blocking", stored(t)["blocking"])
	y := map[string]float64{}
	for _, name := range []string{"receiver 4711", "sender 4712", "KERNEL"} {
		y[name] = textAt(t, f, name).Points[0].Y
	}
	if y["sender 4712"]-y["receiver 4711"] != 34 || y["KERNEL"] <= y["sender 4712"] {
		t.Errorf("rows lie at %v", y)
	}
	textAt(t, f, "200 µs around the arrival at +50.8 ms")
	for _, want := range []string{
		"receiver, thread 4711: 0 to +50.9 ms recvmsg(3, …) returned 100 after 50.9 ms (wait for data 50.8 ms, deliver, wake, copy ≤ 116 µs).",
		"At +50.8 ms data arrive (± 150 ns).",
		"sent what it brought: receiver's recvmsg.",
	} {
		if !strings.Contains(f.Alt, want) {
			t.Errorf("Alt lacks %q: %s", want, f.Alt)
		}
	}
}

// Fills lie where their phases do, to scale.
func TestGanttIsToScale(t *testing.T) {
	for name, tr := range stored(t) {
		f := gantt(t, name, tr)
		ends := tr.Events[0].Exit
		for i := range tr.Events {
			ends = max(ends, tr.Events[i].Exit)
		}
		span := float64(ends - tr.Events[0].Enter)
		for _, p := range tr.Phases() {
			if p.Name != trace.PhaseWait || tr.Events[p.Event].Kind != trace.Syscall || float64(p.Length())*772/span < 1 {
				continue
			}
			found := false
			for _, s := range f.Shapes {
				if s.Form == figure.Rect && s.Event == p.Event && s.Fill == figure.Wait {
					w := s.Points[1].X - s.Points[0].X
					found = found || w > float64(p.Length())*772/span-0.1 && w < float64(p.Length())*772/span+0.1
				}
			}
			if !found {
				t.Errorf("%s: no bar of %s is %.1f px wide", name, p.Name, float64(p.Length())*772/span)
			}
		}
	}
}

// Of very many short calls it is drawn how many there are where, and said.
func TestGanttDensity(t *testing.T) {
	few, many := gantt(t, "few", manyCalls(500, 900)), gantt(t, "many", manyCalls(2000, 900))
	if len(many.Shapes) > 2*len(few.Shapes) { // of one row, and three windows of it
		t.Errorf("2000 calls are %d shapes, 500 are %d", len(many.Shapes), len(few.Shapes))
	}
	textAt(t, many, "× 2,000")
	if n := len(many.Data); n > 100 {
		t.Errorf("the table has %d rows", n)
	}
	if !strings.Contains(many.Marks[0].Label, "events close together, the first: call_with_a_long_name_0(") {
		t.Errorf("the first mark is called %q", many.Marks[0].Label)
	}
}

func TestGanttThreads(t *testing.T) {
	var tr trace.Trace
	for i := range 20 {
		tr.Lanes = append(tr.Lanes, trace.Lane{Name: fmt.Sprintf("thread %d", i), TID: 10 + i, Level: 1})
		tr.Events = append(tr.Events, trace.Event{Name: "read", Lane: i, Ret: 1, Enter: trace.Time(i), Exit: 100, Args: []trace.Arg{{Raw: 3}}})
	}
	f := gantt(t, "threads", tr)
	if !strings.Contains(f.Caption, "8 other threads are not shown.") {
		t.Errorf("Caption is %s", f.Caption)
	}
}

func TestGanttRefuses(t *testing.T) {
	broken := stored(t)["blocking"]
	broken.Events[0].Exit = 0
	for want, tr := range map[string]trace.Trace{"before it begins": broken, "no event can be drawn": {}} {
		if _, err := figure.Gantt(tr, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Gantt reports %v, want %q", err, want)
		}
	}
}

// No text hides a bar that means something.
func TestGanttTextsHideNoBars(t *testing.T) {
	for name, tr := range stored(t) {
		f := gantt(t, name, tr)
		for _, s := range f.Shapes {
			if s.Form != figure.Rect || s.Event < 0 || s.Fill == figure.None || s.Fill == figure.Paper || s.Fill == figure.Faint {
				continue
			}
			for _, o := range f.Shapes {
				if o.Form == figure.Rect && o.Fill == figure.Paper && o.Points[0].X <= s.Points[0].X && o.Points[1].X >= s.Points[1].X &&
					o.Points[0].Y < s.Points[1].Y && o.Points[1].Y > s.Points[0].Y {
					t.Errorf("%s: the bar of %s at %v is hidden by a text", name, s.Fill, s.Points)
				}
			}
		}
	}
}

// No bar of a later event is painted over a text of an earlier one.
func TestTextsLieAboveBars(t *testing.T) {
	tr := parsed(t, `title "Over"
lane "program" app tid 7 level 1
call a 1

7 program.0 0.000000000 -- mark %"begins" <0.000000000>
7 program.1 0.000000100 -- work loop <0.000100000> {work=9}
`)
	svg := string(func() []byte { f := gantt(t, "over", tr); return f.SVG("p") }())
	bar, text := strings.LastIndex(svg, `fill="url(#p-work)"`), strings.Index(svg, ">begins</text>")
	if bar < 0 || text < bar {
		t.Errorf("the text is painted at %d, the bar over it at %d", text, bar)
	}
}

// A text stands clear of the line that links a cause with its effect, where there is
// room for that.
func TestGanttTextsClear(t *testing.T) {
	f := drawn(t, "gantt", figure.Input{Traces: []trace.Trace{load(t, "io_uring-defer")}})
	texts := 0
	for _, s := range f.Shapes {
		if s.Form != figure.Text || !strings.HasPrefix(s.Text, "sendto") {
			continue
		}
		texts++
		x0, y0, x1, y1 := s.Box()
		for _, l := range f.Shapes {
			if l.Form == figure.Line && l.Event >= 0 && len(l.Points) == 2 && l.Points[0].X > x0 && l.Points[0].X < x1 && min(l.Points[0].Y, l.Points[1].Y) < y1 && max(l.Points[0].Y, l.Points[1].Y) > y0 {
				t.Errorf("a line at %.0f runs through %q", l.Points[0].X, s.Text)
			}
		}
	}
	if texts == 0 {
		t.Error("the send has no name")
	}
}
