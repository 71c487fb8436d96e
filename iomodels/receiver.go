//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A receiver is the program under study: it wants what the sender sends.
type receiver struct {
	*stage
	lane    *unix.Lane
	helpers []*unix.Lane // threads that work for it
}

// entering tells the gate which call comes next. It is the receiver's last act
// before the call; the lane and the Go runtime still have their own to do.
func (r *receiver) entering(c call) { r.gate.enter(r.lane.TID(), c) }

// invite lets a sender come who waits to be invited.
func (r *receiver) invite() { close(r.invited) }

// left tells the gate that the call is over, and the data have not come with it.
func (r *receiver) left() { r.gate.leave(false) }

// submitted tells the gate that the call is over, the request is in the kernel (or
// there was nothing to receive) and the thread has gone on: the sender may come.
func (r *receiver) submitted() {
	r.gate.tid.Store(int64(r.lane.TID())) // of a thread that never said what it would enter
	r.gate.leave(true)
}

// receive is the receiving call of the transport, on the thread of lane: recvmsg(2)
// on a socket, with flags, and read(2) on a pipe, which knows none.
func (s *stage) receive(lane *unix.Lane, data []byte, flags int) (n int, err error) {
	return s.Transport.receive(lane, s.pair.receiver, data, s.control, flags)
}

// receive is the transport's receiving call on the descriptor; control is for the
// control message that comes with data from a socket.
func (t Transport) receive(lane *unix.Lane, fd int, data, control []byte, flags int) (n int, err error) {
	if t == Pipe {
		n, err = lane.Read(fd, data)
	} else {
		// The kernel puts the arrival time beside the data, in a control
		// message: see cmsg(3), and SO_TIMESTAMPING in socket(7).
		n, _, _, _, err = lane.Recvmsg(fd, data, control, flags)
	}
	if why := t.unstamped(); why != "" && err == nil {
		lane.Why(why)
	}
	return n, err
}

// verify checks that data are what was sent.
func (r *receiver) verify(data []byte) error {
	if r.stopped() { // the shutting down woke the receiver, so it has nothing
		return errStopped
	}
	if !bytes.Equal(data, r.payload) {
		return fmt.Errorf("received %d bytes %.40q, %d bytes %.40q were sent", len(data), data, len(r.payload), r.payload)
	}
	return nil
}

// lookAtBuffer records whether the kernel has written to the buffer yet. It was
// filled with a byte that is never sent, so every byte tells.
//
// The kernel may write while it looks, in a helper's call or for a request in
// flight. That is harmless: the look reads bytes and decides nothing, and each byte
// goes from untouched to its content once. So "untouched" was true when the look
// began, "holds the data" is true when it ends, and anything else is "in between".
func lookAtBuffer(lane *unix.Lane, data, payload []byte) {
	at := unix.Now()
	note := describeBuffer(data, payload)
	lane.Event(trace.Event{Kind: trace.Probe, Name: "buffer", Enter: at, Exit: unix.Now(), Note: note})
}

// describeBuffer says whether data are untouched or are the payload.
func describeBuffer(data, payload []byte) string {
	switch {
	case bytes.Count(data, []byte{untouched}) == len(data):
		return fmt.Sprintf("untouched: %d bytes of %#x", len(data), untouched)
	case bytes.Equal(data, payload):
		return fmt.Sprintf("holds the data: %d bytes", len(data))
	}
	return "in between"
}
