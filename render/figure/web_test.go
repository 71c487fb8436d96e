package figure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

func webRequest(t *testing.T, lang string, traces ...trace.Trace) figure.Figure {
	t.Helper()
	return drawn(t, "web-request", figure.Input{Traces: traces, Lang: lang})
}

// withText returns the shapes with a text that has this in it.
func withText(f figure.Figure, text string) (found []figure.Shape) {
	for _, s := range f.Shapes {
		if s.Form == figure.Text && strings.Contains(s.Text, text) {
			found = append(found, s)
		}
	}
	return found
}

// outlines are the discs of the steps: how the disc that bears a number is drawn.
func outlines(f figure.Figure) map[string][]figure.Shape {
	discs := map[string][]figure.Shape{}
	for _, s := range f.Shapes {
		if s.Form != figure.Text || s.Anchor != figure.Middle || !s.Bold {
			continue
		}
		for _, c := range f.Shapes {
			if c.Form == figure.Circle && c.Points[0].X == s.Points[0].X && c.Points[0].Y < s.Points[0].Y && s.Points[0].Y-c.Points[0].Y < 5 {
				discs[s.Text] = append(discs[s.Text], c)
			}
		}
	}
	return discs
}

// Of a record in which nothing tells whether the disk was read, the figure does not say
// that it was, nor that it was not.
func TestWebRequestUnsure(t *testing.T) {
	warm := load(t, "web-warm")
	warm.Title, warm.Events = "", slices.Clone(warm.Events)
	for i := range warm.Events {
		e := &warm.Events[i]
		e.Usage = nil
		if e.Kind == trace.Probe {
			e.Note = ""
		}
	}
	f := webRequest(t, "", warm)
	if len(withText(f, "A web request in eleven steps")) == 0 || len(withText(f, "on the disk")) > 0 {
		t.Errorf("the title is %q", f.Title)
	}
	if !strings.Contains(f.Alt, "a wait for the disk was not measured") || strings.Contains(f.Alt, "disk operation: wait") {
		t.Errorf("the alternative text is %s", f.Alt)
	}
}

// Each step that the trace tells is drawn once, with the outline of what it is known
// by; what did not happen is struck through and grey.
func TestWebRequestSteps(t *testing.T) {
	for name, want := range map[string]struct{ absent []string }{
		"web-cold":     {nil},
		"web-warm":     {[]string{"5", "6", "7"}},
		"web-sendfile": {[]string{"5", "6", "7", "8"}},
	} {
		tr := load(t, name)
		for _, lang := range []string{"", "zh-Hans"} {
			f := webRequest(t, lang, tr)
			discs := outlines(f)
			steps := tr.WebSteps()
			if len(discs) != len(steps) || len(f.Data) != len(steps)+1 {
				t.Errorf("%s: %d discs and %d rows of %d steps", name, len(discs), len(f.Data), len(steps))
			}
			var absent []string
			for _, s := range steps {
				d := discs[s.N]
				switch {
				case len(d) == 0:
					t.Errorf("%s: step %s has no disc", name, s.N)
					continue
				case s.By == trace.Schematic && (len(d) != 2 || d[0].Stroke != figure.Faint || d[0].Event >= 0):
					t.Errorf("%s: step %s is schematic and drawn %+v", name, s.N, d)
				case s.By != trace.Schematic && (len(d) != 1 || d[0].Event < 0 || (d[0].Dash == figure.Dashed) != (s.By == trace.Inferred)):
					t.Errorf("%s: step %s is %s and drawn %+v", name, s.N, s.By, d)
				case s.Event >= 0 && f.Marks[d[0].Event].Ref != figure.Ref(&tr.Events[s.Event]):
					t.Errorf("%s: step %s leads to %s", name, s.N, f.Marks[d[0].Event].Ref)
				}
				if s.By != trace.Schematic && d[0].Stroke == figure.Faint {
					absent = append(absent, s.N)
				}
			}
			struck := map[int]bool{}
			for _, s := range f.Shapes {
				if s.Struck {
					struck[s.Event] = true
				}
			}
			if !slices.Equal(absent, want.absent) || len(struck) != len(want.absent) {
				t.Errorf("%s: steps %q are grey and %d struck through, want %q", name, absent, len(struck), want.absent)
			}
		}
	}
}

