//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringLinked has the kernel answer: a request to receive, and tied to it by
// IOSQE_IO_LINK a request to send the same buffer back. The second does not start
// before the first is done, so the sender gets its own data in reply, and the program,
// which made one call before any data came, learns of all that afterwards.
//
// The sender's lane has the reply in the probe "reply". When the kernel refuses, the
// error is a [*Refused].
func IOUringLinked(s Scenario) (trace.Trace, error) {
	return s.echo("io_uring receive and reply on "+s.Transport.name()+", linked", uring.IOLink)
}

// IOUringUnlinked is [IOUringLinked] without the link. Requests of one submission have
// no order: each is done as soon as it can be. To send nothing has to be waited for, so
// the reply goes out before there is a question, with what is in the buffer.
func IOUringUnlinked(s Scenario) (trace.Trace, error) {
	return s.echo("io_uring receive and reply on "+s.Transport.name()+", not linked", 0)
}

// replyID marks the request to send.
const replyID = 2

func (s Scenario) echo(title string, link uint8) (trace.Trace, error) {
	if err := s.sockets("a pipe goes one way, and the reply the other"); err != nil {
		return trace.Trace{}, err
	}
	return perform(s, play{
		model: "io_uring", title: title,
		receive: func(r *receiver) error {
			return r.onRing(uring.Options{}, func(in *inbox) error { return in.receiveAndReply(link) })
		},
		send: func(s *sender) error {
			if err := s.asScenario(); err != nil {
				return err
			}
			return s.receiveReply()
		},
	})
}

func (in *inbox) receiveAndReply(link uint8) error {
	if err := in.ring.Needs(uring.OpSend); err != nil {
		return err
	}
	receive := in.request()
	receive.Flags |= link // with the request that follows
	for _, q := range []uring.Request{receive, uring.Send(in.pair.receiver, in.data, 0, replyID)} {
		if err := in.ring.Push(q); err != nil {
			return err
		}
	}
	in.entering(enterCall)
	if _, err := in.ring.Submit(0); err != nil {
		return err
	}
	lookAtBuffer(in.lane, in.data, in.payload)
	// The sender comes when the thread has found nothing and begun to work, so what
	// needs no sender is found before.
	for range 2 {
		if err := workUntil(in.lane, in.stop, in.ring.Ready, in.submitted); err != nil {
			return err
		}
		c := in.take()
		switch {
		case in.stopped():
			return errStopped
		case c.Res != int32(in.Size):
			return fmt.Errorf("request %d ended with %d, want %d", c.UserData, c.Res, in.Size)
		}
	}
	lookAtBuffer(in.lane, in.data, in.payload)
	return in.receiver.verify(in.data)
}

// receiveReply takes what came back and records whether it is what was sent.
func (s *sender) receiveReply() error {
	reply := make([]byte, s.Size)
	fds := []unix.PollFd{{Fd: int32(s.pair.sender), Events: unix.POLLIN}}
	for {
		n, err := s.lane.Poll(fds, int(gateLimit.Milliseconds()))
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return os.NewSyscallError("poll", err)
		case n == 0:
			return fmt.Errorf("setup: no reply within %v", gateLimit)
		}
		if _, _, err := s.lane.Recvfrom(s.pair.sender, reply, 0); err != nil {
			return os.NewSyscallError("recvfrom", err)
		}
		at := unix.Now()
		note := describeBuffer(reply, s.payload)
		s.lane.Event(trace.Event{Kind: trace.Probe, Name: "reply", Enter: at, Exit: unix.Now(), Note: note})
		return nil
	}
}
