//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"

	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// receiveID marks the request for the data, and comes back in its completion.
const receiveID = 1

// An inbox is a ring and what a request for the data needs. All of it is memory of
// the ring's arena, since the kernel writes there when no call of ours is under way.
type inbox struct {
	*receiver
	ring    *uring.Ring
	data    []byte
	message *unix.Msghdr
}

// onRing sets up a ring, has f use it, and takes it down again. The arena has
// o.Arena bytes more than the inbox needs.
func (r *receiver) onRing(o uring.Options, f func(*inbox) error) (err error) {
	o.Arena += uring.ArenaFor(r.Size, controlSize)
	ring, err := uring.New(r.lane, o)
	if err != nil {
		return err
	}
	// When f failed the request may still be in flight; Close has the kernel let
	// go of it first (IORING_OP_ASYNC_CANCEL), or the data could come later.
	defer func() { err = errors.Join(err, ring.Close()) }()
	in := &inbox{receiver: r, ring: ring}
	if in.data, err = ring.Arena.Buffer(r.Size); err != nil {
		return err
	}
	fill(in.data)
	// As in Blocking, the arrival's time comes in a control message (cmsg(3)).
	var control []byte
	if r.Transport.unstamped() == "" {
		if control, err = ring.Arena.Buffer(controlSize); err != nil {
			return err
		}
	}
	if in.message, err = ring.Arena.Message(in.data, control); err != nil {
		return err
	}
	return f(in)
}

// request is the request for the data, which stands for the receiving call of the
// transport.
func (in *inbox) request() uring.Request {
	if in.Transport == Pipe {
		return uring.Read(in.pair.receiver, in.data, -1, receiveID)
	}
	return uring.Recvmsg(in.pair.receiver, in.message, 0, receiveID)
}

// take takes the completion that was seen to be there.
func (in *inbox) take() uring.Completion {
	c, _ := in.ring.Peek()
	in.explain(c)
	return c
}

// awaitCompletion takes the next completion, sleeping in io_uring_enter(2) until there
// is one.
func (in *inbox) awaitCompletion() (uring.Completion, error) {
	c, err := in.ring.Wait()
	if err == nil {
		in.explain(c)
	}
	return c, err
}

// explain says of the completion just recorded why it brings no time of the arrival.
func (in *inbox) explain(c uring.Completion) {
	if why := in.Transport.unstamped(); why != "" && c.UserData == receiveID && c.Res >= 0 {
		in.lane.Why(why)
	}
}

// verify checks the completion: that it is of our request, and that the data are
// in the buffer at this moment, with no further call.
func (in *inbox) verify(c uring.Completion) error {
	switch {
	case in.stopped():
		return errStopped
	case c.UserData != receiveID:
		return fmt.Errorf("completion of request %d, which was never made", c.UserData)
	case c.Res < 0:
		return in.ring.Failed(in.request().Op, c)
	}
	return in.receiver.verify(in.data[:c.Res])
}
