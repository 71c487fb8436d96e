//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// StolenDatagram shows why a descriptor that poll(2) is asked about should not block:
// "ready" was true when it was said. Between that and the receiving call another thread
// takes the data, through a duplicate of the descriptor, and the call says EAGAIN. It
// would have slept on a descriptor that blocks, though poll had just said that there
// was something to read. (Another way to the same is in BUGS of select(2).)
//
// The lanes of the program are "receiver" and "thief".
func StolenDatagram(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "poll", title: "poll, and another thread receives, on " + s.Transport.name(), receive: func(r *receiver) (err error) {
		if err := r.dontBlock(); err != nil {
			return err
		}
		double, err := r.lane.FcntlInt(uintptr(r.pair.receiver), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return os.NewSyscallError("fcntl", err)
		}
		defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(double))) }()

		ready := make(chan struct{})
		thief := r.act("thief", trace.App, 3, func(lane *unix.Lane) error { return r.steal(lane, double, ready) })
		r.fail(r.comeTooLate(ready, thief))
		<-thief.ended
		r.helpers = append(r.helpers, thief.lane)
		return nil
	}})
}

// steal receives by the duplicate once the other thread was told that it can.
func (r *receiver) steal(lane *unix.Lane, double int, ready <-chan struct{}) error {
	if err := r.wait(ready); err != nil {
		return err
	}
	data := make([]byte, r.Size)
	n, err := r.Transport.receive(lane, double, data, r.control, 0)
	if err != nil {
		return os.NewSyscallError(r.Transport.call().name, err)
	}
	return r.verify(data[:n])
}

// comeTooLate waits by poll, lets the thief have its turn, and then receives.
func (r *receiver) comeTooLate(ready chan<- struct{}, thief *actor) error {
	data := newBuffer(r.Size)
	fds := []unix.PollFd{{Fd: int32(r.pair.receiver), Events: unix.POLLIN}}
	r.entering(pollCall)
	if _, err := r.reliably(func() (int, error) { return r.lane.Poll(fds, -1) }); err != nil {
		return os.NewSyscallError("poll", err)
	}
	r.left()
	if r.stopped() {
		return errStopped
	}
	if _, err := r.queued(r.lane); err != nil { // it is true so far
		return err
	}
	close(ready)
	<-thief.ended
	if r.stopped() {
		return errStopped
	}
	if _, err := r.receive(r.lane, data, 0); err != unix.EAGAIN {
		return fmt.Errorf("the call after the theft ended with %v, not %w", err, unix.EAGAIN)
	}
	lookAtBuffer(r.lane, data, r.payload)
	return nil
}
