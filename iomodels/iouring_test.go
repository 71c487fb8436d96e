//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"strings"

	"nbrun/iomodels/trace"
)

func init() {
	catalog["IOUring"] = entry{run: scenario(IOUring), transports: Transports, facts: func(s setting) []fact {
		return append(s.completedAfter("io_uring_enter exit"),
			inSequence("SQE", "io_uring_enter enter", "io_uring_enter exit"), callsOf("io_uring_enter", 1), nothingRead(), answered(100),
			workDone(true), noCallUntilSeen(), bufferLooks("untouched: 100 ", "holds the data: 100 "))
	}}
	catalog["IOUringReady"] = entry{run: scenario(IOUringReady), transports: Transports, facts: func(s setting) []fact {
		return []fact{
			inSequence(s.sends()+" exit", "SIOCINQ", "SQE", "CQE enter", "io_uring_enter enter", "io_uring_enter exit", "CQE exit"),
			callsOf("io_uring_enter", 1), nothingRead(), answered(100), workDone(false), bufferLooks("holds the data"),
		}
	}}
	catalog["IOUringWait"] = entry{run: scenario(IOUringWait), transports: Transports, facts: func(s setting) []fact {
		return append(s.completedAfter("io_uring_enter enter"),
			inSequence("CQE enter", "io_uring_enter enter", s.sends()+" enter", "io_uring_enter exit", "CQE exit"),
			callsOf("io_uring_enter", 1), nothingRead(), answered(100), workDone(false), sleptIn("io_uring_enter"))
	}}
	catalog["IOUringDeferTaskrun"] = entry{run: scenario(IOUringDeferTaskrun), transports: Transports, facts: func(s setting) []fact {
		return append(s.completedAfter("io_uring_enter#1 exit"),
			inSequence("io_uring_enter#1 exit", s.sends()+" enter", "SIOCINQ", "completion queue", "io_uring_enter#2 enter", "CQE"),
			callsOf("io_uring_enter", 2), nothingRead(), answered(100), bufferLooks("untouched: 100 ", "holds the data: 100 "),
			looked("completion queue", "0 completions in 1000 looks"))
	}}
	mutants = append(mutants,
		mutant{"recvmsg for io_uring", "IOUring", "Blocking"},
		mutant{"waiting in the submission for going on", "IOUring", "IOUringWait"},
		mutant{"Linux AIO for io_uring", "IOUring", "LinuxAIOSocket"},
		mutant{"a thread that receives for io_uring", "IOUring", "POSIXAIO"},
		mutant{"data that were there already for data to come", "IOUring", "IOUringReady"},
		mutant{"data to come for data that are there", "IOUringReady", "IOUring"},
		mutant{"going on for waiting", "IOUringWait", "IOUring"},
		mutant{"a ring that interrupts for one that may not", "IOUringDeferTaskrun", "IOUring"},
		mutant{"one that may not for a ring that interrupts", "IOUring", "IOUringDeferTaskrun"},
	)
}

// Facts of requests and completions.

// answered says that there was one request, and that its one completion says n.
func answered(n int64) fact {
	return fact{claim: fmt.Sprintf("the one completion is of the one request and says %d", n), holds: func(t trace.Trace) bool {
		sqe, cqe := entries(t, trace.SQE), entries(t, trace.CQE)
		return len(sqe) == 1 && len(cqe) == 1 && sqe[0].Ring.UserData == cqe[0].Ring.UserData && cqe[0].Ret == n
	}}
}

// entries are the program's requests, or its completions.
func entries(t trace.Trace, k trace.Kind) (found []trace.Event) {
	for _, e := range t.Events {
		if e.Kind == k && t.Lanes[e.Lane].Role == trace.App {
			found = append(found, e)
		}
	}
	return found
}

// nothingRead says that the program made no call that receives or reads.
func nothingRead() fact {
	return fact{claim: "the program called nothing that receives or reads", holds: func(t trace.Trace) bool {
		for _, e := range t.Calls() {
			for _, begin := range []string{"recv", "read", "pread", "accept"} {
				if strings.HasPrefix(e.Name, begin) {
					return false
				}
			}
		}
		return true
	}}
}

// noCallUntilSeen says that from the return of the call that submitted, the program
// made none until it had seen the completion and the data in its buffer.
func noCallUntilSeen() fact {
	return fact{claim: "no call from the submission's return until the data were seen", holds: func(t trace.Trace) bool {
		submit, seen := t.Find("io_uring_enter").Exit, trace.Time(0)
		for _, e := range t.Events {
			if e.Name == "buffer" && strings.HasPrefix(e.Note, "holds the data") {
				seen = e.Exit
			}
		}
		for _, e := range t.Calls() {
			if e.Enter >= submit && e.Enter <= seen {
				return false
			}
		}
		return seen > submit
	}}
}

// completedAfter are the facts of a completion that came with the data, which were
// sent after the point of that name: when the kernel had them, or why that is not known.
func (s setting) completedAfter(point string) []fact {
	if s.Transport.unstamped() != "" {
		return []fact{inSequence(point, s.sends()+" enter", "CQE"), {claim: "the completion brings no stamp and says why", holds: func(t trace.Trace) bool {
			e := entries(t, trace.CQE)[0]
			return e.Stamp == nil && len(e.Why) > 0
		}}}
	}
	return []fact{inSequence(point, "sendto enter", "arrival", "CQE"), {claim: "the completion's stamp lies within the sender's sendto", holds: func(t trace.Trace) bool {
		k, send := entries(t, trace.CQE)[0].Stamp, t.Find("sendto")
		return k != nil && k.At+trace.Time(k.Uncertainty) >= send.Enter && k.At-trace.Time(k.Uncertainty) <= send.Exit
	}}}
}

// looked says how what the probes of that name saw begins, one after the other.
func looked(name string, want ...string) fact {
	return fact{claim: name + " looked so: " + strings.Join(want, ", then "), holds: func(t trace.Trace) bool {
		got := notes(t, name)
		return len(got) == len(want) && prefixes(got, want)
	}}
}

// kernelThreads says whether the kernel had threads of that kind for the program's
// ring.
func kernelThreads(kind string, some bool) fact {
	return fact{claim: fmt.Sprintf("the kernel keeps a thread %s: %v", kind, some), holds: func(t trace.Trace) bool {
		got := notes(t, "kernel threads")
		return len(got) == 1 && strings.Contains(got[0], kind) &&
			strings.HasPrefix(got[0], "thread ") == some && strings.HasPrefix(got[0], "none ") == !some
	}}
}
