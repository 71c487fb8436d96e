package trace_test

import (
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// Each breakage of a sound trace is reported by one sentence with lane, seq and name.
func TestCheckFinds(t *testing.T) {
	for _, tt := range []struct {
		trace string
		spoil func(*trace.Trace)
		want  string
	}{
		{"blocking", func(t *trace.Trace) { t.Events[0].Lane = 9 }, "recvmsg (lane 9, event 0): its lane is none of the 3"},
		{"blocking", func(t *trace.Trace) { t.Events[0], t.Events[1] = t.Events[1], t.Events[0] }, "recvmsg (receiver, event 0): it stands after thread state"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Exit = t.Events[0].Enter - 5 }, "recvmsg (receiver, event 0): it ends 5 ns before it begins"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Ret = -1 }, "returned -1 without an error number"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Errno = trace.Errno{4, "EINTR", "x"} }, "failed with EINTR and yet returned 100"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Stamp.At = t.Events[0].Exit + 1000 }, "recvmsg (receiver, event 0): its data are stamped 1.00 µs after it had them"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Stamp.At = t.Events[2].Enter - 10000 }, "its data are stamped 10.0 µs before sendto (sender, event 0) began to send"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Usage.Nvcsw = 0 }, "it waited 50.8 ms and used 95.1 µs of the processor without ever leaving it"},
		{"blocking", func(t *trace.Trace) { t.Events[0].NR = -1 }, "-1 is not the number of a syscall"},
		{"blocking", func(t *trace.Trace) { t.Events[1].NR = 5 }, "5 is not the number of a probe"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Name = "" }, "it has no name"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Ring = &trace.Ring{} }, "of which ring entry"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Usage.Rusage = false }, "counts of getrusage that were not measured"},
		{"blocking", func(t *trace.Trace) { t.Events[0].Kind = 77 }, "no such kind"},
		{"poll", func(t *trace.Trace) { t.Events[2].Seq = 7 }, "recvmsg (receiver, event 7): the event before it on its lane calls for seq 1"},
		{"poll", func(t *trace.Trace) { t.Events[0].Exit = t.Events[2].Enter + 50 }, "recvmsg (receiver, event 1): it begins 50 ns before ppoll (receiver, event 0) has ended"},
		{"io_uring", func(t *trace.Trace) { t.Events[4].Ring.UserData = 8 }, "no request with user data 8"},
		{"io_uring", func(t *trace.Trace) { t.Events[0].Ring = nil }, "of which ring entry"},
		{"io_uring", func(t *trace.Trace) { t.Events[0].Work = 3 }, "it claims 3 rounds of work"},
		{"nonblocking", func(t *trace.Trace) { t.Events[8].Run.Min = t.Events[8].Run.Max + 1 }, "the durations of its run cannot be"},
		{"nonblocking", func(t *trace.Trace) { t.Events[8].Run.Sum = 10 * time.Second; t.Events[8].Run.Max = time.Second }, "its run lasted 10.0 s in all"},
		{"nonblocking", func(t *trace.Trace) { t.Events[8].Run.Count-- }, "calls for seq 85826"},
		{"signal", func(t *trace.Trace) { t.Events[0].Sig = &trace.Sig{} }, "only a signal has siginfo"},
	} {
		tr := stored(t)[tt.trace]
		tt.spoil(&tr)
		err := tr.Check()
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Check reports\n%v\nwant %q", tt.trace, err, tt.want)
		}
	}
}

// A stamp after the sender's return is unusual and possible: a doubt, not an error.
func TestDeferredArrivalIsADoubt(t *testing.T) {
	tr := stored(t)["blocking"]
	tr.Events[2].Exit = tr.Events[0].Stamp.At - 1000
	if err := tr.Check(); err != nil {
		t.Error(err)
	}
	if d := tr.Doubts(); len(d) != 1 || !strings.Contains(d[0], "stamped 1.00 µs after sendto") {
		t.Errorf("Doubts() = %q", d)
	}
}

// A model's trace may be a window onto a lane that has recorded before.
func TestWindowBeginsAtAnySeq(t *testing.T) {
	tr := stored(t)["cell"]
	tr.Events = tr.Events[2:]
	if err := tr.Check(); err != nil {
		t.Error(err)
	}
}
