//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

func init() {
	catalog["IOUringRecv"] = entry{run: scenario(IOUringRecv), transports: sockets, facts: facts(
		inSequence("SQE", "io_uring_enter enter", "io_uring_enter exit", "sendto enter", "CQE"),
		callsOf("io_uring_enter", 1), nothingRead(), answered(100), workDone(true), noCallUntilSeen(),
		bufferLooks("untouched: 100 ", "holds the data: 100 "), requested("IORING_OP_RECV"),
	)}
	catalog["IOUringPolled"] = entry{run: scenario(IOUringPolled), transports: Transports, facts: func(s setting) []fact {
		came := []string{"SQE#1", "CQE#1", "SQE#2", s.sends() + " enter", "arrival", "CQE#2"}
		if s.Transport.unstamped() != "" {
			came = slices.Delete(came, 4, 5)
		}
		return []fact{
			inSequence(came...), callsAsleep(), nothingRead(), endedInTurn("9: 0", "1: 100"), workDone(true),
			bufferLooks("untouched: 100 ", "holds the data: 100 "), kernelThreads("iou-sqp-", true),
		}
	}}
	catalog["IOUringEventfd"] = entry{run: scenario(IOUringEventfd), transports: Transports, facts: func(s setting) []fact {
		return append(s.completedAfter("io_uring_enter exit"),
			inSequence("io_uring_enter exit", "read enter", s.sends()+" enter", "read exit", "buffer#2"),
			callsOf("io_uring_enter", 1), callsOf("read", 1), callsOf("recvmsg", 0), returned("read", 8), answered(100), workDone(false),
			sleptIn("read"), bufferLooks("untouched: 100 ", "holds the data: 100 "))
	}}
	catalog["IOUringTimer"] = entry{run: scenario(IOUringTimer), facts: func(s setting) []fact {
		return []fact{callsOf("io_uring_enter", 1), endedInTurn("2: ETIME"), notBefore(s.Delay), requested("IORING_OP_TIMEOUT")}
	}}
	catalog["IOUringTimeout"] = entry{
		run:        func(s setting) (trace.Trace, error) { return IOUringTimeout(s.Scenario, 3*time.Millisecond) },
		transports: Transports,
		facts: func(s setting) []fact {
			return []fact{
				callsOf("io_uring_enter", 2), nothingRead(), ended("1: 100", "1: ECANCELED", "2: ETIME"), notBefore(3 * time.Millisecond),
				inSequence("io_uring_enter#1 exit", "CQE#2", "io_uring_enter#2 enter", "io_uring_enter#2 exit", s.sends()+" enter", "CQE#3"),
				bufferLooks("untouched: 100 ", "untouched: 100 ", "holds the data: 100 "),
			}
		},
	}
	catalog["IOUringCancel"] = entry{run: scenario(IOUringCancel), transports: Transports, facts: func(s setting) []fact {
		return []fact{
			callsOf("io_uring_enter", 2), nothingRead(), ended("1: ECANCELED", "3: 0"),
			inSequence("CQE#2", s.sends()+" enter", s.sends()+" exit", "SIOCINQ", "buffer#2"),
			// What is no longer asked for stays where it is.
			bufferLooks("untouched: 100 ", "untouched: 100 "), lastLook("SIOCINQ", "100 bytes in the "),
		}
	}}
	catalog["IOUringLinked"] = entry{run: scenario(IOUringLinked), transports: sockets, facts: facts(
		callsOf("io_uring_enter", 1), returned("io_uring_enter", 2), nothingRead(), callsOf("sendto", 0), endedInTurn("1: 100", "2: 100"),
		inSequence("io_uring_enter exit", "sendto enter", "CQE#1", "CQE#2"), workDone(true), noCallUntilSeen(),
		bufferLooks("untouched: 100 ", "holds the data: 100 "), looked("reply", "holds the data: 100 "),
	)}
	catalog["IOUringUnlinked"] = entry{run: scenario(IOUringUnlinked), transports: sockets, facts: facts(
		callsOf("io_uring_enter", 1), returned("io_uring_enter", 2), nothingRead(), callsOf("sendto", 0), endedInTurn("2: 100", "1: 100"),
		inSequence("io_uring_enter enter", "CQE#1", "sendto enter", "CQE#2"),
		bufferLooks("untouched: 100 ", "holds the data: 100 "), looked("reply", "untouched: 100 "),
	)}
	catalog["IOUringTwoReads"] = entry{run: scenario(IOUringTwoReads), transports: Transports, facts: facts(
		callsOf("io_uring_enter", 1), returned("io_uring_enter", 2), nothingRead(), endedInTurn("2: 100", "1: 100"),
		inSequence("SQE#1", "SQE#2", "io_uring_enter exit", "write enter", "CQE#1", "CQE#2"), workDone(true),
	)}
	catalog["IOUringAccept"] = entry{run: scenario(IOUringAccept), facts: facts(
		acceptedBy(1, true), callsUntilAccepted(1), nothingRead(),
		inSequence("io_uring_enter#1 exit", "connect#1 enter", "CQE#1", "connect#2 enter", "CQE#2", "connect#3 enter", "CQE#3"),
	)}
	catalog["IOUringAcceptOnce"] = entry{run: scenario(IOUringAcceptOnce), facts: facts(
		acceptedBy(acceptClients, false), callsUntilAccepted(acceptClients), nothingRead(),
		inSequence("connect#1 enter", "CQE#1", "SQE#2", "connect#2 enter", "CQE#2", "SQE#3", "connect#3 enter", "CQE#3"),
	)}
	mutants = append(mutants,
		mutant{"recvmsg through the ring for recv", "IOUringRecv", "IOUring"},
		mutant{"recv for recvmsg through the ring", "IOUring", "IOUringRecv"},
		mutant{"a call for the request for none", "IOUringPolled", "IOUring"},
		mutant{"a kernel thread for the call", "IOUring", "IOUringPolled"},
		mutant{"io_uring_enter for the eventfd's read", "IOUringEventfd", "IOUringWait"},
		mutant{"looking for the eventfd's read", "IOUringEventfd", "IOUring"},
		mutant{"a cancelled request for one that ran out of time", "IOUringTimeout", "IOUringCancel"},
		mutant{"a request without a limit for one with", "IOUringTimeout", "IOUring"},
		mutant{"a limit for a cancellation", "IOUringCancel", "IOUringTimeout"},
		mutant{"a request that is left alone for a cancelled one", "IOUringCancel", "IOUring"},
		mutant{"a receive timeout of the socket for a linked one", "IOUringTimeout", "BlockingTimeout"},
		mutant{"no link for a link", "IOUringLinked", "IOUringUnlinked"},
		mutant{"a link for none", "IOUringUnlinked", "IOUringLinked"},
		mutant{"the order of the requests for that of the data", "IOUringTwoReads", "IOUringLinked"},
		mutant{"one accept for each for a multishot", "IOUringAccept", "IOUringAcceptOnce"},
		mutant{"a multishot for one accept for each", "IOUringAcceptOnce", "IOUringAccept"},
		mutant{"a cancellation for a timer that ran out", "IOUringTimer", "IOUringCancel"},
	)
}

