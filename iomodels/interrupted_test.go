//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"

	"nbrun/iomodels/trace"
)

func init() {
	catalog["Interrupted"] = entry{run: scenario(Interrupted), transports: sockets, facts: func(setting) []fact {
		all := []fact{
			callsOf("recvmsg", 1), // the restarted one, since interrupted ones do not count
			{claim: "seven signals were seen", holds: func(t trace.Trace) bool { return len(kind(t, "signals", trace.Signal)) == len(sleeps)+1 }},
			inSequence("recvmsg#2 enter", "tgkill#7 enter", "SIGUSR1#7", "sendto enter", "recvmsg#2 exit"),
		}
		for i, sleep := range sleeps {
			all = append(all, errnos(sleep.name, "EINTR", 1),
				inSequence(sleep.name+"#1 enter", fmt.Sprintf("tgkill#%d enter", i+1), sleep.name+"#1 exit", fmt.Sprintf("tgkill#%d enter", i+2)))
		}
		return all
	}}
	catalog["InterruptedWrite"] = entry{run: scenario(InterruptedWrite), transports: []Transport{TCP, Unix}, facts: facts(
		sumIsPayload("write"), onlyCalls("setsockopt", "write"), sleptInAll("write", 2), errnos("write", "EINTR", 0), heldBack(),
		inSequence("write#1 enter", "tgkill enter", "write#1 exit", "write#2 enter", "SIOCOUTQ", "read#1 enter", "write#2 exit"),
		fact{claim: "the program saw one signal, after it was sent and before the peer read", holds: func(t trace.Trace) bool {
			return len(kind(t, "signals", trace.Signal)) == 1 && t.InOrder("tgkill enter", "SIGUSR1", "read#1 enter")
		}},
	)}
	mutants = append(mutants,
		mutant{"no signal", "InterruptedWrite", "Backpressure"},
		mutant{"a signal", "Backpressure", "InterruptedWrite"},
		mutant{"one call restarted, and none ended", "Interrupted", "BlockingRestarted"},
		mutant{"one call ended, and none restarted", "Interrupted", "BlockingInterrupted"},
	)
}
