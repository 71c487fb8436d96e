package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

func residency(t *testing.T, traces ...trace.Trace) figure.Figure {
	t.Helper()
	f := drawn(t, "residency", figure.Input{Traces: traces})
	legible(t, f.Narrow)
	zh := drawn(t, "residency", figure.Input{Traces: traces, Lang: "zh-Hans"})
	legible(t, zh.Narrow)
	return f
}

// filled is how much of each strip is filled, from the top strip down, as a share of
// its length; and how high each filled part is.
func filled(f figure.Figure) (shares []float64, heights [][]float64) {
	strip := map[float64]int{}
	for _, s := range f.Shapes { // the outlines come last
		if s.Form == figure.Rect && s.Fill == figure.None {
			strip[s.Points[1].Y] = len(shares)
			shares, heights = append(shares, 0), append(heights, nil)
		}
	}
	for _, s := range f.Shapes {
		if s.Form == figure.Rect && s.Fill == figure.Held && s.Event >= 0 {
			for bottom, i := range strip {
				if top := bottom - 18; s.Points[0].Y >= top-0.01 && s.Points[1].Y <= bottom+0.01 {
					shares[i] += (s.Points[1].X - s.Points[0].X) / 488
					heights[i] = append(heights[i], s.Points[1].Y-s.Points[0].Y)
				}
			}
		}
	}
	return shares, heights
}

// A strip for each look, filled where pages were resident and as high as they were.
func TestResidencyOfReadahead(t *testing.T) {
	f := residency(t, load(t, "readahead"))
	shares, heights := filled(f)
	// 256 pages in 128 parts: 4 pages fill two parts, 1 page half the height of one.
	if got := fmt.Sprintf("%.4f %v", shares, heights); got != "[1.0000 0.0000 0.0156 0.0156 0.0000 0.0078] [[18] [] [18] [18] [] [9]]" {
		t.Errorf("filled are %s", got)
	}
	for _, want := range []string{
		"At 0 256 of 256 pages in the page cache (mincore). Then fadvise64 FADV_DONTNEED. At +144 µs 0 of 256 pages in",
		"Then pread64 = 4096. At +1.36 ms 4 of 256 pages in the page cache (mincore): 0-3.",
		"At +2.63 ms 1 of 256 pages in the page cache (mincore): 0.",
	} {
		if !strings.Contains(f.Alt, want) {
			t.Errorf("Alt lacks %q: %s", want, f.Alt)
		}
	}
	if got := strings.Join(f.Data[3][1:], " | "); got != "+1.36 ms | pread64 = 4096 | 4 of 256 pages | 0-3 | mincore" {
		t.Errorf("row of the third look: %s", got)
	}
	if !strings.Contains(f.Caption, "A part of a strip stands for several pages") {
		t.Errorf("Caption is %s", f.Caption)
	}
}

// A record that only counted pages is not drawn as if it were known which they are.
func TestResidencyOfCounts(t *testing.T) {
	tr := load(t, "readahead")
	for i := range tr.Events {
		tr.Events[i].Note, _, _ = strings.Cut(tr.Events[i].Note, ": pages ")
	}
	f := residency(t, tr)
	shares, heights := filled(f)
	if got := fmt.Sprintf("%.4f %v", shares, heights); got != "[1.0000 0.0000 0.0156 0.0156 0.0000 0.0039] [[18] [] [9] [9] [] [9]]" {
		t.Errorf("filled are %s", got)
	}
	if n := len(withText(f, "pages (count)")); n != 3 || len(withText(f, "which they are was not recorded")) != 1 {
		t.Errorf("%d counts are said to be such, want 3", n)
	}
	if !strings.Contains(f.Alt, "4 of 256 pages in the page cache (mincore); which, was not recorded.") || f.Data[3][4] != "not recorded" {
		t.Errorf("Alt is %s", f.Alt)
	}
}

// Several traces stand below each other, each under its name and with its own marks.
func TestResidencyOfSeveral(t *testing.T) {
	cold, ahead := load(t, "web-cold"), load(t, "readahead")
	f := residency(t, cold, ahead, load(t, "web-sendfile"))
	if shares, _ := filled(f); len(shares) != 2+6+2 || shares[0] != 0 || shares[1] < 0.999 || shares[8] < 0.999 {
		t.Errorf("filled are %v", shares)
	}
	marks := map[int]int{}
	for _, m := range f.Marks {
		marks[m.Trace]++
	}
	if marks[0] != 4 || marks[1] != 16 || marks[2] != 4 { // looks, twice with the arrow before, and calls
		t.Errorf("marks of the traces: %v", marks)
	}
	for _, want := range []string{cold.Title, ahead.Title} {
		if len(withText(f, want)) != 1 {
			t.Errorf("%q heads no part of the picture", want)
		}
	}
	if len(withText(f, "sendfile = 204800")) != 1 {
		t.Error("the call that sends the file is not named")
	}
}

