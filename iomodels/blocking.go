//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
)

// Blocking is the first model: the thread calls recvmsg(2) (of a pipe read(2)) and
// sleeps in the kernel until data have come and were copied into its buffer. Both
// phases, the waiting and the copying, pass within the one call.
//
// The thread sleeps in the first phase, and in the second it works: the copying is
// done by kernel code on this very thread. See recv(2), read(2) and pipe(7).
func Blocking(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "blocking", title: "Blocking " + s.Transport.receiving(), receive: func(r *receiver) error {
		data := make([]byte, r.Size)

		// The watcher is told what comes next. It may not conclude from that
		// alone that a sleep is this call's: on its way there the thread still
		// records and reads its clocks, and the Go runtime may stop it, in a
		// futex(2). It is sure once /proc shows it asleep and the number of
		// the call is this one's (proc_pid_syscall(5)).
		r.entering(r.Transport.call())
		n, err := r.receive(r.lane, data, 0)
		if err != nil {
			return os.NewSyscallError(r.Transport.call().name, err)
		}
		// The call has returned: the data are in the buffer, ready for use.
		return r.verify(data[:n])
	}})
}
