//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

var pollCall = call{"ppoll", unix.SYS_PPOLL}

// Poll is the third model, I/O multiplexing, by poll(2): the thread sleeps in one call
// that waits for any of many descriptors to become ready, here for one, and then calls
// recvmsg(2) (of a pipe read(2)) on it.
//
// The two phases are in two calls. The wait passes in poll, which returns no byte of
// the data; the copying in the other, which does not wait. For one descriptor that is
// a call more than [Blocking] needs. The kernel is told all descriptors with each
// call and looks at each: the cost grows with their number, whoever is ready.
//
// The descriptor is non-blocking, as select(2) advises in BUGS: that it was ready a
// moment ago is no promise. The call that the record shows is ppoll(2), which poll is
// made of here.
func Poll(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "poll", title: "poll, then " + s.Transport.receiving(), receive: func(r *receiver) error {
		if err := r.dontBlock(); err != nil {
			return err
		}
		data := newBuffer(r.Size)
		// Events is the question, Revents the answer, each a set of bits. Errors and
		// the other end's hanging up are answered without being asked for.
		fds := []unix.PollFd{{Fd: int32(r.pair.receiver), Events: unix.POLLIN}}

		r.entering(pollCall)
		if _, err := r.reliably(func() (int, error) { return r.lane.Poll(fds, -1) }); err != nil {
			return os.NewSyscallError("poll", err)
		}
		r.left()
		return r.takeReady(data)
	}})
}
