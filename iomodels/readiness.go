//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"os"

	"nbrun/iomodels/unix"
)

// reliably makes a call that waits for readiness, and makes it again when a signal
// cut it short: poll(2), select(2) and epoll_wait(2) are never restarted by the
// kernel, whatever SA_RESTART says (signal(7)).
func (r *receiver) reliably(wait func() (int, error)) (n int, err error) {
	for {
		if n, err = wait(); err != unix.EINTR || r.stopped() {
			return n, err
		}
	}
}

// newBuffer returns a buffer of n bytes in which the kernel has not written yet, and
// that shows it: see lookAtBuffer.
func newBuffer(n int) []byte { return bytes.Repeat([]byte{untouched}, n) }

// takeReady is what a program does when it was told that there are data: it receives
// them. Being told is all that it was given. The data lie in the kernel, as the looks
// before the call show; it is this call that copies them.
func (r *receiver) takeReady(data []byte) error { return r.takeReadyBy(r.pair.receiver, data) }

// takeReadyBy is takeReady by another descriptor for the receiver's end.
func (r *receiver) takeReadyBy(fd int, data []byte) error {
	lookAtBuffer(r.lane, data, r.payload)
	if _, err := r.queued(r.lane); err != nil {
		return err
	}
	n, err := r.Transport.receive(r.lane, fd, data, r.control, 0)
	if err != nil {
		// Ready is a hint, not a promise: somebody else may have taken the data, or
		// the kernel thrown them away (BUGS of select(2)). Then this is EAGAIN,
		// and the program waits again; on a blocking descriptor it would sleep here.
		return os.NewSyscallError(r.Transport.call().name, err)
	}
	lookAtBuffer(r.lane, data, r.payload)
	return r.verify(data[:n])
}