// Of many looks the middle is left out, and said to be.
func TestResidencyOfManyLooks(t *testing.T) {
	tr := trace.Trace{Title: "Many looks", Lanes: []trace.Lane{{Name: "reader", TID: 1, Level: 1}}}
	for i := range 200 {
		e := trace.Event{Kind: trace.Syscall, Name: "a_call_with_a_long_name", NR: 1, Ret: int64(i), Args: []trace.Arg{{Raw: 3, Text: "3 </f>"}}}
		if i%5 == 0 {
			e = trace.Event{Kind: trace.Probe, Name: trace.PageCacheProbe, NR: -1, Args: e.Args,
				Note: trace.Residency{Probe: "mincore", Pages: 1, All: 1 << 26, Which: []trace.Pages{{First: i << 18, Last: i << 18}}}.Note()}
		}
		e.Seq, e.Enter, e.Exit = i, trace.Time(i)*1000, trace.Time(i)*1000+10
		tr.Events = append(tr.Events, e)
	}
	f := residency(t, tr)
	if len(withText(f, "⋮ 24 looks not shown")) != 1 || len(f.Data) != 17 || !strings.Contains(f.Alt, "24 looks are not shown.") {
		t.Errorf("%d rows, caption %s", len(f.Data), f.Caption)
	}
}

// So is the middle of many calls between two looks.
func TestResidencyOfManyCalls(t *testing.T) {
	tr := trace.Trace{Title: "Many calls", Lanes: []trace.Lane{{Name: "reader", TID: 1, Level: 1}}}
	const calls = 60_000
	for i := range calls + 2 {
		e := trace.Event{Kind: trace.Syscall, Name: "pread64", NR: 17, Ret: int64(i), Args: []trace.Arg{{Raw: 3, Text: "3 </f>"}}}
		if i == 0 || i == calls+1 {
			e = trace.Event{Kind: trace.Probe, Name: trace.PageCacheProbe, NR: -1, Args: e.Args, Note: trace.Residency{Probe: "mincore", All: 4}.Note()}
		}
		e.Seq, e.Enter, e.Exit = i, trace.Time(i)*1000, trace.Time(i)*1000+10
		tr.Events = append(tr.Events, e)
	}
	f := residency(t, tr)
	const left = "⋮ 59,984 calls not shown"
	if len(withText(f, left)) != 1 || !strings.Contains(f.Alt, left) || !strings.Contains(f.Data[2][2], left) {
		t.Errorf("the calls that are left out are not counted: %.2000s", f.Alt)
	}
	for _, want := range []string{"pread64 = 1", "pread64 = 8", "pread64 = 59993", "pread64 = 60000"} {
		if len(withText(f, want)) != 1 {
			t.Errorf("%s is not shown", want)
		}
	}
	if n := len(withText(f, "pread64")); n != 16 {
		t.Errorf("%d calls are shown, want 16", n)
	}
}

func TestResidencyRefuses(t *testing.T) {
	broken, unseen := load(t, "readahead"), load(t, "readahead")
	broken.Events[0].Exit = 0
	for i := range unseen.Events {
		if e := &unseen.Events[i]; e.Name == trace.PageCacheProbe {
			e.Note, e.Why = "not known", []string{"residency: not observable on this file system (tmpfs)"}
		}
	}
	for name, c := range map[string]struct {
		traces []trace.Trace
		want   string
	}{
		"broken": {[]trace.Trace{broken}, "cannot have happened: "},
		"other":  {[]trace.Trace{load(t, "blocking")}, `the trace "Blocking recvmsg on UDP" has no look at the page cache`},
		"unseen": {[]trace.Trace{unseen}, "not observable on this file system (tmpfs)"},
		"none":   {nil, "from 1 trace or more, not from 0"},
	} {
		if _, err := figure.Draw("residency", figure.Input{Traces: c.traces}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: reports %v, want %q", name, err, c.want)
		}
	}
}
