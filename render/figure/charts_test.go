package figure_test

import (
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// figures are all that can be drawn of the stored traces and series, by their kinds.
func figures(t testing.TB, lang string) map[string]figure.Figure {
	t.Helper()
	traces := stored(t)
	own, err := filepath.Glob("testdata/*.trace")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range own {
		name := strings.TrimSuffix(filepath.Base(file), ".trace")
		traces[name] = load(t, name)
	}
	inputs := map[string]figure.Input{}
	var all []trace.Trace
	for _, name := range slices.Sorted(maps.Keys(traces)) {
		inputs[name] = figure.Input{Traces: []trace.Trace{traces[name]}, Lang: lang}
		all = append(all, traces[name])
	}
	inputs["all traces"] = figure.Input{Traces: all, Lang: lang}
	inputs["five models"] = figure.Input{Traces: []trace.Trace{traces["blocking"], traces["nonblocking"], traces["poll"], traces["signal"], traces["io_uring"]}, Lang: lang}
	for name, s := range storedSeries(t) {
		inputs["series "+name] = figure.Input{Series: &s, Lang: lang}
	}
	drawn := map[string]figure.Figure{}
	for _, kind := range figure.Kinds() {
		n := len(drawn)
		for name, in := range inputs {
			if f, err := figure.Draw(kind, in); err == nil {
				drawn[kind+" of "+name] = f
			}
		}
		if len(drawn) == n {
			t.Errorf("%s: of no stored record can it be drawn", kind)
		}
	}
	return drawn
}

// What every figure promises, of every kind.
func TestEveryFigure(t *testing.T) {
	for _, lang := range []string{"en", "zh-Hans"} {
		drawn, again := figures(t, lang), figures(t, lang)
		for name, f := range drawn {
			clearTexts(t, name, &f)
			shapesInside(t, name, &f)
			if f.Narrow != nil {
				clearTexts(t, name+", narrow", f.Narrow)
				shapesInside(t, name+", narrow", f.Narrow)
			}
			second := again[name]
			svg := f.SVG("p")
			if !bytes.Equal(svg, second.SVG("p")) || f.Alt != second.Alt || f.Caption != second.Caption {
				t.Errorf("%s: drawn twice, it differs", name)
			}
			if err := wellFormed(svg); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, s := range []string{f.Title, f.Caption, f.Alt} {
				if s == "" || strings.Contains(s, "NaN") || strings.Contains(s, "%!") {
					t.Errorf("%s: it says %q", name, s)
				}
			}
			if len(f.Data) < 2 {
				t.Errorf("%s: its table has %d rows", name, len(f.Data))
			}
			for _, s := range f.Shapes {
				if s.Event >= len(f.Marks) {
					t.Errorf("%s: a shape of mark %d of %d", name, s.Event, len(f.Marks))
				}
			}
		}
	}
}

func drawSeries(t *testing.T, kind string, s trace.Series) figure.Figure {
	t.Helper()
	f, err := figure.Draw(kind, figure.Input{Series: &s})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestScalingTells(t *testing.T) {
	all := storedSeries(t)
	for _, tt := range []struct{ kind, series, want string }{
		{"scaling", "early", "With 1 watched: to 16 100 ns, to 64 700 ns, all 700 ns. With 4 watched: all 700 ns, one 400 ns. " +
			"With 16 watched: to 16 1.60 µs, all 700 ns. With 64 watched: to 64 700 ns, all 700 ns. With 16384 watched: all 700 ns. " +
			"From 16 on to 16 is beyond A_LIMIT_WITH_A_LONG_NAME. From 16384 on all is beyond FD_SETSIZE. " +
			"to 16 ends at 16: it was not asked for more."},
		{"scaling", "long texts", "refused is not measured: io_uring_setup: operation not permitted"},
		{"scaling-threads", "no growth", "With 1 watched: a +0, b +0. With 8 watched: a -1, b -1."},
		{"scaling-memory", "no growth", "With 8 watched: a -1.00 MB, b -1.00 MB."},
		{"scaling", "cut at a half", "Not measured beyond 2, to 4: there were no more."},
	} {
		if f := drawSeries(t, tt.kind, all[tt.series]); !strings.Contains(f.Alt, tt.want) {
			t.Errorf("%s of %s: Alt is %s\nwant %s in it", tt.kind, tt.series, f.Alt, tt.want)
		}
	}
	f := drawSeries(t, "scaling", all["scaling-limit"])
	textAt(t, f, "Not measured beyond 512, to 16384: RLIMIT_NOFILE is 1024")
	f = drawSeries(t, "scaling", all["scaling"])
	textAt(t, f, "select: FD_SETSIZE")
	for _, name := range []string{"select", "poll", "epoll LT", "epoll ET", "io_uring", "scan"} {
		textAt(t, f, name)
	}
	squares := 0
	for _, s := range f.Shapes {
		if s.Form == figure.Polygon && len(s.Points) == 4 && s.Points[0].Y == s.Points[1].Y {
			squares++
		}
	}
	if squares != 9 { // those with other numbers of active descriptors are not on this chart
		t.Errorf("%d squares for the 8 points of poll with one active, and its name", squares)
	}
	f = drawSeries(t, "scaling-threads", all["scaling"])
	textAt(t, f, "a thread each ends at 1024")
	if n := len(drawSeries(t, "scaling-active", all["scaling"]).Data); n != 4 {
		t.Errorf("the table of 1, 16 and 256 active ones has %d rows", n)
	}
}

// Every measured point has its marker where its value is, and nothing else has one.
func TestScalingMarkers(t *testing.T) {
	f := drawSeries(t, "scaling", storedSeries(t)["nine decades"])
	var ys []float64
	for _, s := range f.Shapes { // the circles of the first line: two points and one before its name
		if s.Form == figure.Circle {
			ys = append(ys, s.Points[0].Y)
		}
	}
	if len(ys) != 3 || ys[0] != ys[1] {
		t.Errorf("circles at %v, want two at one height and one before the name", ys)
	}
	s := storedSeries(t)["one line"]
	f = drawSeries(t, "scaling", s)
	var at []figure.Point
	for _, sh := range f.Shapes {
		if sh.Form == figure.Circle {
			at = append(at, sh.Points[0])
		}
	}
	for i := 2; i < len(s.Lines[0].Points); i++ { // four times as many take four times as long
		if d, e := at[i].Y-at[i-1].Y, at[1].Y-at[0].Y; d-e > 0.01 || e-d > 0.01 {
			t.Errorf("a step of %v after one of %v", d, e)
		}
	}
}

// A line that ends early has a bar at its end and hatching behind it, and below the axis
// the same with the reason; what was cut off for all is hatched whole.
func TestEndsAreDrawn(t *testing.T) {
	count := func(f figure.Figure) (bars, hatchings int, widest float64) {
		for _, s := range f.Shapes {
			switch {
			case s.Form == figure.Line && s.Stroke == figure.Solid && s.Width == 2.5:
				bars++
			case s.Form == figure.Line && s.Stroke == figure.Faint && len(s.Points) > 4 && s.Points[0].Y != s.Points[1].Y:
				hatchings++
				widest = max(widest, s.Points[len(s.Points)-1].X-s.Points[0].X)
			}
		}
		return bars, hatchings, widest
	}
	all := storedSeries(t)
	if bars, hatchings, _ := count(drawSeries(t, "scaling-threads", all["scaling"])); bars != 6 || hatchings != 6 {
		t.Errorf("%d bars and %d hatchings at the ends of three lines, and before their reasons", bars, hatchings)
	}
	f := drawSeries(t, "scaling", all["scaling-limit"])
	if _, hatchings, widest := count(f); hatchings != 2 || widest < 100 {
		t.Errorf("%d hatchings, the widest of %v px, where all lines were cut off", hatchings, widest)
	}
	textAt(t, f, "not measured")
	bar := slices.IndexFunc(f.Shapes, func(s figure.Shape) bool { // at the end of what was measured
		return s.Form == figure.Line && s.Stroke == figure.Solid && len(s.Points) == 2 && s.Points[0].X == s.Points[1].X && s.Points[1].Y-s.Points[0].Y > 100
	})
	for _, s := range f.Shapes {
		if s.Form == figure.Line && s.Width >= 1 && len(s.Points) == 3 && s.Points[0].Y == s.Points[1].Y && s.Points[0].X < f.Shapes[bar].Points[0].X+20 && s.Points[1].X > f.Shapes[bar].Points[0].X+40 {
			t.Errorf("a line runs through what was not measured: %v", s.Points)
		}
	}
	if _, hatchings, _ := count(drawSeries(t, "scaling", all["scaling"])); hatchings != 0 {
		t.Errorf("%d hatchings in a chart that lacks nothing", hatchings)
	}
}

func TestChartsRefuse(t *testing.T) {
	all := stored(t)
	broken := all["blocking"]
	broken.Events = slices.Clone(broken.Events)
	broken.Events[0].Exit = 0
	one, series := storedSeries(t)["one point"], storedSeries(t)["no growth"]
	spoilt := storedSeries(t)["one line"]
	spoilt.Lines[0].Points[0].Cost.Min = 0
	for _, tt := range []struct {
		kind string
		in   figure.Input
		want string
	}{
		{"scaling", figure.Input{}, "is drawn from a series"},
		{"scaling", figure.Input{Series: &spoilt}, "cannot have been measured: only, 1 descriptors"},
		{"scaling", figure.Input{Series: &series}, "no line of the series has a cost"},
		{"scaling-active", figure.Input{Series: &one}, "with more than one number active"},
		{"scaling-memory", figure.Input{Series: &one}, "no line of the series has a footprint"},
		{"bars", figure.Input{}, "from one trace or more"},
		{"bars", figure.Input{Traces: []trace.Trace{all["poll"], broken}}, `trace 2, "Blocking recvmsg on UDP": `},
		{"bars", figure.Input{Traces: []trace.Trace{{}}}, "no phase was told apart"},
		{"blocked-cpu", figure.Input{Series: &one}, "from one trace or more"},
		{"blocked-cpu", figure.Input{Traces: []trace.Trace{broken}}, "it ends 102 µs before it begins"},
		{"blocked-cpu", figure.Input{Traces: []trace.Trace{all["cell"]}}, "of no trace were both times measured: System calls of this cell is not drawn: Asleep not measured"},
	} {
		if _, err := figure.Draw(tt.kind, tt.in); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s reports %v, want %q", tt.kind, err, tt.want)
		}
	}
}

// Phases of a name are one bar, as long as all of them; a bound is said to be one.
func TestBars(t *testing.T) {
	all := stored(t)
	f, err := figure.Bars(figure.Input{Traces: []trace.Trace{all["nonblocking"], all["posix-aio"], all["poll"]}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Phases of 3 runs. Nonblocking recvmsg on UDP: spin × 85,835 43.2 ms, kept in the kernel's buffer 200 ns, copy ≤ 2.31 µs. " +
		"POSIX AIO, emulated by a thread: own work 50.8 ms, wait for data (helper) 50.6 ms, deliver, wake, copy (helper) ≤ 93.2 µs, in flight 50.8 ms. " +
		"ppoll, then recvmsg, on UDP: wait for data 50.6 ms, deliver, wake ≤ 91.2 µs, kept in the kernel's buffer 94.1 µs, copy ≤ 6.90 µs."
	if f.Alt != want {
		t.Errorf("Alt is\n%s\nwant\n%s", f.Alt, want)
	}
	if len(f.Marks) != 11 || f.Marks[0].Trace != 0 || f.Marks[10].Trace != 2 {
		t.Errorf("marks %+v", f.Marks)
	}
	emulated, dashed := 0, 0
	for _, s := range f.Shapes {
		if s.Provenance == figure.Emulated && s.Form == figure.Rect {
			emulated++
		}
		if s.Dash == figure.Dashed {
			dashed++
		}
	}
	if emulated != 4 || dashed != 4 {
		t.Errorf("%d bars are emulated and %d ends dashed, want 4 and 4", emulated, dashed)
	}
}

// A measured zero is drawn beside the scale; what was not measured is told and not drawn.
func TestBlockedCPU(t *testing.T) {
	all := stored(t)
	f, err := figure.BlockedCPU(figure.Input{Traces: []trace.Trace{all["blocking"], all["nonblocking"], all["cell"], all["poll"]}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Blocked time and processor time. blocking: asleep 50.8 ms, CPU 95.1 µs. nonblocking: asleep 0 ns, CPU 44.1 ms. poll: asleep 50.6 ms, CPU 66.0 µs."
	if !strings.HasPrefix(f.Alt, want) || !strings.HasSuffix(f.Alt, "System calls of this cell is not drawn: Asleep not measured: read (cell, event 1) was recorded at level 1; CPU not measured: read (cell, event 1) was recorded at level 1.") {
		t.Errorf("Alt is\n%s\nwant\n%s", f.Alt, want)
	}
	if len(f.Marks) != 3 || f.Marks[2].Trace != 3 {
		t.Errorf("marks %+v", f.Marks)
	}
	textAt(t, f, "0")
	textAt(t, f, "nonblocking")
	textAt(t, f, "System calls of this cell is not drawn")
}

// What is emulated is said to be so once, by its name and by what plays its part; runs of
// one model are told apart in each language.
func TestBlockedCPUNames(t *testing.T) {
	all := stored(t)
	for lang, want := range map[string]string{
		"":   "posix-aio-emulated: a thread of the program plays the part",
		"zh": "POSIX AIO（模拟）：程序的一个线程扮演",
	} {
		f, err := figure.BlockedCPU(figure.Input{Lang: lang, Traces: []trace.Trace{all["posix-aio"], all["blocking"], all["interrupted"]}})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(f.Caption, want) {
			t.Errorf("%q: the caption is %s", lang, f.Caption)
		}
		if strings.Contains(f.Alt, "阻塞式：睡眠") {
			t.Errorf("%q: two runs have one name: %s", lang, f.Alt)
		}
	}
}

// TestGuideNames: neither of the grey lines strikes through the name of the other.
func TestGuideNames(t *testing.T) {
	for name, s := range storedSeries(t) {
		f, err := figure.Draw("scaling", figure.Input{Series: &s})
		if err != nil {
			continue // it has no cost
		}
		for _, text := range f.Shapes {
			if text.Form != figure.Text || text.Text != "× n" && text.Text != "constant" {
				continue
			}
			p := text.Points[0]
			for _, l := range f.Shapes {
				if l.Form != figure.Line || l.Dash != figure.Dashed || l.Stroke != figure.Faint || len(l.Points) != 2 || l.Points[0].Y != l.Points[1].Y {
					continue
				}
				if y := l.Points[0].Y; y < p.Y && y > p.Y-9 && l.Points[0].X < p.X && p.X < l.Points[1].X {
					t.Errorf("%s: a line at %.0f strikes %q at %.0f", name, y, text.Text, p.Y)
				}
			}
		}
	}
}

// A title that turns the direction of writing, or ends the element that it stands in,
// does neither.
func TestHostileTexts(t *testing.T) {
	s := storedSeries(t)["one line"]
	s.Title, s.Lines = "</title><script>\u202e\u2066\x1b[31m", slices.Clone(s.Lines)
	s.Lines[0].Name = s.Title
	f := drawSeries(t, "scaling", s)
	svg := f.SVG("p")
	for _, bad := range []string{"<script", "\u202e", "\u2066", "\x1b"} {
		if bytes.Contains(svg, []byte(bad)) {
			t.Errorf("the SVG has %q in it", bad)
		}
	}
}
