//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	catalog["SignalCoalesced"] = entry{run: scenario(SignalCoalesced), transports: Transports, facts: func(s setting) []fact {
		return append(s.drained(several), onlyCalls("rt_sigprocmask", "fcntl", "rt_sigtimedwait", s.receives()), callsOf("rt_sigtimedwait", 2),
			signals(trace.Sig{Signo: int(unix.SIGIO), Code: 0x80}), // SI_KERNEL, and nothing of a descriptor
		)
	}}
	catalog["SignalQueued"] = entry{run: scenario(SignalQueued), transports: Transports, facts: func(s setting) []fact {
		return append(s.drained(several), onlyCalls("rt_sigprocmask", "fcntl", "rt_sigtimedwait", s.receives()),
			callsOf("rt_sigtimedwait", several+1), signalsOfData(several))
	}}
	catalog["SignalOverflow"] = entry{run: scenario(SignalOverflow), transports: Transports, facts: func(s setting) []fact {
		return append(s.drained(manySends), onlyCalls("rt_sigprocmask", "prlimit64", "fcntl", "rt_sigtimedwait", s.receives()),
			fact{claim: "one SIGIO stands for the signals that found no room", holds: func(t trace.Trace) bool {
				all := signalsSeen(t)
				return len(all) > 0 && len(all) <= 1+fewSignals && all[0] == trace.Sig{Signo: int(unix.SIGIO), Code: 0x80} &&
					!slices.ContainsFunc(all[1:], func(s trace.Sig) bool { return s.Signo != int(realtime) })
			}},
			fact{claim: "the limit was put back", holds: func(t trace.Trace) bool {
				var limits []string
				for _, e := range t.Calls() {
					if e.Name == "prlimit64" && e.Errno.Num == 0 {
						limits = append(limits, e.Args[2].Text, e.Args[3].Text)
					}
				}
				return len(limits) == 6 && limits[1] == limits[4] // what was read, and what was set last
			}},
		)
	}}
	mutants = append(mutants,
		mutant{"a real-time signal for SIGIO, which coalesces", "SignalCoalesced", "SignalQueued"},
		mutant{"SIGIO for a real-time signal, which is queued", "SignalQueued", "SignalCoalesced"},
		mutant{"a queue that is full", "SignalQueued", "SignalOverflow"},
		mutant{"a queue that has room", "SignalOverflow", "SignalQueued"},
		mutant{"one receive for a signal", "SignalCoalesced", "SignalDrivenRealtime"},
	)
}

// drained are the facts of a program that was sent to n times while it had the signals
// blocked, and then took signals and data until there were no more.
func (s setting) drained(n int) []fact {
	name := s.receives()
	return []fact{
		inSequence("rt_sigprocmask exit", "fcntl exit", s.sends()+"#1 enter", fmt.Sprintf("%s#%d exit", s.sends(), n),
			"rt_sigtimedwait#1 enter", name+"#1 enter", fmt.Sprintf("%s#%d exit", name, n)),
		callsOf(name, n+1), errnos(name, "EAGAIN", 1), errnos("rt_sigtimedwait", "EAGAIN", 1), workDone(true),
		{claim: "the program was at work when the first came", holds: func(t trace.Trace) bool {
			work := kind(t, "receiver", trace.Work)
			return len(work) == 1 && work[0].Enter < t.Find(s.sends()).Enter
		}},
		{claim: "the signals were asked for without waiting", holds: func(t trace.Trace) bool {
			return !slices.ContainsFunc(named(t, "rt_sigtimedwait"), func(e trace.Event) bool { return e.Args[2].Text != "{0s}" })
		}},
		{claim: "the descriptor does not block", holds: func(t trace.Trace) bool { return strings.Contains(asked(t).Args[2].Text, "O_NONBLOCK") }},
		{claim: "all data were there", holds: func(t trace.Trace) bool {
			bytes := 0
			for _, e := range t.Calls() {
				if e.Name == name && e.Errno.Num == 0 {
					bytes += int(e.Ret)
				}
			}
			return bytes == n*t.Payload
		}},
	}
}

// Where no signal may be queued, the models of real-time signals say so, and none waits
// for ever for one that was never sent.
func TestNoRoomForSignals(t *testing.T) {
	old := new(sys.Rlimit)
	if err := sys.Getrlimit(sys.RLIMIT_SIGPENDING, old); err != nil {
		t.Fatal(err)
	}
	if err := sys.Prlimit(0, sys.RLIMIT_SIGPENDING, &sys.Rlimit{Max: old.Max}, nil); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := sys.Prlimit(0, sys.RLIMIT_SIGPENDING, old, nil); err != nil {
			t.Error(err)
		}
	}()
	before := take(t)
	for name, model := range map[string]func(Scenario) (trace.Trace, error){
		"SignalDrivenRealtime": SignalDrivenRealtime, "SignalDrivenSignalfd": SignalDrivenSignalfd, "SignalQueued": SignalQueued, "SignalOnTCP": SignalOnTCP,
	} {
		_, err := model(Scenario{Delay: quick.Delay})
		if !errors.Is(err, ErrFewSignals) || !strings.Contains(err.Error(), "RLIMIT_SIGPENDING is 0") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want ErrFewSignals and the limit, in a line", name, err)
		}
	}
	before.same(t, nil)

	// A run that is given up ends, though no real-time signal can wake the thread.
	broken := errors.New("broken on purpose")
	_, err := perform(quick, play{receive: (*receiver).sleepForSignal, send: func(s *sender) error {
		if err := s.passGate(); err != nil {
			return err
		}
		return broken
	}})
	if !errors.Is(err, broken) {
		t.Errorf("the run ended with %v, want %v", err, broken)
	}
}

// What is sent several times must fit into the kernel's buffers.
func TestSignalsOfLargeMessages(t *testing.T) {
	for _, f := range []func(Scenario) (trace.Trace, error){SignalCoalesced, SignalQueued, SignalOverflow} {
		if _, err := f(Scenario{Size: smallMessage + 1}); err == nil || !strings.HasPrefix(err.Error(), "scenario: ") {
			t.Errorf("a large message: %v, want a refusal", err)
		}
		for _, transport := range Transports {
			if _, err := f(Scenario{Transport: transport, Size: smallMessage, Delay: quick.Delay}); err != nil {
				t.Errorf("%s: %v", transport, err)
			}
		}
	}
}
