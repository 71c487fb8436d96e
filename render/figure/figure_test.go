package figure_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// stored reads the traces that package trace keeps for tests, those of more models that
// are kept here, and some made to be hard to lay out.
func stored(t testing.TB) map[string]trace.Trace {
	t.Helper()
	files, err := filepath.Glob("../../iomodels/trace/testdata/*.trace")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stored traces: %v", err)
	}
	own, err := filepath.Glob("testdata/*.trace")
	if err != nil || len(own) == 0 {
		t.Fatalf("no traces of models: %v", err)
	}
	files = append(files, own...)
	traces := map[string]trace.Trace{"many calls": manyCalls(60, 900), "many short calls": manyCalls(9, 1), "wide texts": wideTexts()}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := trace.ParseText(text)
		if err != nil {
			t.Fatal(err)
		}
		traces[strings.TrimSuffix(filepath.Base(f), ".trace")] = tr
	}
	return traces
}

// manyCalls is a cell that made n unlike calls, gap nanoseconds apart.
func manyCalls(n int, gap trace.Time) trace.Trace {
	tr := trace.Trace{Lanes: []trace.Lane{{Name: "cell", TID: 1, Level: 1}}}
	for i := range n {
		at := trace.Time(i) * (gap + 1)
		tr.Events = append(tr.Events, trace.Event{
			Seq: i, Name: fmt.Sprintf("call_with_a_long_name_%d", i), Ret: 1 << 50, Enter: at, Exit: at + 1,
			Args: []trace.Arg{{Raw: 3, Text: "3 <x>"}, {Raw: 1, Text: "O_SOMETHING"}, {Raw: 2, Text: `"<&>"`}},
		})
	}
	return tr
}

// wideTexts is the blocking receiver with names that do not fit.
func wideTexts() trace.Trace {
	tr := trace.Trace{Model: "blocking"}
	tr.Title = "阻塞式接收：一个数据报从内核缓冲区复制到应用缓冲区之前，线程一直在睡眠，直到它到达为止，然后才返回到应用程序"
	tr.Lanes = []trace.Lane{{Name: "接收线程", TID: 1234567, Level: 3}}
	tr.Events = []trace.Event{{
		Name: "a_system_call_that_nobody_has_heard_of_yet", Args: []trace.Arg{{Raw: 3, Text: "3 <a file in a directory with a name that is long>"}}, Ret: -1,
		Errno: trace.Errno{Num: 11, Name: "EANERRORTHATNOBODYHASHEARDOF", Text: "x"}, Exit: 5e9,
	}, {
		Kind: trace.Work, NR: -1, Seq: 1, Name: "w", Work: 1 << 62, Enter: 5e9, Exit: 5e9 + 10,
	}}
	return tr
}

