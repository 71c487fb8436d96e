//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	catalog["SignalDriven"] = entry{run: scenario(SignalDriven), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		return append(s.onNews(name),
			onlyCalls("fcntl", name), callsOf("fcntl", 3), callsOf(name, 1),
			signals(trace.Sig{Signo: int(unix.SIGIO)}), workDone(true),
			inSequence("fcntl#3 exit", s.sends()+" enter", "SIGIO", "buffer", "SIOCINQ", name+" enter", "buffer#2"),
			fact{claim: "no call between the asking and the signal, but work", holds: func(t trace.Trace) bool {
				work := kind(t, "receiver", trace.Work)
				return len(work) == 1 && work[0].Enter >= t.Calls()[2].Exit && work[0].Exit <= t.Find("SIGIO").Enter
			}},
		)
	}}
	catalog["SignalDrivenRealtime"] = entry{run: scenario(SignalDrivenRealtime), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		return append(s.onNews(name),
			onlyCalls("rt_sigprocmask", "fcntl", "rt_sigtimedwait", name), callsOf("rt_sigtimedwait", 1), callsOf(name, 1),
			returned("rt_sigtimedwait", int64(realtime)), sleptIn("rt_sigtimedwait"), workDone(false), signalsOfData(1),
			inSequence("rt_sigprocmask exit", "fcntl exit", "rt_sigtimedwait enter", s.sends()+" enter", "rt_sigtimedwait exit",
				realtimeName, "buffer", "SIOCINQ", name+" enter", "buffer#2"),
		)
	}}
	catalog["SignalDrivenSignalfd"] = entry{run: scenario(SignalDrivenSignalfd), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		return append(s.onNews(name),
			onlyCalls("rt_sigprocmask", "signalfd4", "fcntl", "read", name, "close"), callsOf("rt_sigtimedwait", 0),
			fact{claim: "the thread slept in read of the signalfd", switches: true, holds: func(t trace.Trace) bool {
				return signalfdRead(t).Usage.Nvcsw >= 1
			}},
			fact{claim: "the signalfd was read once, and brought one signal", holds: func(t trace.Trace) bool {
				return signalfdRead(t).Ret == 128
			}},
			workDone(false), signalsOfData(1),
			inSequence("rt_sigprocmask exit", "signalfd4 enter", "fcntl exit", "read#1 enter", s.sends()+" enter", "read#1 exit",
				realtimeName, "buffer", "SIOCINQ", name+" exit", "buffer#2"),
		)
	}}
	mutants = append(mutants,
		mutant{"a real-time signal for SIGIO", "SignalDriven", "SignalDrivenRealtime"},
		mutant{"SIGIO for a real-time signal", "SignalDrivenRealtime", "SignalDriven"},
		mutant{"signalfd for rt_sigtimedwait", "SignalDrivenRealtime", "SignalDrivenSignalfd"},
		mutant{"rt_sigtimedwait for signalfd", "SignalDrivenSignalfd", "SignalDrivenRealtime"},
		mutant{"completion for SIGIO", "SignalDriven", "IOUring"},
		mutant{"poll for SIGIO", "SignalDriven", "Poll"},
		mutant{"poll for a real-time signal", "SignalDrivenRealtime", "Poll"},
		mutant{"epoll for a signalfd", "SignalDrivenSignalfd", "Epoll"},
		mutant{"a blocking call for SIGIO", "SignalDriven", "Blocking"},
		mutant{"SIGIO for a blocking call", "Blocking", "SignalDriven"},
		mutant{"SIGIO for a spin", "NonBlocking", "SignalDriven"},
		mutant{"SIGIO for a completion", "IOUring", "SignalDriven"},
		mutant{"a real-time signal for poll", "Poll", "SignalDrivenRealtime"},
	)
}

// onNews are the facts of a program that is told of data and then receives them by a
// call of its own: the data were in the kernel and the buffer was as before.
func (s setting) onNews(name string) []fact {
	all := []fact{
		bufferLooks("untouched", "holds the data"),
		fact{claim: "the data were in the kernel when the program was told", holds: func(t trace.Trace) bool {
			return slices.Equal(notes(t, "SIOCINQ"), []string{fmt.Sprintf("%d bytes in the %s", t.Payload, s.Transport.holder())})
		}},
		fact{claim: name + " brought the data", holds: func(t trace.Trace) bool { return dataCall(t, name).Ret == int64(t.Payload) }},
		fact{claim: "the descriptor tells by signals and does not block", holds: func(t trace.Trace) bool {
			set := asked(t)
			return strings.Contains(set.Args[2].Text, "O_ASYNC") && strings.Contains(set.Args[2].Text, "O_NONBLOCK") &&
				set.Args[0].Raw == dataCall(t, name).Args[0].Raw
		}},
	}
	if s.Transport.unstamped() != "" {
		return append(all, fact{claim: name + " brings no stamp and says why", holds: func(t trace.Trace) bool {
			e := dataCall(t, name)
			return e.Stamp == nil && len(e.Why) > 0
		}})
	}
	return append(all, stampedWithinSend(name), inSequence("fcntl exit", "arrival", name+" enter"))
}

