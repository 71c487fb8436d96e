package figure_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// five are stored traces of the five models, in their order.
var five = []string{"blocking", "nonblocking", "poll", "signal", "io_uring"}

func summaryOf(t *testing.T, lang string, names ...string) figure.Figure {
	t.Helper()
	in := figure.Input{Lang: lang}
	for _, n := range names {
		in.Traces = append(in.Traces, load(t, n))
	}
	f := drawn(t, "summary", in)
	if f.Narrow == nil {
		t.Fatal("there is no form for narrow screens")
	}
	legible(t, f.Narrow)
	return f
}

// row returns a row of a figure's data by its head.
func row(t *testing.T, f figure.Figure, head string) []string {
	t.Helper()
	for _, r := range f.Data {
		if r[0] == head {
			return r[1:]
		}
	}
	t.Fatalf("no row is headed %q", head)
	return nil
}

func TestSummaryOfNoRun(t *testing.T) {
	for lang, want := range map[string]struct{ lang, stamp, alt string }{
		"":        {"en", "schematic", "Five columns. In columns 1 to 4 the application's own call copies the data: synchronous. In column 5 the application is told when the data are in its buffer: asynchronous."},
		"zh-CN":   {"zh-Hans", "示意", "五列。第 1–4 列由应用自己的调用复制数据：同步。第 5 列数据已在缓冲区时才收到通知：异步。"},
		"zh-Hant": {"en", "schematic", "Five columns."},
	} {
		f := summaryOf(t, lang)
		if f.Lang != want.lang || !strings.Contains(f.Alt, want.alt) || len(f.Marks) > 0 {
			t.Errorf("%q: lang %q, %d marks, alt %s", lang, f.Lang, len(f.Marks), f.Alt)
		}
		for _, g := range []figure.Figure{f, *f.Narrow} {
			textAt(t, g, want.stamp)
			for _, s := range g.Shapes {
				if s.Fill == figure.Copy && s.Points[1].Y-s.Points[0].Y > 12 && s.Provenance != figure.Schematic {
					t.Errorf("%q: a band of no run is drawn as %s", lang, s.Provenance)
				}
			}
		}
	}
}

// The bars say what the thread did before and after the data came, and the measures
// are those of the trace.
func TestSummaryOfRuns(t *testing.T) {
	f := summaryOf(t, "", five...)
	for head, want := range map[string][]string{
		"calls":         {"recvmsg", "recvmsg × 85,836", "ppoll + recvmsg", "SIGIO + recvmsg", "io_uring_enter"},
		"wait for data": {"initiate recvmsg asleep 50.8 ms", "check ✗; ⋮ 85,833 more spin 43.2 ms; check ✗", "check ppoll asleep 50.6 ms", "register fcntl × 3; working 50.6 ms", "initiate; io_uring_enter; working 51.0 ms"},
		"copy data from kernel to user space": {"wake, copy ≤ 116 µs; complete = 100", "check ✓ copy ≤ 2.31 µs; complete = 100", "wake-up ≤ 91.2 µs; ready = 1; initiate recvmsg copy ≤ 6.90 µs; complete = 100",
			"working 152 µs; notification SIGIO; initiate recvmsg copy ≤ 9.10 µs; complete = 100", "working 99.4 µs; notification = 100"},
		"judged":       {"synchronous; told of: nothing", "synchronous; told of: nothing", "synchronous; told of: readiness", "synchronous; told of: readiness", "asynchronous; told of: completion"},
		"data came at": {"+50.8 ms", "+50.2 ms", "+50.6 ms", "+50.6 ms", "+51.0 ms"},
		"copied in":    {"recvmsg, ≤ 116 µs", "recvmsg, ≤ 2.31 µs", "recvmsg, ≤ 6.90 µs", "recvmsg, ≤ 9.10 µs", "not measured"},
		"blocked":      {"≤ 50.8 ms", "0", "≤ 50.6 ms", "0", "0"},
		"CPU in calls": {"≤ 95.1 µs", "≤ 44.1 ms", "≤ 66.0 µs", "≤ 12.3 µs", "≤ 11.2 µs"},
		"system calls": {"1", "85,836", "2", "2", "1"},
		"own work":     {"none recorded", "none recorded", "none recorded", "17,731,904 rounds", "17,702,113 rounds"},
	} {
		if got := row(t, f, head); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", head, got, want)
		}
	}
	for _, text := range []string{"schematic", "emulated"} {
		for _, s := range f.Shapes {
			if s.Text == text {
				t.Errorf("%q is drawn of runs", text)
			}
		}
	}
	zh := summaryOf(t, "zh", five...)
	if got := row(t, zh, "判断"); !slices.Equal(got, []string{"同步；通知：无", "同步；通知：无", "同步；通知：就绪", "同步；通知：就绪", "异步；通知：完成"}) {
		t.Errorf("in Chinese it is judged %q", got)
	}
	if want := "recvmsg(3, …) 返回 100，用时 50.9 ms"; zh.Marks[0].Label != want {
		t.Errorf("the first mark is %q, want %q", zh.Marks[0].Label, want)
	}
}

