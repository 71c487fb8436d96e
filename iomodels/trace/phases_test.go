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
		"aio-direct":   {"io_submit submit 51.1 µs (the thread did not sleep)", "loop own work 733 µs", "io_getevents in the call 900 ns (the thread did not sleep)", "IOCB_CMD_PREAD in flight 786 µs (O_DIRECT: the device writes to the program's buffer, there is no copy)"},
		"aio-buffered": {"io_submit off the processor ≤ 648 µs", "io_submit copy ≤ 402 µs", "io_getevents in the call 900 ns (the thread did not sleep)"},
		"recvfrom":     {"recvfrom wait for data 12.0 ms", "recvfrom in the call 38.8 ms (recvfrom carries no kernel stamp)"},
		"pread-cold":   {"pread64 off the processor ≤ 959 µs", "pread64 copy ≤ 452 µs", "pread64 copy ≤ 183 µs"},
		"backpressure": {"write wait for room ≤ 4.24 ms", "write copy ≤ 202 µs"},
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

// A wait for nothing but room is one, by poll and by select; a wait for data or for
// either is a wait for data.
func TestWaitForRoom(t *testing.T) {
	for call, room := range map[string]bool{
		"ppoll([{9 <tcp> POLLOUT → POLLOUT}], 1, NULL, NULL, 0)":       true,
		"ppoll([{9 <tcp> POLLIN|POLLOUT → POLLIN}], 1, NULL, NULL, 0)": false,
		"ppoll([{9 <tcp> POLLIN → POLLIN}], 1, NULL, NULL, 0)":         false,
		"pselect6(10, NULL, {9 <tcp>} → {9 <tcp>}, NULL, NULL, NULL)":  true,
		"pselect6(10, {9 <tcp>} → {9 <tcp>}, NULL, NULL, NULL, NULL)":  false,
	} {
		name, _, _ := strings.Cut(call, "(")
		tr, err := trace.ParseText([]byte("nbrun trace 1\nlane \"program\" app tid 7 level 3\ncall " + name + " 1\n\n" +
			"7 program.0 0.001000000 " + call + " = 1 <0.004000000> {cpu=10µs vcsw=1}\n"))
		if err != nil {
			t.Fatal(err)
		}
		if ps := tr.Phases(); len(ps) != 1 || (ps[0].Name == trace.PhaseRoom) != room {
			t.Errorf("%s: phases %+v, want a wait for room: %v", call, ps, room)
		}
	}
}

// A write that slept on a file waited for no peer, and one that was interrupted took
// nothing.
func TestSendsThatSlept(t *testing.T) {
	for call, want := range map[string]string{
		`write(9 <tcp>, "x", 1) = 1`:                            "wait for room, copy",
		`write(9 <pipe to 8>, "x", 1) = -1 EINTR (interrupted)`: "wait for room",
		`write(9 </tmp/file>, "x", 1) = 1`:                      "",
		`sendto(9 <unix pair of 8>, "x", 1, 0, NULL, 0) = 1`:    "wait for room, copy",
	} {
		name, _, _ := strings.Cut(call, "(")
		tr, err := trace.ParseText([]byte("nbrun trace 1\nlane \"program\" app tid 7 level 3\ncall " + name + " 1\nerrno EINTR 4\n\n" +
			"7 program.0 0.001000000 " + call + " <0.004000000> {cpu=10µs vcsw=1}\n"))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, p := range tr.Phases() {
			names = append(names, string(p.Name))
		}
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%s: phases %q, want %q", call, got, want)
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

// A call that does not wait for data, and whose thread slept nevertheless, did not
// sleep for data; nor did the many that a Run stands for, in which it slept once.
func TestSleepsOfCallsThatDoNotWait(t *testing.T) {
	for lines, want := range map[string]phaseOf{
		"recvmsg(3 <udp>, 0, MSG_DONTWAIT) = -1 EAGAIN (again) <0.004000000> {cpu=10µs vcsw=1}\n":                                  {trace.PhaseSleep, 0},
		"fcntl(3 <udp>, F_SETFL, O_NONBLOCK) = 0 <0>\n" + "recvmsg(3 <udp>, 0, 0) = -1 EAGAIN (again) <0.004> {cpu=10µs vcsw=1}\n": {trace.PhaseSleep, 1},
		"fcntl(3 <udp>, F_SETFL, O_RDWR) = 0 <0>\n" + "recvmsg(3 <udp>, 0, 0) = -1 EAGAIN (again) <0.004> {cpu=10µs vcsw=1}\n":     {trace.PhaseWait, 1},
		"recvmsg(3 <udp>, 0, 0) = -1 EAGAIN (again) <0.004> {cpu=10µs vcsw=1}\n":                                                   {trace.PhaseWait, 0},
		"recvmsg(3 <udp>, 0, 0) = -1 EAGAIN (again) <0.004> {cpu=10µs vcsw=1 run=100/10ns/11ns/12ns/1µs}\n":                        {trace.PhaseSpin, 0},
		"recvmsg(3 <udp>, 0, 0) = -1 EAGAIN (again) <0.004> {cpu=10µs vcsw=100 run=100/10ns/11ns/12ns/1µs}\n":                      {trace.PhaseWait, 0},
	} {
		text := "nbrun trace 1\nlane \"program\" app tid 7 level 3\ncall recvmsg 47\ncall fcntl 72\nerrno EAGAIN 11\n\n"
		for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
			line = strings.ReplaceAll(strings.ReplaceAll(line, "<0>", "<0.000000001>"), "<0.004>", "<0.004000000>")
			text += fmt.Sprintf("7 program.%d 0.00%d000000 %s\n", i, i+1, line)
		}
		tr, err := trace.ParseText([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if ps := tr.Phases(); len(ps) != 1 || ps[0].Name != want.name || ps[0].Event != want.event {
			t.Errorf("%s: phases %+v, want %s", lines, ps, want.name)
		}
	}
}

// phaseOf is a phase's name and the index of its event.
type phaseOf struct {
	name  trace.PhaseName
	event int
}