// asked is the last fcntl of the program, which switched O_ASYNC on.
func asked(t trace.Trace) (last trace.Event) {
	for _, e := range t.Calls() {
		if e.Name == "fcntl" {
			last = e
		}
	}
	return last
}

// dataCall is the last call of that name: a read of a signalfd may come before.
func dataCall(t trace.Trace, name string) (last trace.Event) {
	for _, e := range t.Calls() {
		if e.Name == name {
			last = e
		}
	}
	return last
}

// signalfdRead is the call that read the signalfd; it panics unless there is just one.
func signalfdRead(t trace.Trace) trace.Event {
	var reads []trace.Event
	for _, e := range t.Calls() {
		if e.Name == "read" && e.Errno.Num == 0 && strings.HasSuffix(e.Args[0].Text, " <signalfd>") {
			reads = append(reads, e)
		}
	}
	if len(reads) != 1 {
		panic(fmt.Sprintf("%d reads of a signalfd", len(reads)))
	}
	return reads[0]
}

// signalsSeen returns what came with the signals that the program saw, in order.
func signalsSeen(t trace.Trace) (all []trace.Sig) {
	for _, e := range t.Events {
		if e.Kind == trace.Signal {
			all = append(all, *e.Sig)
		}
	}
	return all
}

// signals says which signals the program saw, and what it knew of each.
func signals(want ...trace.Sig) fact {
	return fact{claim: fmt.Sprintf("the program saw the signals %+v", want), holds: func(t trace.Trace) bool {
		return slices.Equal(signalsSeen(t), want)
	}}
}

// signalsOfData says that there were so many real-time signals, each of which told that
// the descriptor that was asked about has data to be read.
func signalsOfData(n int) fact {
	return fact{claim: fmt.Sprintf("%d signals tell of data, and of which descriptor", n), holds: func(t trace.Trace) bool {
		want := trace.Sig{Signo: int(realtime), Code: 1, Band: unix.POLLIN | 0x40, FD: int(asked(t).Args[0].Raw)} // POLL_IN, POLLRDNORM
		all := signalsSeen(t)
		return len(all) == n && !slices.ContainsFunc(all, func(s trace.Sig) bool { return s != want })
	}}
}

// A receiver that only a signal wakes ends with the run.
func TestSignalsAreWoken(t *testing.T) {
	broken := errors.New("broken on purpose")
	for name, f := range map[string]func(*receiver) error{
		"rt_sigtimedwait": (*receiver).sleepForSignal, "signalfd": (*receiver).readSignalfd,
	} {
		before := take(t)
		_, err := perform(quick, play{receive: f, send: func(s *sender) error {
			if err := s.passGate(); err != nil {
				return err
			}
			return broken
		}})
		if !errors.Is(err, broken) || errors.Is(err, errStopped) {
			t.Errorf("%s: the run ended with %v, want %v", name, err, broken)
		}
		before.same(t, nil)
	}
}

// The phases of a signal-driven program are its work, the time that the data lay in
// the kernel, and the copying within its own call; of one that sleeps for the signal,
// the wait is in that call.
func TestSignalPhases(t *testing.T) {
	for name, want := range map[string][]string{
		"SignalDriven":         {"own work: own work", "recvmsg: kept in the kernel's buffer", "recvmsg: copy"},
		"SignalDrivenRealtime": {"rt_sigtimedwait: wait for data", "rt_sigtimedwait: deliver, wake", "recvmsg: kept in the kernel's buffer", "recvmsg: copy"},
		"SignalDrivenSignalfd": {"read: wait for data", "read: deliver, wake", "recvmsg: kept in the kernel's buffer", "recvmsg: copy"},
	} {
		tr := runEntry(t, catalog[name], setting{Scenario: quick})
		var got []string
		for _, p := range tr.Phases() {
			got = append(got, fmt.Sprintf("%s: %s", tr.Events[p.Event].Name, p.Name))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: phases %q, want %q", name, got, want)
		}
	}
}