// What is judged follows from the record, whatever the model is called.
func TestSummaryJudges(t *testing.T) {
	const readiness, completion = "told of: readiness", "told of: completion"
	for _, tt := range []struct{ name, model, judged, copied, caption string }{
		{"recvfrom", "", "synchronous; told of: nothing", "recvfrom, time not measured", ""},
		{"aio-socket", "", "synchronous; " + completion, "io_submit, time not measured", "Column 1: the submitting call sleeps until the data are in the buffer: synchronous."},
		{"aio-buffered", "", "synchronous; " + completion, "io_submit, ≤ 402 µs", "Column 1: the submitting call sleeps"},
		{"aio-direct", "", "asynchronous; " + completion, "no copy (O_DIRECT)", ""},
		{"posix-aio", "", "asynchronous; " + completion, "the helper's recvmsg, ≤ 93.2 µs", "Column 1 is emulated"},
		{"io_uring-defer", "", "asynchronous; " + completion, "io_uring_enter of this thread, ≤ 15.8 µs", ""},
		{"blocking", "io_uring", "synchronous; told of: nothing", "recvmsg, ≤ 116 µs", "Column 1: the application's own call copies the data: synchronous."},
		{"io_uring", "blocking", "asynchronous; " + completion, "not measured", "Column 1: the application is told when the data are in its buffer: asynchronous."},
		{"blocking", "poll", "synchronous; told of: nothing", "recvmsg, ≤ 116 µs", "Column 1: told of: nothing."},
		{"signal", "blocking", "synchronous; " + readiness, "recvmsg, ≤ 9.10 µs", "Column 1: told of: readiness."},
		{"backpressure", "blocking", "nothing received", "not measured", "Column 1: no data are received."},
	} {
		tr := load(t, tt.name)
		if tt.model != "" {
			tr.Model = tt.model
		}
		f := drawn(t, "summary", figure.Input{Traces: []trace.Trace{tr}})
		legible(t, f.Narrow)
		if got := row(t, f, "judged")[0]; got != tt.judged {
			t.Errorf("%s as %s: judged %q, want %q", tt.name, tr.Model, got, tt.judged)
		}
		if got := row(t, f, "copied in")[0]; got != tt.copied {
			t.Errorf("%s as %s: copied in %q, want %q", tt.name, tr.Model, got, tt.copied)
		}
		if !strings.Contains(f.Caption, tt.caption) || tt.caption == "" && strings.Contains(f.Caption, "Column 1") {
			t.Errorf("%s as %s: caption %q lacks %q", tt.name, tr.Model, f.Caption, tt.caption)
		}
	}
}

// In a traced process it is not known who slept: a request that a call may have waited
// for is not judged, one beside which the program worked is.
func TestSummaryJudgesTraced(t *testing.T) {
	for name, want := range map[string]string{
		"aio-socket": "not measured; told of: completion", "aio-direct": "asynchronous; told of: completion", "io_uring": "asynchronous; told of: completion",
	} {
		tr := load(t, name)
		for i := range tr.Events {
			if u := tr.Events[i].Usage; u != nil {
				traced := *u
				traced.Nvcsw, traced.Nivcsw = trace.Unknown, trace.Unknown
				tr.Events[i].Usage = &traced
			}
		}
		if got := row(t, drawn(t, "summary", figure.Input{Traces: []trace.Trace{tr}}), "judged")[0]; got != want {
			t.Errorf("%s, traced: judged %q, want %q", name, got, want)
		}
	}
}

// What was not measured is said to be not measured, and is not 0.
func TestSummaryNotMeasured(t *testing.T) {
	tr := load(t, "io_uring")
	tr.Events = slices.Clone(tr.Events)
	for i := range tr.Events {
		tr.Events[i].Usage, tr.Events[i].Stamp = nil, nil
	}
	for i := range tr.Lanes {
		tr.Lanes[i].Level = 1
	}
	f := drawn(t, "summary", figure.Input{Traces: []trace.Trace{tr}})
	for _, head := range []string{"data came at", "blocked", "CPU in calls"} {
		if got := row(t, f, head)[0]; got != "not measured" {
			t.Errorf("%s: %q", head, got)
		}
	}
	textAt(t, f, "arrival not")
	textAt(t, *f.Narrow, "arrival not")
}

