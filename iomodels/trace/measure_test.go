package trace_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

func TestQuantities(t *testing.T) {
	all := stored(t)
	b := all["blocking"]
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"Wall", b.Wall(), 50916 * time.Microsecond},
		{"CPU", b.CPU(), 95100 * time.Nanosecond},
		{"Asleep", b.Asleep(), 50800 * time.Microsecond},
		{"Switches", b.Switches(), int64(1)},
		{"Arrival", b.Arrival(), trace.Time(50902000)},
		{"Count", b.Count("recvmsg"), 1},
		{"Count of another lane's call", b.Count("sendto"), 0},
		{"calls of the program", len(b.Calls()), 1},
		{"calls of the sender", len(b.Calls("sender")), 1},
		{"events on the watcher", len(b.On("watcher")), 1},
		{"Find on another lane", b.Find("sendto").Ret, int64(100)},
		{"a spin's calls", all["nonblocking"].Count("recvmsg"), 85836},
		{"a spin's EAGAINs", all["nonblocking"].CountErrno("recvmsg", "EAGAIN"), 85835},
		{"a spin's switches", all["nonblocking"].Switches(), int64(0)},
		{"a spin's sleep", all["nonblocking"].Asleep(), time.Duration(0)},
		{"work", all["io_uring"].WorkDone(), int64(17702113)},
		{"interrupted calls are not counted", all["recvfrom"].Count("recvfrom"), 1},
		{"Wall of a cell's calls, read to read", all["cell"].Wall(), 9800 * time.Nanosecond},
		{"Wall from request to completion", all["io_uring"].Wall(), 51143500 * time.Nanosecond},
		{"Wall from registration", all["signal"].Wall(), 50789 * time.Microsecond},
		{"Asleep without a split", all["recvfrom"].Asleep(), (12041 + 38831 - 81) * time.Microsecond},
	} {
		if tt.got != tt.want {
			t.Errorf("%s = %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

// The sleep of a loop that asks is bounded by its longest calls, as many as slept.
func TestSpinThatSleptOnce(t *testing.T) {
	tr := stored(t)["nonblocking"]
	tr.Events = slices.Clone(tr.Events)
	at := slices.IndexFunc(tr.Events, func(e trace.Event) bool { return e.Run != nil })
	u := *tr.Events[at].Usage
	for n, want := range map[int64]time.Duration{0: 0, 1: 4012 * time.Microsecond, 3: 3 * 4012 * time.Microsecond, 500: 43200 * time.Microsecond} {
		u.Nvcsw = n
		tr.Events[at].Usage = &u
		if got := tr.Asleep(); got != want {
			t.Errorf("%d switches: asleep %s, want %s", n, got, want)
		}
	}
}

// What was not measured panics with the sentence that Reason gives, and is never zero.
func TestNotMeasured(t *testing.T) {
	all := stored(t)
	level2 := all["blocking"]
	level2.Events = append([]trace.Event(nil), level2.Events...)
	level2.Events[0].Usage = &trace.Usage{CPU: 5}
	level2.Lanes = append([]trace.Lane(nil), level2.Lanes...)
	level2.Lanes[0].Level = 2
	for _, tt := range []struct {
		tr             trace.Trace
		quantity, want string
		call           func(trace.Trace)
	}{
		{all["cell"], "CPU", "CPU not measured: read (cell, event 1) was recorded at level 1", func(t trace.Trace) { t.CPU() }},
		{level2, "Switches", "Switches not measured: recvmsg (receiver, event 0) was recorded at level 2", func(t trace.Trace) { t.Switches() }},
		{level2, "Asleep", "Asleep not measured: recvmsg (receiver, event 0) was recorded at level 2", func(t trace.Trace) { t.Asleep() }},
		{all["cell"], "Arrival", "Arrival not measured: a pipe has no kernel stamp", func(t trace.Trace) { t.Arrival() }},
		{all["blocking"], "WorkDone", "WorkDone not measured: the program counted no work of its own", func(t trace.Trace) { t.WorkDone() }},
		{trace.Trace{}, "Wall", "Wall not measured: no system call of the program is in the trace", func(t trace.Trace) { t.Wall() }},
		{trace.Trace{}, "CPU", "CPU not measured: no system call of the program is in the trace", func(t trace.Trace) { t.CPU() }},
	} {
		if tt.tr.Has(tt.quantity) {
			t.Errorf("Has(%q) is true; want: %s", tt.quantity, tt.want)
		}
		if got := tt.tr.Reason(tt.quantity); got != tt.want {
			t.Errorf("Reason(%q) = %q, want %q", tt.quantity, got, tt.want)
		}
		if got := panicOf(func() { tt.call(tt.tr) }); got != tt.want {
			t.Errorf("%s panics with %q, want %q", tt.quantity, got, tt.want)
		}
	}
	if !level2.Has("CPU") || level2.Reason("CPU") != "" {
		t.Errorf("CPU was measured at level 2, Reason is %q", level2.Reason("CPU"))
	}
	if got := panicOf(func() { level2.Has("Cpu") }); !strings.Contains(got, `no quantity "Cpu"`) {
		t.Errorf("an unknown quantity panics with %q", got)
	}
}

// panicOf returns what f panics with, "" when it does not.
func panicOf(f func()) (msg string) {
	defer func() {
		if r := recover(); r != nil {
			msg = r.(string)
		}
	}()
	f()
	return ""
}

func TestInOrder(t *testing.T) {
	all := stored(t)
	for _, tt := range []struct {
		trace  string
		points []string
		want   bool
	}{
		{"blocking", []string{"recvmsg enter", "sendto enter", "arrival", "recvmsg exit"}, true},
		{"blocking", []string{"recvmsg enter", "sendto enter", "arrival", "sendto exit"}, true},
		{"blocking", []string{"sendto enter", "recvmsg enter"}, false},
		{"poll", []string{"ppoll enter", "sendto enter", "ppoll exit", "recvmsg enter", "recvmsg exit"}, true},
		{"io_uring", []string{"SQE", "io_uring_enter exit", "write enter", "CQE"}, true},
		{"io_uring", []string{"CQE", "write enter"}, false},
		{"aio-socket", []string{"io_submit exit", "sendto enter"}, false},
		{"aio-socket", []string{"sendto enter", "io_submit exit", "CQE"}, true},
		{"nonblocking", []string{"recvmsg#1 exit", "sendto enter", "recvmsg exit"}, true},
		{"recvfrom", []string{"recvfrom#1 exit", "recvfrom#2 enter", "sendto enter", "recvfrom exit"}, true},
		{"signal", []string{"sendto enter", "SIGIO", "recvmsg enter"}, true},
	} {
		if got := all[tt.trace].InOrder(tt.points...); got != tt.want {
			t.Errorf("%s: InOrder(%q) = %v", tt.trace, tt.points, got)
		}
	}
	for point, want := range map[string]string{
		"read enter":          `the trace has no point "read enter"; its events are recvmsg, sendto`,
		"recvmsg":             `a call has two ends, write "recvmsg enter" or "recvmsg exit"`,
		"recvmsg#0 exit":      "a number from 1",
		"recvmsg#99999 enter": "there are only 85836",
		"recvmsg#100 exit":    "it lies in a run of 85819 like calls",
	} {
		if got := panicOf(func() { all["nonblocking"].InOrder(point) }); !strings.Contains(got, want) {
			t.Errorf("point %q panics with %q, want %q", point, got, want)
		}
	}
}

func TestSeen(t *testing.T) {
	tr := trace.Trace{Lanes: []trace.Lane{{Name: "a"}, {Name: "watcher", Role: trace.Witness}}, Events: []trace.Event{
		{Kind: trace.Probe, Lane: 1, Name: "threads", NR: -1, Ret: 7, Note: "7 threads"},
		{Kind: trace.Syscall, Name: "threads", Ret: 9},
		{Kind: trace.Probe, Name: "threads", NR: -1, Ret: 0},
	}}
	if got := tr.Seen("threads"); len(got) != 2 || got[0] != 7 || got[1] != 0 {
		t.Errorf("seen %d, want 7 and 0", got)
	}
	if got := tr.Seen("goroutines"); got != nil {
		t.Errorf("seen %d of what was not looked at", got)
	}
}

// Of a traced process the switches are not known, and what rests on them neither; the
// rest is.
func TestTraced(t *testing.T) {
	usage := trace.Usage{CPU: 5, Rusage: true, Nvcsw: trace.Unknown, Nivcsw: trace.Unknown, Inblock: 8}
	call := trace.Event{Name: "read", NR: 0, Ret: 1, Enter: 10, Exit: 30, Usage: &usage,
		Args: []trace.Arg{{Raw: 3, Text: "3"}}, Why: []string{"rusage: this process is being traced"}}
	tr := trace.Trace{Lanes: []trace.Lane{{Name: "a", TID: 1, Level: 3}}}
	for i := range 100 {
		e := call
		e.Seq, e.Enter, e.Exit = i, e.Enter+trace.Time(i)*100, e.Exit+trace.Time(i)*100
		tr.Events = append(tr.Events, e)
	}
	for name, tr := range map[string]trace.Trace{"whole": tr, "collapsed": trace.Collapse(tr)} {
		if err := tr.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if tr.Switches() != trace.Unknown || tr.Asleep() != trace.Unknown || tr.CPU() != 500 {
			t.Errorf("%s: %d switches, asleep %d, CPU %d, want unknown twice and 500", name, tr.Switches(), tr.Asleep(), tr.CPU())
		}
		if tr.Has("Switches") || tr.Has("Asleep") || !strings.Contains(tr.Reason("Switches"), "being traced") {
			t.Errorf("%s: it has them, or says %q", name, tr.Reason("Switches"))
		}
		again, err := trace.ParseText(tr.Text())
		if err != nil || !bytes.Equal(again.Text(), tr.Text()) {
			t.Errorf("%s: the text changes: %v", name, err)
		}
	}
	if got := trace.Collapse(tr).Events[8].Usage; got.Nvcsw != trace.Unknown || got.Inblock != 84*8 {
		t.Errorf("the usage of a run is %+v", got)
	}
}
