//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// SelectTimeout shows what is left of the arguments of select(2), whose sets are both
// question and answer, and whose timeout, on Linux, is too.
//
// The first call finds nothing ready within limit: it returns 0, the set is empty and
// nothing of the time is left. A program that made the call again with this set would
// ask about no descriptor at all. This one fills the set anew, with an eventfd(2) that
// stays quiet beside the receiver's end, and the call returns with the one that is
// ready, and with the time that it did not need (NOTES of select(2); POSIX allows it,
// other systems leave the timeout alone, and so does glibc for pselect).
func SelectTimeout(s Scenario, limit time.Duration) (trace.Trace, error) {
	if limit <= 0 {
		return trace.Trace{}, fmt.Errorf("a timeout of %v for select; zero would not wait at all", limit)
	}
	return perform(s, play{
		model: "select", title: "select with a timeout, then " + s.Transport.receiving(),
		receive: func(r *receiver) (err error) {
			if err := r.dontBlock(); err != nil {
				return err
			}
			quiet, err := r.lane.Eventfd(0, unix.EFD_CLOEXEC)
			if err != nil {
				return os.NewSyscallError("eventfd2", err)
			}
			defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(quiet))) }()
			data := newBuffer(r.Size)

			if err := r.selectWithin(limit, r.pair.receiver, quiet); err != nil {
				return err
			}
			r.left()
			r.invite()
			// The limit is one that will not pass.
			if err := r.selectWithin(2*gateLimit+2*r.Delay, r.pair.receiver, quiet); err != nil {
				return err
			}
			r.left()
			return r.takeReady(data)
		},
		send: (*sender).whenInvited,
	})
}

// selectWithin is selectReadable for the time given.
func (r *receiver) selectWithin(limit time.Duration, fds ...int) error {
	timeout := unix.NsecToTimeval(int64(limit))
	return r.selectReadable(&timeout, fds...)
}