// Columns stand in the order of the models; of a model without a run there is none.
func TestSummaryOrder(t *testing.T) {
	f := summaryOf(t, "", "io_uring", "poll", "blocking", "recvfrom")
	if got := f.Data[0][1:]; !slices.Equal(got, []string{"1 Blocking I/O", "2 Blocking I/O", "3 I/O multiplexing", "4 Asynchronous I/O"}) {
		t.Errorf("columns %q", got)
	}
	if want := "There is no run of: Non-blocking I/O, Signal-driven I/O."; !strings.HasSuffix(f.Caption, want) {
		t.Errorf("caption %q, want %q at its end", f.Caption, want)
	}
	traces := map[int]bool{}
	for _, m := range f.Marks {
		traces[m.Trace] = true
	}
	if len(traces) != 4 || f.Marks[0].Trace != 2 {
		t.Errorf("marks are of the traces %v, the first of trace %d", traces, f.Marks[0].Trace)
	}
}

func TestSummaryRefuses(t *testing.T) {
	broken := load(t, "poll")
	broken.Events[0].Exit = 0
	silent := load(t, "poll")
	silent.Lanes[0].Role = trace.Peer
	for want, tr := range map[string]trace.Trace{
		`trace 2 ("ppoll, then recvmsg, on UDP"): `: broken,
		"before it begins":                          broken,
		"no event of the program can be drawn":      silent,
		`says it is of the model ""`:                load(t, "cell"),
	} {
		if _, err := figure.Draw("summary", figure.Input{Traces: []trace.Trace{load(t, "blocking"), tr}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it reports %v, want %q", err, want)
		}
	}
}

var numberWithUnit = regexp.MustCompile(`[0-9][0-9.,]*[0-9]*( (ns|µs|ms|s|rounds|轮)\b| 轮)?`)

// The numbers of the text alternative are those of the table.
func TestSummarySaysTheSame(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		f := summaryOf(t, lang, append(slices.Clone(five), "posix-aio", "aio-buffered", "interrupted")[:7]...)
		table := ""
		for _, r := range f.Data {
			table += strings.Join(r, "\n") + "\n"
		}
		asked := strings.NewReplacer("85,835", "", "1 to 4", "1 4", "1–4", "1 4") // the answers in vain are the row's 85,833 and the two beside them
		found := numberWithUnit.FindAllString(asked.Replace(f.Alt), -1)
		if len(found) < 40 {
			t.Errorf("%s: only %d numbers: %q", lang, len(found), found)
		}
		for _, n := range found {
			if !strings.Contains(table, strings.TrimRight(n, ".,")) {
				t.Errorf("%s: the text says %q and the table does not", lang, n)
			}
		}
	}
}

// The page holds both forms, with ids of their own, in the language of the words.
func TestSummarySVG(t *testing.T) {
	for lang, want := range map[string]string{"": `lang="en"`, "zh": `lang="zh-Hans"`} {
		f := summaryOf(t, lang, five...)
		f.Alt = "what the author says"
		svg := f.SVG("p1", 10, 11, 12, 13, 14)
		for text, n := range map[string]int{
			"<svg ": 2, want: 2, `class="figure summary wide broad"`: 1, `class="figure summary narrow"`: 1, "what the author says": 1, `aria-describedby="p1-desc"`: 2, `data-event="14.0.3"`: 2,
			" style=": 0, "italic": 0,
		} {
			if got := bytes.Count(svg, []byte(text)); got != n {
				t.Errorf("%q: %q is there %d times, want %d", lang, text, got, n)
			}
		}
		ids := map[string]bool{}
		for _, m := range idAttr.FindAllSubmatch(svg, -1) {
			if ids[string(m[1])] {
				t.Errorf("the id %s is there twice", m[1])
			}
			ids[string(m[1])] = true
		}
	}
	if !strings.Contains(figure.CSS(), ".figure[lang|=zh]{font-family:'Noto Sans SC'") {
		t.Error("no Chinese font is asked for")
	}
}

// Only what asks for a signal is said to.
func TestSummaryRegisters(t *testing.T) {
	for flags, want := range map[string]string{"O_RDWR|O_NONBLOCK": "check ✗", "O_RDWR|O_ASYNC": "register fcntl × 2; check ✗"} {
		tr := load(t, "nonblocking")
		head := []trace.Event{
			{Name: "fcntl", Args: []trace.Arg{{Raw: 3, Text: "3"}, {Text: "F_GETFL"}, {Text: "0"}}, Enter: 90000, Exit: 91000},
			{Name: "fcntl", Seq: 1, Args: []trace.Arg{{Raw: 3, Text: "3"}, {Text: "F_SETFL"}, {Text: flags}}, Enter: 92000, Exit: 93000},
		}
		for i := range tr.Events {
			if tr.Events[i].Lane == 0 {
				tr.Events[i].Seq += 2
			}
		}
		tr.Events = append(head, tr.Events...)
		f := drawn(t, "summary", figure.Input{Traces: []trace.Trace{tr}})
		if got := row(t, f, "wait for data")[0]; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", flags, got, want)
		}
	}
}
