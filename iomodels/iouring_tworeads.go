//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringTwoReads has two requests in flight, for the scenario's data and, second, for
// those of a pipe, by one call. The sender fills the pipe first: completions come in
// the order in which things happen, not in that of the requests, and the number that
// each request brought along (user_data) says whose it is. A thread that blocks can
// wait for one only.
//
// When the kernel refuses, the error is a [*Refused].
func IOUringTwoReads(s Scenario) (t trace.Trace, err error) {
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) {
		var second *pair
		if second, err = newPair(lane, Pipe); err != nil {
			err = fmt.Errorf("setup: %w", err)
			return
		}
		defer func() { err = errors.Join(err, second.close(lane)) }()
		t, err = s.twoReads(second)
	})
	return t, err
}

// secondID marks the request for the data of the pipe.
const secondID = 2

func (s Scenario) twoReads(second *pair) (trace.Trace, error) {
	if s.Size > Pipe.largest() {
		return trace.Trace{}, fmt.Errorf("scenario: %d bytes in one piece; %s holds 1 to %d", s.Size, Pipe.name(), Pipe.largest())
	}
	served := make(chan struct{}) // closed when the second request is complete
	return perform(s, play{
		model: "io_uring", title: "io_uring with two reads in flight, of " + s.Transport.name() + " and of a pipe",
		receive: func(r *receiver) error {
			return r.onRing(uring.Options{Arena: uring.ArenaFor(r.Size)}, func(in *inbox) error { return in.receiveBoth(second.receiver, served) })
		},
		send: func(s *sender) error {
			if err := s.passGate(); err != nil {
				return err
			}
			if err := second.send(s.lane, s.payload); err != nil {
				return err
			}
			if err := s.wait(served); err != nil {
				return err
			}
			if err := sleep(s.lane, s.Delay); err != nil {
				return err
			}
			return s.send()
		},
	})
}

func (in *inbox) receiveBoth(pipe int, served chan<- struct{}) error {
	if err := in.ring.Needs(uring.OpRead); err != nil {
		return err
	}
	more, err := in.ring.Arena.Buffer(in.Size)
	if err != nil {
		return err
	}
	for _, q := range []uring.Request{in.request(), uring.Read(pipe, more, -1, secondID)} {
		if err := in.ring.Push(q); err != nil {
			return err
		}
	}
	in.entering(enterCall)
	if _, err := in.ring.Submit(0); err != nil {
		return err
	}
	for range 2 {
		if err := workUntil(in.lane, in.stop, in.ring.Ready, in.submitted); err != nil {
			return err
		}
		switch c := in.take(); {
		case in.stopped():
			return errStopped
		case c.UserData != secondID:
			err = in.verify(c)
		case c.Res < 0:
			err = fmt.Errorf("read of the pipe through io_uring: %w", unix.Errno(-c.Res))
		default:
			in.lane.Why(Pipe.unstamped())
			err = in.receiver.verify(more[:c.Res])
			close(served)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
