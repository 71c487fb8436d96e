//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	catalog["NonBlocking"] = entry{run: scenario(NonBlocking), transports: Transports, facts: func(s setting) []fact {
		return append(s.asksInVain(), onlyCalls("fcntl", s.receives()), callsOf("fcntl", 2), setsNonBlocking(s.receives()))
	}}
	catalog["NonBlockingPause"] = entry{
		run:        func(s setting) (trace.Trace, error) { return NonBlockingPause(s.Scenario, time.Millisecond) },
		transports: Transports,
		facts: func(s setting) []fact {
			return append(s.asksInVain(), onlyCalls("fcntl", s.receives(), "nanosleep"), setsNonBlocking(s.receives()),
				fact{claim: "a pause after each EAGAIN", holds: func(t trace.Trace) bool {
					return t.Count("nanosleep") == t.CountErrno(s.receives(), "EAGAIN")
				}},
				// Not in each: the time may be up while the thread still waits for its turn.
				fact{claim: "the thread slept in its pauses", switches: true, holds: func(t trace.Trace) bool {
					return slept(t, "nanosleep") > 0
				}})
		},
	}
	catalog["NonBlockingDontWait"] = entry{run: scenario(NonBlockingDontWait), transports: sockets, facts: func(s setting) []fact {
		return append(s.asksInVain(), onlyCalls("recvmsg"), fact{claim: "each call has MSG_DONTWAIT", holds: func(t trace.Trace) bool {
			return !slices.ContainsFunc(t.Calls(), func(e trace.Event) bool { return e.Args[2].Text != "MSG_DONTWAIT" })
		}})
	}}
	catalog["NonBlockingShared"] = entry{run: scenario(NonBlockingShared), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		on, off := "O_NONBLOCK seen through the original: true", "O_NONBLOCK seen through the original: false"
		return []fact{
			callsOf(name, 2), errnos(name, "EAGAIN", 1),
			inSequence(on, name+"#1 enter", name+"#1 exit", off, name+"#2 enter", s.sends()+" enter", name+"#2 exit"),
			{claim: "the flag was set through another descriptor than it was seen by", holds: func(t trace.Trace) bool {
				return !slices.ContainsFunc(t.Calls(), func(e trace.Event) bool {
					return e.Name == "fcntl" && e.Args[1].Text == "F_SETFL" && e.Args[0].Raw == t.Find(name).Args[0].Raw
				})
			}},
			{claim: "the second call slept", switches: true, holds: func(t trace.Trace) bool { return called(t, name)[1].Usage.Nvcsw > 0 }},
		}
	}}
	mutants = append(mutants,
		mutant{"a blocking call for a non-blocking one", "NonBlocking", "Blocking"},
		mutant{"a pause for a spin", "NonBlocking", "NonBlockingPause"},
		mutant{"a spin for a pause", "NonBlockingPause", "NonBlocking"},
		mutant{"poll for a spin", "NonBlocking", "Poll"},
		mutant{"a receive timeout for O_NONBLOCK", "NonBlocking", "BlockingTimeout"},
		mutant{"MSG_DONTWAIT for O_NONBLOCK", "NonBlocking", "NonBlockingDontWait"},
		mutant{"O_NONBLOCK for MSG_DONTWAIT", "NonBlockingDontWait", "NonBlocking"},
		mutant{"a spin for a blocking call", "Blocking", "NonBlocking"},
		mutant{"O_NONBLOCK set on the descriptor itself", "NonBlockingShared", "NonBlocking"},
	)
}

// asksInVain are the facts of a receiver that asks until there are data: it is told
// EAGAIN, at least once before the sender sends, and the last call brings the data.
func (s setting) asksInVain() []fact {
	name := s.receives()
	all := []fact{
		{claim: "the first call said EAGAIN before the sender sent", holds: func(t trace.Trace) bool {
			return t.Find(name).Errno.Name == "EAGAIN" && t.InOrder(name+"#1 exit", s.sends()+" enter")
		}},
		{claim: "all calls but the last said EAGAIN, and that brought 100 bytes", holds: func(t trace.Trace) bool {
			calls := called(t, name)
			return t.CountErrno(name, "EAGAIN") == len(calls)-1 && calls[len(calls)-1].Ret == 100
		}},
		// Not none at all. A call that waits for nothing can be seen to sleep: on a
		// mutex that the writer of a pipe holds, or on its way out of the call, when
		// the Go scheduler has given its turn to another thread meanwhile.
		{claim: "nine in ten of the calls did not sleep", switches: true, holds: func(t trace.Trace) bool {
			return slept(t, name) <= max(1, t.Count(name)/10)
		}},
		workDone(false),
	}
	if s.Transport.unstamped() != "" {
		return append(all, fact{claim: "the call that brought the data brought no stamp and says why", holds: func(t trace.Trace) bool {
			calls := called(t, name)
			last := calls[len(calls)-1]
			return last.Stamp == nil && len(last.Why) > 0
		}})
	}
	return append(all, inSequence(s.sends()+" enter", "arrival", name+" exit"))
}

