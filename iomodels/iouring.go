//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

var enterCall = call{"io_uring_enter", unix.SYS_IO_URING_ENTER}

// IOUring is the fifth model, asynchronous I/O, by Linux's own means: the thread
// hands a request to the kernel, goes on with its own work, and later finds the
// data in its buffer. The kernel does both phases. See io_uring(7).
//
// While there is no datagram the kernel itself waits for the socket's readiness, as
// poll(2) would. Then it copies, on the time of the thread that submitted: see
// [IOUringDeferTaskrun].
//
// When the kernel refuses, the error is a [*Refused].
func IOUring(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "io_uring", title: "io_uring recvmsg on UDP", receive: func(r *receiver) error {
		return r.onRing(uring.Options{}, func(in *inbox) error {
			// The request goes into memory that the kernel shares, and one
			// call, io_uring_enter(2), tells it so. It may not wait: it asks
			// for no completions (min_complete is 0).
			if err := in.ring.Push(in.recvmsg(r.pair.receiver)); err != nil {
				return err
			}
			r.entering(enterCall)
			if _, err := in.ring.Submit(0); err != nil {
				return err
			}
			// The call is over and there is not one byte yet.
			lookAtBuffer(r.lane, in.data, r.payload)

			// The thread is free. It computes, and once a round looks at
			// the completion queue: a load from memory, no system call.
			// The gate opens when it has begun to.
			if err := workUntil(r.lane, r.stop, in.ring.Ready, r.submitted); err != nil {
				return err
			}
			// What it finds is not "you may read now", the readiness of
			// poll(2) and SIGIO, but "it was read": nothing is left to call.
			c, _ := in.ring.Peek()
			lookAtBuffer(r.lane, in.data, r.payload)
			return in.verify(c)
		})
	}})
}

// receiveID marks the request, and comes back in its completion.
const receiveID = 1

// An inbox is a ring and what a recvmsg through it needs. All of it is memory of
// the ring's arena, since the kernel writes there when no call of ours is under way.
type inbox struct {
	*receiver
	ring    *uring.Ring
	data    []byte
	message *unix.Msghdr
}

// onRing sets up a ring, has f use it, and takes it down again.
func (r *receiver) onRing(o uring.Options, f func(*inbox) error) (err error) {
	// Buffers begin on pages, so each may take some more than its size.
	o.Arena = r.Size + 16<<10
	ring, err := uring.New(r.lane, o)
	if err != nil {
		return err
	}
	// When f failed the request may still be in flight; Close has the kernel let
	// go of it first (IORING_OP_ASYNC_CANCEL), or the datagram could come later.
	defer func() { err = errors.Join(err, ring.Close()) }()
	in := &inbox{receiver: r, ring: ring}
	if in.data, err = ring.Arena.Buffer(r.Size); err != nil {
		return err
	}
	for i := range in.data {
		in.data[i] = untouched
	}
	// As in Blocking, the arrival's time comes in a control message (cmsg(3)).
	control, err := ring.Arena.Buffer(controlSize)
	if err != nil {
		return err
	}
	if in.message, err = ring.Arena.Message(in.data, control); err != nil {
		return err
	}
	return f(in)
}

// recvmsg is the request for the datagram.
func (in *inbox) recvmsg(fd int) uring.Request { return uring.Recvmsg(fd, in.message, 0, receiveID) }

// verify checks the completion: that it is of our request, and that the data are
// in the buffer at this moment, with no further call.
func (in *inbox) verify(c uring.Completion) error {
	switch {
	case in.stopped():
		return errStopped
	case c.UserData != receiveID:
		return fmt.Errorf("completion of request %d, which was never made", c.UserData)
	// Errors come as -errno in the completion: there is no call to fail.
	case c.Res < 0:
		return fmt.Errorf("recvmsg through io_uring: %w", unix.Errno(-c.Res))
	}
	return in.receiver.verify(in.data[:c.Res])
}
