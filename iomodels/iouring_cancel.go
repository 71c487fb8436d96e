//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringCancel takes a request back. A blocked call ends by a signal or by nothing;
// what is in the hands of an io_uring ends by a request about a request,
// IORING_OP_ASYNC_CANCEL (Linux 5.5), which names it by its user data. The one given up
// completes with ECANCELED, and the other says 0: it was found.
//
// Not before the first of the two may the program use the buffer for something else.
// The sender comes afterwards: the data stay in the kernel, and the buffer as it was.
//
// When the kernel refuses, the error is a [*Refused].
func IOUringCancel(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "io_uring", title: "io_uring " + s.Transport.receiving() + ", cancelled",
		receive: func(r *receiver) error { return r.onRing(uring.Options{}, (*inbox).receiveCancelled) },
		send: func(s *sender) error {
			if err := s.wait(s.invited); err != nil {
				return err
			}
			if err := sleep(s.lane, s.Delay); err != nil {
				return err
			}
			if err := s.send(); err != nil {
				return err
			}
			return s.awaitArrival()
		},
	})
}

// cancelID marks the request that takes another one back.
const cancelID = 3

func (in *inbox) receiveCancelled() error {
	if err := in.ring.Needs(uring.OpAsyncCancel); err != nil {
		return err
	}
	if err := in.ring.Push(in.request()); err != nil {
		return err
	}
	if _, err := in.ring.Submit(0); err != nil {
		return err
	}
	// The program has thought better of it.
	if err := in.ring.Push(uring.Cancel(receiveID, cancelID)); err != nil {
		return err
	}
	if _, err := in.ring.Submit(0); err != nil {
		return err
	}
	ended := map[uint64]int32{}
	for len(ended) < 2 {
		if err := workUntil(in.lane, in.stop, in.ring.Ready, nil); err != nil {
			return err
		}
		c := in.take()
		ended[c.UserData] = c.Res
	}
	if ended[receiveID] != -int32(unix.ECANCELED) || ended[cancelID] != 0 {
		return fmt.Errorf("the request and its cancellation ended with %d and %d, not ECANCELED and 0", ended[receiveID], ended[cancelID])
	}
	lookAtBuffer(in.lane, in.data, in.payload)
	in.invite()
	if err := in.receiver.wait(in.arrived); err != nil {
		return err
	}
	lookAtBuffer(in.lane, in.data, in.payload)
	return nil
}