// ended says what all requests ended with, in whatever order.
func ended(want ...string) fact {
	return fact{claim: "the completions were " + strings.Join(want, ", "), holds: func(t trace.Trace) bool {
		got := ends(t)
		slices.Sort(got)
		return slices.Equal(got, want)
	}}
}

// notBefore says that the timer ran out after its time: the kernel may be late, and
// never early.
func notBefore(d time.Duration) fact {
	return fact{claim: fmt.Sprintf("ETIME came %v after the submission or later", d), holds: func(t trace.Trace) bool {
		for _, e := range entries(t, trace.CQE) {
			if e.Errno.Name == "ETIME" {
				return e.Exit.Sub(t.Find("io_uring_enter").Enter) >= d
			}
		}
		return false
	}}
}

// callsAsleep says that there was a call of io_uring_enter for each time that the
// kernel's thread was found asleep, and no other.
func callsAsleep() fact {
	return fact{claim: "one io_uring_enter for each time that the kernel's thread slept", holds: func(t trace.Trace) bool {
		looks, asleep := notes(t, "submission queue"), 0
		for _, l := range looks {
			if strings.Contains(l, "IORING_SQ_NEED_WAKEUP") {
				asleep++
			}
		}
		return len(looks) > 0 && t.Count("io_uring_enter") == asleep
	}}
}

// acceptedBy says how many requests brought the connections, and whether each of the
// completions said that more may come.
func acceptedBy(requests int, more bool) fact {
	return fact{claim: fmt.Sprintf("%d connections of %d requests, more to come: %v", acceptClients, requests, more), holds: func(t trace.Trace) bool {
		asked := 0
		for _, e := range entries(t, trace.SQE) {
			if e.Name == "IORING_OP_ACCEPT" {
				asked++
			}
		}
		got := connections(t)
		return asked == requests && len(got) == acceptClients && !slices.ContainsFunc(got, func(e trace.Event) bool {
			return e.Ring.UserData != acceptID || (e.Ring.Flags&uring.More != 0) != more
		})
	}}
}

// connections are the completions that brought one.
func connections(t trace.Trace) (got []trace.Event) {
	for _, e := range entries(t, trace.CQE) {
		if e.Name == "IORING_OP_ACCEPT" && e.Ret >= 0 {
			got = append(got, e)
		}
	}
	return got
}

// callsUntilAccepted says how often the server called io_uring_enter until it had all
// connections.
func callsUntilAccepted(n int) fact {
	return fact{claim: fmt.Sprintf("%d io_uring_enter for all connections", n), holds: func(t trace.Trace) bool {
		all := connections(t)
		calls := 0
		for _, e := range t.Calls() {
			if e.Name == "io_uring_enter" && e.Enter < all[len(all)-1].Exit {
				calls++
			}
		}
		return calls == n
	}}
}

// Models that need a socket say so, and a limit must be one.
func TestIOUringRefusesScenario(t *testing.T) {
	for _, f := range []func(Scenario) (trace.Trace, error){IOUringRecv, IOUringLinked, IOUringUnlinked} {
		if _, err := f(Scenario{Transport: Pipe}); err == nil {
			t.Error("a pipe was taken for a socket")
		}
	}
	if _, err := IOUringTimeout(quick, 0); err == nil {
		t.Error("a timeout of 0 was accepted")
	}
	if _, err := IOUringTwoReads(Scenario{Size: 5000}); err == nil {
		t.Error("more was to be written into a pipe than it takes in one piece")
	}
}