func draw(t *testing.T, name string, tr trace.Trace) figure.Figure {
	t.Helper()
	f, err := figure.TwoLane(tr, "")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// Every arrow stands for an event, and so does all that claims to be measured.
func TestArrowsHaveEvents(t *testing.T) {
	for name, tr := range stored(t) {
		f := draw(t, name, tr)
		arrows := 0
		for _, s := range f.Shapes {
			if s.Event >= len(tr.Events) || len(f.Marks) != len(tr.Events) {
				t.Errorf("%s: a shape is of event %d of %d", name, s.Event, len(tr.Events))
			}
			if s.Head != figure.NoHead {
				arrows++
				if s.Event < 0 {
					t.Errorf("%s: an arrow at %v has no event", name, s.Points)
				}
			}
			switch s.Fill {
			case figure.Wait, figure.Copy, figure.Spin, figure.Work:
				if s.Event < 0 && s.Points[1].X-s.Points[0].X != 22 { // a sample of the legend
					t.Errorf("%s: a %s band at %v has no event", name, s.Fill, s.Points)
				}
			}
		}
		if arrows == 0 && name != "page-fault" { // whose accesses to memory are no calls
			t.Errorf("%s: no arrow is drawn", name)
		}
	}
}

// Each shown call has one arrow to the kernel and one back; an interrupted or refused
// call comes back dashed.
func TestCallsAreDrawnOnce(t *testing.T) {
	for name, want := range map[string]struct{ whole, dashed, dotted int }{
		"blocking":    {2, 0, 0},
		"nonblocking": {4, 2, 0}, // first, last and the one that got the data
		"poll":        {4, 0, 0},
		"signal":      {9, 0, 0}, // four calls and the wave
		"io_uring":    {2, 0, 2},
		"interrupted": {6, 1, 0}, // three calls and the wave of the signal
		"aio-socket":  {4, 0, 2},
		"posix-aio":   {4, 0, 2},
		"cell":        {11, 1, 0},
		"recvfrom":    {3, 1, 0},
	} {
		f := draw(t, name, stored(t)[name])
		var n [3]int
		for _, s := range f.Shapes {
			if s.Head != figure.NoHead {
				n[s.Dash]++
			}
		}
		if n != [3]int{want.whole, want.dashed, want.dotted} {
			t.Errorf("%s: %v arrows (whole, dashed, dotted), want %v", name, n, want)
		}
	}
}

// The fills say what the thread did.
func TestFills(t *testing.T) {
	for name, want := range map[string]string{
		"blocking":       "wait copy",
		"nonblocking":    "copy spin",
		"poll":           "wait copy",
		"signal":         "copy work",
		"io_uring":       "wait copy work held",
		"io_uring-defer": "wait copy work held",
		"aio-socket":     "wait",
		"aio-direct":     "work held",
		"aio-buffered":   "copy idle",
		"posix-aio":      "wait copy work",
		"cell":           "",
	} {
		f := draw(t, name, stored(t)[name])
		used := map[figure.Ink]bool{}
		for _, s := range f.Shapes {
			used[s.Fill] = true
		}
		var got []string
		for _, ink := range []figure.Ink{figure.Wait, figure.Copy, figure.Spin, figure.Work, figure.Idle, figure.Held} {
			if used[ink] {
				got = append(got, string(ink))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: fills %q, want %q", name, got, want)
		}
	}
}

func TestEmulatedIsStamped(t *testing.T) {
	for name, want := range map[string]bool{"posix-aio": true, "blocking": false} {
		f := draw(t, name, stored(t)[name])
		stamped, emulated := false, false
		for _, s := range f.Shapes {
			stamped = stamped || s.Text == "EMULATED"
			emulated = emulated || s.Provenance == figure.Emulated
		}
		if stamped != want || emulated != want {
			t.Errorf("%s: stamped %v, marks emulated %v, want %v", name, stamped, emulated, want)
		}
	}
}

func TestAltAndData(t *testing.T) {
	all := stored(t)
	b := draw(t, "blocking", all["blocking"])
	const alt = "Blocking recvmsg on UDP. At 0 the application calls recvmsg(3, …). There are no data; the thread sleeps for 50.8 ms. " +
		"At +50.8 ms a datagram arrives (± 150 ns). Delivery, wake-up and copy take at most 116 µs. recvmsg returns 100 at +50.9 ms."
	if b.Alt != alt {
		t.Errorf("Alt is\n%s\nwant\n%s", b.Alt, alt)
	}
	if got := strings.Join(b.Data[1], " | "); got != "0 | receiver | recvmsg(3, …) | 100 | 50.9 ms | wait for data 50.8 ms; deliver, wake, copy ≤ 116 µs | rx-software stamp" {
		t.Errorf("Data is %s", got)
	}
	if !strings.Contains(b.Caption, "lengths are labels, not heights") || !strings.Contains(b.Caption, "Loopback is not a network.") {
		t.Errorf("Caption is %s", b.Caption)
	}
	for name, tr := range all {
		f := draw(t, name, tr)
		for i, row := range f.Data {
			if len(row) != len(f.Data[0]) {
				t.Errorf("%s: row %d has %d columns of %d", name, i, len(row), len(f.Data[0]))
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	all := stored(t)
	broken := all["blocking"]
	broken.Events[0].Exit = 0
	silent := all["poll"]
	silent.Lanes[0].Role = trace.Peer
	for name, tt := range map[string]struct {
		tr   trace.Trace
		want string
	}{
		"broken":  {broken, "it ends 102 µs before it begins"},
		"empty":   {trace.Trace{}, "no event of the program can be drawn"},
		"no lane": {silent, "no event of the program can be drawn"},
	} {
		if _, err := figure.TwoLane(tt.tr, ""); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: TwoLane reports %v, want %q", name, err, tt.want)
		}
	}
	if _, err := figure.Draw("gannt", figure.Input{Traces: []trace.Trace{all["cell"]}}); err == nil || !strings.Contains(err.Error(), `no figure is called "gannt": there is `) {
		t.Errorf("Draw of an unknown kind reports %v", err)
	}
	if _, err := figure.Draw("two-lane", figure.Input{}); err == nil || !strings.Contains(err.Error(), "from 1 trace, not 0") {
		t.Errorf("Draw of nothing reports %v", err)
	}
}

var (
	idAttr  = regexp.MustCompile(`\sid="([^"]*)"`)
	idRefs  = regexp.MustCompile(`url\(#([^)]*)\)|aria-labelledby="([^"]*)"`)
	eventAt = regexp.MustCompile(`data-event="([^"]*)"`)
)

// The SVG is XML, the same each time, without inline style, and its ids are its own.
func TestSVG(t *testing.T) {
	for name, tr := range stored(t) {
		f, again := draw(t, name, tr), draw(t, name, tr)
		svg := f.SVG("p1")
		if !bytes.Equal(svg, again.SVG("p1")) {
			t.Errorf("%s: two drawings of one trace differ", name)
		}
		if err := wellFormed(svg); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, bad := range []string{" style=", "<style", "<script", "NaN", "Inf"} {
			if bytes.Contains(svg, []byte(bad)) {
				t.Errorf("%s: the SVG has %q in it", name, bad)
			}
		}
		ids := map[string]bool{}
		for _, m := range idAttr.FindAllSubmatch(svg, -1) {
			id := string(m[1])
			if !strings.HasPrefix(id, "p1-") || ids[id] {
				t.Errorf("%s: id %q has not the prefix or is there twice", name, id)
			}
			ids[id] = true
		}
		for _, m := range idRefs.FindAllSubmatch(svg, -1) {
			for _, id := range strings.Fields(string(m[1]) + string(m[2])) {
				if !ids[id] {
					t.Errorf("%s: nothing has the id %q", name, id)
				}
			}
		}
		refs := map[string]bool{}
		for _, e := range tr.Events {
			refs[fmt.Sprintf("0.%d.%d", e.Lane, e.Seq)] = true
		}
		for _, m := range eventAt.FindAllSubmatch(svg, -1) {
			if !refs[string(m[1])] {
				t.Errorf("%s: data-event %q is no event of the trace", name, m[1])
			}
		}
	}
}

func wellFormed(doc []byte) error {
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// No text lies over another or is cut at an edge, and all can be read.
func TestTextsAreClear(t *testing.T) {
	for name, tr := range stored(t) {
		f := draw(t, name, tr)
		clearTexts(t, name, &f)
	}
}

func clearTexts(t *testing.T, name string, f *figure.Figure) {
	t.Helper()
	var texts []*figure.Shape
	for i := range f.Shapes {
		if f.Shapes[i].Form == figure.Text {
			texts = append(texts, &f.Shapes[i])
		}
	}
	if len(texts) < 5 {
		t.Errorf("%s: only %d texts", name, len(texts))
	}
	for i, s := range texts {
		x0, y0, x1, y1 := s.Box()
		if x0 < 0 || y0 < 0 || x1 > f.Width || y1 > f.Height {
			t.Errorf("%s: %q is cut: %.0f,%.0f to %.0f,%.0f in %.0f × %.0f", name, s.Text, x0, y0, x1, y1, f.Width, f.Height)
		}
		if s.Size < 12 {
			t.Errorf("%s: %q is %v px high", name, s.Text, s.Size)
		}
		for _, other := range texts[:i] {
			u0, v0, u1, v1 := other.Box()
			if x0 < u1-0.01 && u0 < x1-0.01 && y0 < v1-0.01 && v0 < y1-0.01 {
				t.Errorf("%s: %q lies over %q", name, s.Text, other.Text)
			}
		}
	}
}

// Shapes lie within the figure too.
func TestShapesAreInside(t *testing.T) {
	for name, tr := range stored(t) {
		f := draw(t, name, tr)
		shapesInside(t, name, &f)
	}
}

func shapesInside(t *testing.T, name string, f *figure.Figure) {
	t.Helper()
	for _, s := range f.Shapes {
		for _, p := range s.Points {
			if p.X < 0 || p.Y < 0 || p.X > f.Width || p.Y > f.Height || math.IsNaN(p.X+p.Y) {
				t.Errorf("%s: a shape %+v lies outside of %v × %v", name, s, f.Width, f.Height)
			}
		}
	}
}

// A page fault is no work of the program's: the thread waits for a disk, and no call
// says so.
func TestPageFault(t *testing.T) {
	tr, err := trace.ParseText([]byte(`nbrun trace 1
title "Touching a mapped cold file"
lane "reader" app tid 1 level 3

1 reader.0 0.000010000 -- work touch[page 0] <0.000100000> {raw=0x1 cpu=40µs vcsw=1 majflt=1 inblock=8 work=1}
1 reader.1 0.000120000 -- work touch[page 0] <0.000000050> {raw=0x1 cpu=900ns vcsw=0 work=1}
`))
	if err != nil {
		t.Fatal(err)
	}
	f := draw(t, "touch", tr)
	const want = "Touching a mapped cold file. At 0 the application accesses memory, without a call: touch page 0. " +
		"The thread is off the processor for 60.0 µs, of which the device took no more. " +
		"The page fault takes at most 40.0 µs of the processor's time; nothing is copied. It has what it wants at +100 µs. " +
		"At +110 µs the application accesses memory, without a call: touch page 0. It has what it wants at +110 µs."
	if f.Alt != want {
		t.Errorf("it is told as\n%s\nwant\n%s", f.Alt, want)
	}
	for _, s := range f.Shapes {
		if s.Fill == figure.Work || s.Fill == figure.Copy {
			t.Errorf("it is drawn as work or copy: %+v", s)
		}
	}
}

// TestNotesInCaption: a caption tells what one must know to read the data, and not how the
// run was prepared, which stands once with the rows.
func TestNotesInCaption(t *testing.T) {
	tr := stored(t)["web-warm"]
	for kind, data := range map[string]string{"web-request": "The loopback interface has no network card", "two-lane": "The loopback interface has no network card", "summary": ""} {
		f, err := figure.Draw(kind, figure.Input{Traces: []trace.Trace{tr}})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if !strings.Contains(f.Caption, data) {
			t.Errorf("%s: %q does not say %q", kind, f.Caption, data)
		}
		if said := fmt.Sprint(f.Caption, f.Data); strings.Contains(said, trace.BeforeRecord) {
			t.Errorf("%s: tells how the run was prepared: %s", kind, said)
		}
	}
}