// setsNonBlocking says that O_NONBLOCK was set before the first receiving call, on the
// descriptor of the last.
func setsNonBlocking(receives string) fact {
	return fact{claim: "O_NONBLOCK is set before the first " + receives, holds: func(t trace.Trace) bool {
		calls := called(t, receives)
		fd := calls[len(calls)-1].Args[0].Raw
		return t.InOrder("fcntl#2 exit", receives+"#1 enter") && slices.ContainsFunc(called(t, "fcntl"), func(e trace.Event) bool {
			return e.Args[1].Text == "F_SETFL" && strings.Contains(e.Args[2].Text, "O_NONBLOCK") && e.Args[0].Raw == fd
		})
	}}
}

// slept counts the program's calls of that name in which the thread gave up the
// processor.
func slept(t trace.Trace, name string) (n int) {
	for _, e := range called(t, name) {
		if e.Usage.Nvcsw > 0 {
			n++
		}
	}
	return n
}

// The manual names two errors and lets them differ; on Linux they do not.
func TestAgainIsWouldBlock(t *testing.T) {
	if unix.EAGAIN != unix.EWOULDBLOCK {
		t.Errorf("EAGAIN is %d and EWOULDBLOCK %d, want one number", unix.EAGAIN, unix.EWOULDBLOCK)
	}
}

// A spin is stored as a handful of rows that stand for all.
func TestSpinCollapses(t *testing.T) {
	tr, err := NonBlocking(Scenario{Delay: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	short := trace.Collapse(tr)
	if err := short.Check(); err != nil {
		t.Error(err)
	}
	if got, want := short.CountErrno("recvmsg", "EAGAIN"), tr.CountErrno("recvmsg", "EAGAIN"); got != want {
		t.Errorf("%d times EAGAIN after collapsing, %d before", got, want)
	}
	if got := len(short.Calls()); got > 2+17+1 && len(tr.Calls()) > 100 {
		t.Errorf("%d rows are stored of %d calls, want the first and the last 8 and one for the rest", got, len(tr.Calls()))
	}
	if short.CPU() != tr.CPU() {
		t.Errorf("CPU %v after collapsing, %v before", short.CPU(), tr.CPU())
	}
	for _, broken := range broken([]fact{callsOf("recvmsg", tr.Count("recvmsg"))}, short) {
		t.Error(broken)
	}
}

// The processor is what a spin is paid with.
func TestSpinCostsTenfold(t *testing.T) {
	s := Scenario{Delay: 20 * time.Millisecond}
	for attempt := 1; ; attempt++ {
		spin, err := NonBlocking(s)
		if err != nil {
			t.Fatal(err)
		}
		poll, err := Poll(s)
		if err != nil {
			t.Fatal(err)
		}
		if spin.CPU() >= 10*poll.CPU() {
			return
		}
		if attempt == 3 {
			t.Fatalf("CPU of the spin %v, of poll %v, want 10 times as much, in one of 3 attempts", spin.CPU(), poll.CPU())
		}
	}
}

// Asking allocates nothing, so a spin gives the garbage collector no work.
func TestSpinAllocatesNothing(t *testing.T) {
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) {
		for _, transport := range Transports {
			p, err := newPair(lane, transport)
			if err != nil {
				t.Error(err)
				return
			}
			if err := lane.SetNonblock(p.receiver, true); err != nil {
				t.Error(err)
			}
			s := &stage{Scenario: Scenario{Transport: transport}, pair: p, control: make([]byte, controlSize)}
			data := make([]byte, 100)
			if n := testing.AllocsPerRun(100, func() { s.receive(lane, data, 0) }); n >= 1 {
				t.Errorf("%s: %v allocations a call, want less than one (a piece of the record now and then)", transport, n)
			}
			if err := p.close(lane); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestPauseRefused(t *testing.T) {
	for _, pause := range []time.Duration{0, -1} {
		if _, err := NonBlockingPause(quick, pause); err == nil {
			t.Error(fmt.Sprint("a pause of ", pause, " was accepted"))
		}
	}
	if _, err := NonBlockingDontWait(Scenario{Transport: Pipe}); err == nil {
		t.Error("MSG_DONTWAIT was accepted for a pipe")
	}
}