// What is measured is said with its source, the same in the picture, in words and in
// the table.
func TestWebRequestWords(t *testing.T) {
	cold, warm := webRequest(t, "", load(t, "web-cold")), webRequest(t, "", load(t, "web-warm"))
	for _, want := range []string{
		"Step 1, 0 to +52.5 µs, measured (34 bytes (sendmsg)): the client sends the request.",
		"Step 2, schematic (loopback: no NIC in this run): the network card hands the packet to the kernel.",
		"Step 3, +16.5 µs to +73.5 µs, measured (rx-software stamp ± 35 ns): ",
		"Step 5, +350 µs to +993 µs, measured (+204800 bytes read (ru_inblock)): ",
		"Step 6, +350 µs to +993 µs, inferred (204800 bytes (pread64)): the disk is read.",
		"Step 7, +350 µs to +993 µs, measured (mincore: 0, then 50 of 50 pages): ",
		"Step 9, +1.04 ms to +1.10 ms, measured (204883 bytes (sendto, write)): ",
		"Network operation: wait + copy; wait for data 1.45 ms; deliver, wake, copy ≤ 57.0 µs.",
		"Disk operation: wait + copy; off the processor ≤ 447 µs; copy ≤ 197 µs.",
	} {
		if !strings.Contains(cold.Alt, want) {
			t.Errorf("Alt lacks %q: %s", want, cold.Alt)
		}
	}
	for text, n := range map[string]int{"+350 µs … +993 µs": 4, "rx-software stamp ± 35 ns": 1, "NIC in this run": 1, "page cache hit": 0, "inferred from": 1} {
		if got := len(withText(cold, text)); got != n {
			t.Errorf("%q is in the picture %d times, want %d", text, got, n)
		}
	}
	if len(withText(warm, "page cache hit: +0 bytes")) != 1 || !strings.Contains(warm.Alt, "Step 5, did not happen, measured (+0 bytes read (ru_inblock)): ") ||
		!strings.Contains(warm.Alt, "Disk operation: copy, no wait; copy ≤ ") {
		t.Errorf("of a file in the page cache it says %s", warm.Alt)
	}
	if got := strings.Join(cold.Data[9], " | "); got != "7 | the data come into the page cache; nobody is notified | +350 µs … +993 µs | measured | mincore: 0, then 50 of 50 pages | "+
		"0 of 50 pages before, 50 of 50 pages after; the thread slept in pread64, and was woken there" {
		t.Errorf("row of step 7: %s", got)
	}
	for _, word := range []string{"measured", "inferred", "schematic"} { // the legend has them, without colour
		if !slices.ContainsFunc(cold.Shapes, func(s figure.Shape) bool { return s.Text == word }) {
			t.Errorf("the legend lacks %q", word)
		}
	}
}

// Without a trace it is a sketch, which says so and has no number of any run.
func TestWebRequestSketch(t *testing.T) {
	for lang, stamp := range map[string]string{"": "SCHEMATIC", "zh-CN": "示意"} {
		f := webRequest(t, lang)
		if withText(f, stamp) == nil || len(f.Marks) != 0 || len(outlines(f)) != 13 {
			t.Errorf("%q: the sketch has %d stamps, %d marks, %d discs", lang, len(withText(f, stamp)), len(f.Marks), len(outlines(f)))
		}
		for _, s := range f.Shapes {
			if s.Form == figure.Circle && s.Stroke != figure.Faint || strings.Contains(s.Text, " µs") || strings.Contains(s.Text, " ms") {
				t.Errorf("%q: the sketch claims to have measured: %+v", lang, s)
			}
		}
	}
}

// The figure takes what a record may have and lack.
func TestWebRequestOfLess(t *testing.T) {
	bare := load(t, "web-cold")
	for i := range bare.Events {
		bare.Events[i].Usage, bare.Events[i].Stamp = nil, nil
	}
	bare.Events = slices.DeleteFunc(bare.Events, func(e trace.Event) bool {
		return e.Kind == trace.Probe || strings.Contains(fmt.Sprint(e.Args), "ERRQUEUE")
	})
	for i := range bare.Lanes {
		bare.Lanes[i].TID = 4194303
	}
	bare.Title = strings.Repeat("A title that is longer than the figure is wide ", 4)
	seen := map[int]int{}
	for i := range bare.Events {
		e := &bare.Events[i]
		e.Seq = seen[e.Lane]
		seen[e.Lane]++
	}
	for _, lang := range []string{"", "zh-Hans"} {
		f := webRequest(t, lang, bare)
		if lang == "" && (!strings.Contains(f.Alt, "Step 5, schematic (not measured): ") || !strings.Contains(f.Alt, "Step 10, +1.04 ms to +1.77 ms, inferred (204883 bytes (recvmsg × 4)): ")) {
			t.Errorf("Alt is %s", f.Alt)
		}
	}
}

func TestWebRequestRefuses(t *testing.T) {
	cold := load(t, "web-cold")
	broken := load(t, "web-cold")
	broken.Events[0].Exit = 0
	for name, c := range map[string]struct {
		traces []trace.Trace
		want   string
	}{
		"broken": {[]trace.Trace{broken}, "cannot have happened: "},
		"other":  {[]trace.Trace{load(t, "blocking")}, `the trace "Blocking recvmsg on UDP" has none`},
		"two":    {[]trace.Trace{cold, cold}, "from 1 trace, or from none as a schematic one, not from 2"},
	} {
		if _, err := figure.Draw("web-request", figure.Input{Traces: c.traces}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: reports %v, want %q", name, err, c.want)
		}
	}
}
