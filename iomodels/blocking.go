//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

var recvmsgCall = call{"recvmsg", unix.SYS_RECVMSG}

// Blocking is the first model: the thread calls recvmsg(2) and sleeps in the kernel
// until the datagram has come and was copied into its buffer. Both phases, the
// waiting and the copying, pass within the one call.
//
// recvmsg rather than read(2) or recvfrom(2), because only it can bring the
// kernel's own time of the arrival along, and so show where the one phase ends and
// the other begins.
func Blocking(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "blocking", title: "Blocking recvmsg on UDP", receive: func(r *receiver) error {
		data := make([]byte, r.Size)
		// The kernel puts the arrival time beside the data, in a control
		// message: see cmsg(3), and SO_TIMESTAMPING in socket(7).
		control := make([]byte, controlSize)

		// The watcher is told what comes next. It may not conclude from that
		// alone that a sleep is recvmsg's: on its way there the thread still
		// records and reads its clocks, and the Go runtime may stop it, in a
		// futex(2). It is sure once /proc shows it asleep and the number of
		// the call is recvmsg's (proc_pid_syscall(5)).
		r.entering(recvmsgCall)
		n, _, _, _, err := r.lane.Recvmsg(r.pair.receiver, data, control, 0)
		if err != nil {
			return os.NewSyscallError("recvmsg", err)
		}
		// The call has returned: the data are in the buffer, ready for use.
		return r.verify(data[:n])
	}})
}
