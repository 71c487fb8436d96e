//go:build linux && (amd64 || arm64)

package iomodels

import "nbrun/iomodels/trace"

func init() {
	catalog["NonBlockingConnect"] = entry{run: func(setting) (trace.Trace, error) { return NonBlockingConnect() }, facts: facts(
		results("connect", -1, -1), errnos("connect", "EINPROGRESS", 2), results("ppoll", 1, 1),
		says("getsockopt", 0, "[0]"), says("getsockopt", 1, "[0]"), says("getsockopt", 2, "[ECONNREFUSED]"), says("getsockopt", 3, "[0]"),
		says("ppoll", 0, "POLLOUT → POLLOUT}"), says("ppoll", 1, "POLLERR"),
		inSequence("connect#1 exit", "ppoll#1 exit", "getsockopt#1 enter", "connect#2 enter", "ppoll#2 exit", "getsockopt#3 enter"),
	)}
	mutants = append(mutants, mutant{"a blocking call for a non-blocking one", "NonBlockingConnect", "Blocking"})
}
