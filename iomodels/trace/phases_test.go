package trace_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

func TestPhases(t *testing.T) {
	want := map[string][]string{
		"blocking": {"recvmsg wait for data 50.8 ms", "recvmsg deliver, wake, copy ≤ 116 µs"},
		"poll":     {"ppoll wait for data 50.6 ms", "ppoll deliver, wake ≤ 91.2 µs", "recvmsg kept in the kernel's buffer 94.1 µs", "recvmsg copy ≤ 6.90 µs"},
		"signal":   {"loop own work 50.8 ms", "recvmsg kept in the kernel's buffer 155 µs", "recvmsg copy ≤ 9.10 µs"},
		"io_uring": {"io_uring_enter submit 9.80 µs (the thread did not sleep)", "loop own work 51.1 ms", "IORING_OP_RECVMSG wait for data 51.0 ms", "IORING_OP_RECVMSG in the socket, not yet copied 99.3 µs", "IORING_OP_RECVMSG until seen (copy in it) ≤ 100 ns"},
		"io_uring-defer": {
			"io_uring_enter submit 7.61 µs (the thread did not sleep)", "own work own work 50.6 ms",
			"IORING_OP_RECVMSG wait for data 50.6 ms", "IORING_OP_RECVMSG in the socket, not yet copied 124 µs", "IORING_OP_RECVMSG copy ≤ 15.8 µs",
			"io_uring_enter in the call 9.57 µs (the thread did not sleep)",
		},
		"aio-socket":   {"io_submit in the call 50.4 ms (the thread slept, and no kernel stamp lies in the call)", "io_getevents in the call 900 ns (the thread did not sleep)"},
		"aio-direct":   {"io_submit submit 51.1 µs (the thread did not sleep)", "loop own work 733 µs", "io_getevents in the call 900 ns (the thread did not sleep)", "IOCB_CMD_PREAD in flight 786 µs (a file's data carry no kernel stamp)"},
		"aio-buffered": {"io_submit off the processor ≤ 648 µs", "io_submit copy ≤ 402 µs", "io_getevents in the call 900 ns (the thread did not sleep)"},
		"recvfrom":     {"recvfrom wait for data 12.0 ms", "recvfrom in the call 38.8 ms (recvfrom carries no kernel stamp)"},
		"pread-cold":   {"pread64 off the processor ≤ 959 µs", "pread64 copy ≤ 452 µs", "pread64 copy ≤ 183 µs"},
		"cell":         {"read in the call 600 ns (whether the thread slept was not measured)", "read in the call 800 ns (a pipe has no kernel stamp)"},
	}
	for name, tr := range stored(t) {
		if want[name] == nil {
			continue
		}
		var got []string
		for _, p := range tr.Phases() {
			s := fmt.Sprintf("%s %s ", tr.Events[p.Event].Name, p.Name)
			if p.AtMost {
				s += "≤ " + trace.FormatDuration(p.Bound())
			} else {
				s += trace.FormatDuration(p.Length())
			}
			if p.Why != "" {
				s += " (" + p.Why + ")"
			}
			got = append(got, s)
		}
		if !slices.Equal(got, want[name]) {
			t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want[name], "\n     "))
		}
	}
}

// The phases of a call add up to its duration, but for the time before it.
func TestPhasesAddUp(t *testing.T) {
	for name, tr := range stored(t) {
		sums := map[int]time.Duration{}
		for _, p := range tr.Phases() {
			if p.Length() < 0 {
				t.Errorf("%s: %s of %s lasts %s", name, p.Name, tr.Events[p.Event].Name, p.Length())
			}
			if (p.Source == "") == (p.Why == "") && p.Name != trace.PhaseSubmit {
				t.Errorf("%s: %s of %s rests on %q and has the reason %q; want one of them", name, p.Name, tr.Events[p.Event].Name, p.Source, p.Why)
			}
			if p.Name != trace.PhaseBuffered && tr.Events[p.Event].Kind == trace.Syscall {
				sums[p.Event] += p.Length()
			}
		}
		for i, sum := range sums {
			if e := tr.Events[i]; sum != e.Duration() {
				t.Errorf("%s: phases of %s add up to %s, it took %s", name, e.Name, sum, e.Duration())
			}
		}
	}
}

// The same data give the same phases whether or not the recording was collapsed.
func TestSpinSurvivesCollapse(t *testing.T) {
	tr := spinTrace(1000)
	before, after := tr.CPU(), trace.Collapse(tr).CPU()
	if before != after {
		t.Errorf("CPU is %s, and %s once collapsed", before, after)
	}
	if got, want := trace.Collapse(tr).Count("recvmsg"), tr.Count("recvmsg"); got != want {
		t.Errorf("%d calls once collapsed, want %d", got, want)
	}
}
