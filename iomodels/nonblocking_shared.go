//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// NonBlockingShared shows whose flag O_NONBLOCK is: not the descriptor's, but that of
// the open file description behind it (open(2)), which a descriptor shares with its
// duplicates, and with those of a child after fork(2).
//
// The flag is set through a duplicate, and it is the original that does not block any
// more: F_GETFL says so, and its receiving call answers EAGAIN. It is cleared in the
// same way, and the same call on the same descriptor sleeps, until the data come.
func NonBlockingShared(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "nonblocking", title: "O_NONBLOCK set through a duplicate, " + s.Transport.receiving(), receive: func(r *receiver) (err error) {
		fd := r.pair.receiver
		double, err := r.lane.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return os.NewSyscallError("fcntl", err)
		}
		defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(double))) }()

		if err := r.setThrough(double, true); err != nil {
			return err
		}
		data := make([]byte, r.Size)
		if _, err := r.receive(r.lane, data, 0); err != unix.EAGAIN {
			return fmt.Errorf("the original did not answer EAGAIN, but %w", err)
		}
		if err := r.setThrough(double, false); err != nil {
			return err
		}
		r.entering(r.Transport.call())
		n, err := r.receive(r.lane, data, 0)
		if err != nil {
			return os.NewSyscallError(r.Transport.call().name, err)
		}
		return r.verify(data[:n])
	}})
}

// setThrough sets or clears O_NONBLOCK through a duplicate of the receiver's end, and
// looks for it through the original.
func (r *receiver) setThrough(double int, on bool) error {
	if err := r.lane.SetNonblock(double, on); err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	flags, err := r.lane.FcntlInt(uintptr(r.pair.receiver), unix.F_GETFL, 0)
	if err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	mark(r.lane, fmt.Sprintf("O_NONBLOCK seen through the original: %v", flags&unix.O_NONBLOCK != 0))
	return nil
}
