//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringEventfd has completions wake a thread that sleeps elsewhere: an eventfd(2)
// registered with the ring (IORING_REGISTER_EVENTFD) becomes readable when one comes.
// So a loop around epoll(7) can have a ring among its descriptors. Here the thread
// sleeps in read(2) of the eventfd alone; what wakes it is a completion and no
// readiness: the data are in the buffer by then.
//
// When the kernel refuses, the error is a [*Refused].
func IOUringEventfd(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "io_uring", title: "io_uring " + s.Transport.receiving() + ", told by an eventfd",
		receive: func(r *receiver) error { return r.onRing(uring.Options{}, (*inbox).receiveTold) },
	})
}

func (in *inbox) receiveTold() (err error) {
	fd, err := in.lane.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("eventfd2", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", in.lane.Close(fd))) }()
	if err := in.ring.RegisterEventfd(fd); err != nil {
		return err
	}
	if err := in.ring.Push(in.request()); err != nil {
		return err
	}
	if _, err := in.ring.Submit(0); err != nil {
		return err
	}
	lookAtBuffer(in.lane, in.data, in.payload)

	// The ring would ask io_uring_enter(2) to wait; an event loop has a call of its own.
	in.entering(readCall)
	count := make([]byte, 8)
	if _, err := in.lane.Read(fd, count); err != nil {
		return os.NewSyscallError("read", err)
	}
	lookAtBuffer(in.lane, in.data, in.payload)
	if !in.ring.Ready() {
		return fmt.Errorf("the eventfd says %d, and there is no completion", count[0])
	}
	return in.verify(in.take())
}
