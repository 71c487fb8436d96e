//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"strings"

	"nbrun/iomodels/trace"
)

func init() {
	catalog["Truncated"] = entry{run: scenario(Truncated), facts: facts(
		results("recvmsg", 50, -1), onlyCalls("recvmsg"), errnos("recvmsg", "EAGAIN", 1), stampedWithinSend("recvmsg"),
		inSequence("recvmsg#1 enter", "sendto enter", "arrival", "recvmsg#1 exit", "recvmsg#2 enter"),
		says("recvmsg", 0, "MSG_TRUNC}"),
	)}
	catalog["Peeked"] = entry{run: scenario(Peeked), facts: facts(
		results("recvmsg", 100, 100), onlyCalls("recvmsg"), says("recvmsg", 0, "MSG_PEEK|MSG_TRUNC"), says("recvmsg", 1, "of 100 bytes"),
		fact{claim: "the second recvmsg was not cut short", holds: func(t trace.Trace) bool {
			return !strings.Contains(texts(called(t, "recvmsg")[1]), "MSG_TRUNC")
		}},
		inSequence("recvmsg#1 enter", "sendto enter", "arrival", "recvmsg#1 exit", "recvmsg#2 enter"),
	)}
	catalog["Dropped"] = entry{run: scenario(Dropped), facts: facts(
		peersCalls("sendto", datagramsSent+1), onlyCalls("setsockopt", "recvmsg"), errnos("recvmsg", "EAGAIN", 1),
		inSequence("sendto#50 exit", "recvmsg#1 enter"),
		fact{claim: "some datagrams came, not all, and the kernel has counted the others", holds: func(t trace.Trace) bool {
			var received, dropped int
			_, err := fmt.Sscanf(t.Find("dropped").Note, "%d datagrams were received, and %d dropped", &received, &dropped)
			return err == nil && received >= 1 && dropped >= 1 && received+dropped == datagramsSent && t.Count("recvmsg") == received+2
		}},
	)}
	mutants = append(mutants,
		mutant{"a buffer that is large enough", "Truncated", "Peeked"},
		mutant{"no look at the length first", "Peeked", "Truncated"},
		mutant{"datagrams for a stream", "ShortRead", "Truncated"},
		mutant{"a receiver who is there", "Dropped", "Blocking"},
	)
}
