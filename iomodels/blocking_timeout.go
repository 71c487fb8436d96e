//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// BlockingTimeout is [Blocking] on a socket with SO_RCVTIMEO: the first recvmsg
// gives up after limit, with EAGAIN, as if it did not block at all (socket(7)).
// Only then does the sender come, and a second recvmsg, without limit, receives.
func BlockingTimeout(s Scenario, limit time.Duration) (trace.Trace, error) {
	if limit <= 0 {
		return trace.Trace{}, fmt.Errorf("a receive timeout of %v; zero would mean none", limit)
	}
	if err := s.sockets("only a socket has a receive timeout"); err != nil {
		return trace.Trace{}, err
	}
	return perform(s, play{
		model: "blocking", title: "Blocking " + s.Transport.receiving() + ", with a timeout",
		receive: func(r *receiver) error { return r.receiveAfter(unix.EAGAIN, limit) },
		send:    (*sender).whenInvited,
	})
}

// receiveAfter makes a recvmsg that is to fail with errno, on a socket with that
// receive timeout, and then one that receives.
func (r *receiver) receiveAfter(errno unix.Errno, timeout time.Duration) error {
	if err := r.setTimeout(timeout); err != nil {
		return err
	}
	_, err := r.take()
	for err == unix.EINTR && errno != unix.EINTR && !r.stopped() { // a stop of the process did it (signal(7))
		_, err = r.take()
	}
	if r.stopped() {
		return errStopped
	} else if err != errno {
		return fmt.Errorf("the first recvmsg ended with %v, not %w", err, errno)
	}
	r.invite()
	if err := r.setTimeout(0); err != nil {
		return err
	}
	data, err := r.take()
	if err != nil {
		return os.NewSyscallError("recvmsg", err)
	}
	return r.verify(data)
}

// take is the call as in Blocking.
func (r *receiver) take() ([]byte, error) {
	data := make([]byte, r.Size)
	r.entering(r.Transport.call())
	n, err := r.receive(r.lane, data, 0)
	r.left()
	if err != nil {
		return nil, err
	}
	return data[:n], nil
}

// setTimeout sets the time after which a receiving call gives up; zero is never.
// The kernel rounds it up to its own ticks.
func (r *receiver) setTimeout(limit time.Duration) error {
	tv := unix.NsecToTimeval(int64(limit))
	return os.NewSyscallError("setsockopt", r.lane.SetsockoptTimeval(r.pair.receiver, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &tv))
}
