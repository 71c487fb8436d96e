//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	catalog["SignalOnTCP"] = entry{run: scenario(SignalOnTCP), transports: []Transport{TCP}, facts: facts(
		tells("connects", []int{2}, []int{2}), // POLL_OUT, of either connection
		tells("writes", nil),
		tells("peer sends", []int{1}), // POLL_IN
		tells("peer ends", []int{1}),
		tells("peer resets", []int{4}), // POLL_ERR
		fact{claim: "each signal says of which descriptor", holds: func(t trace.Trace) bool {
			fd := int(asked(t).Args[0].Raw)
			return !slices.ContainsFunc(signalsSeen(t), func(s trace.Sig) bool { return s.FD != fd || s.Signo != int(realtime) })
		}},
		callsOf("read", 3), errnos("read", "ECONNRESET", 1), errnos("read", "EAGAIN", 0),
		inSequence("peer sends", "read#1 enter", "peer ends", "read#2 enter", "peer resets", "read#3 enter"),
		fact{claim: "read brought the data, then the end of the stream", holds: func(t trace.Trace) bool {
			reads := named(t, "read")
			return reads[0].Ret == int64(t.Payload) && reads[1].Ret == 0
		}},
		fact{claim: "what was written was acknowledged when nothing was told of it", holds: func(t trace.Trace) bool {
			return slices.Equal(notes(t, "SIOCOUTQ"), []string{"0 bytes that the peer has not acknowledged"})
		}},
		fact{claim: "connect did not wait", holds: func(t trace.Trace) bool {
			return !slices.ContainsFunc(named(t, "connect"), func(e trace.Event) bool { return e.Errno.Num != 0 && e.Errno.Name != "EINPROGRESS" })
		}},
	)}
	catalog["SignalOnFile"] = entry{run: file(SignalOnFile), facts: facts(
		onlyCalls("openat", "fadvise64", "fcntl", "pread64", "close"), callsOf("fcntl", 4), returned("pread64", 1<<20),
		fact{claim: "O_ASYNC was asked for, granted and not kept; O_NONBLOCK was kept", holds: func(t trace.Trace) bool {
			calls := named(t, "fcntl")
			set, get := calls[2], calls[3]
			return strings.Contains(set.Args[2].Text, "O_ASYNC") && set.Ret == 0 && get.Args[1].Text == "F_GETFL" &&
				get.Ret&unix.O_ASYNC == 0 && get.Ret&unix.O_NONBLOCK != 0
		}},
		fact{claim: "no signal came", holds: func(t trace.Trace) bool { return len(signalsSeen(t)) == 0 }},
		fact{claim: "pread64 said no EAGAIN and read from the device", switches: true, holds: func(t trace.Trace) bool {
			e := t.Find("pread64")
			return t.CountErrno("pread64", "EAGAIN") == 0 && e.Usage.Inblock > 0
		}},
	)}
	catalog["SignalDefault"] = entry{run: scenario(SignalDefault), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		return append(s.onNews(name), onlyCalls("fcntl", "wait4", name), callsOf("wait4", 1), callsOf(name, 1), sleptIn("wait4"),
			inSequence("fcntl#3 exit", "wait4 enter", s.sends()+" enter", "wait4 exit", "buffer", "SIOCINQ", name+" enter"),
			fact{claim: "SIGIO killed the other process, which was the descriptor's owner", holds: func(t trace.Trace) bool {
				own, wait := named(t, "fcntl")[0], t.Find("wait4")
				return own.Args[1].Text == "F_SETOWN" && own.Args[2].Raw == uint64(wait.Ret) && wait.Args[1].Text == "[killed by SIGIO]"
			}},
			fact{claim: "the program itself saw no signal", holds: func(t trace.Trace) bool { return len(signalsSeen(t)) == 0 }},
		)
	}}
	mutants = append(mutants,
		mutant{"a datagram for a connection", "SignalOnTCP", "SignalDrivenRealtime"},
		mutant{"a file that is read without asking for signals", "SignalOnFile", "BlockingFileCold"},
		mutant{"a socket, which keeps O_ASYNC", "SignalOnFile", "SignalDriven"},
		mutant{"a process that handles SIGIO", "SignalDefault", "SignalDriven"},
		mutant{"a process that is not told of data", "SignalDefault", "Blocking"},
	)
}

// named returns the program's calls of that name, in order.
func named(t trace.Trace, name string) (calls []trace.Event) {
	for _, e := range t.Calls() {
		if e.Name == name {
			calls = append(calls, e)
		}
	}
	return calls
}

// tells says which signals followed the marks of that name until the next mark of any
// name: for each mark their codes, once or more each.
func tells(what string, want ...[]int) fact {
	if want == nil {
		want = [][]int{nil}
	}
	return fact{claim: fmt.Sprintf("after %q the codes of the signals were %v", what, want), holds: func(t trace.Trace) bool {
		var got [][]int
		within := false
		for _, e := range t.On("program") {
			switch {
			case e.Kind == trace.Mark:
				if within = e.Name == what; within {
					got = append(got, nil)
				}
			case e.Kind == trace.Signal && within:
				got[len(got)-1] = append(got[len(got)-1], e.Sig.Code)
			}
		}
		return slices.EqualFunc(got, want, func(got, want []int) bool { return slices.Equal(slices.Compact(got), want) })
	}}
}

// What SignalOnTCP tells of is a TCP connection, and nothing else.
func TestSignalOnTCPRefuses(t *testing.T) {
	for _, transport := range []Transport{UDP, Unix, Pipe} {
		if _, err := SignalOnTCP(Scenario{Transport: transport}); err == nil {
			t.Errorf("%s was accepted", transport)
		}
	}
}

// A run in which somebody fails ends, and leaves no child.
func TestSleeperEnds(t *testing.T) {
	child, err := startSleeper()
	if err != nil {
		t.Skip(err)
	}
	if err := child.end(); err != nil {
		t.Error(err)
	}
	var status unix.WaitStatus
	if _, err := unix.Wait4(child.pid, &status, unix.WNOHANG, nil); err != unix.ECHILD {
		t.Errorf("the child is still there: %v", err)
	}
}
