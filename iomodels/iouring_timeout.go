//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringTimeout is [BlockingTimeout] with io_uring: the request for the data is
// followed by IORING_OP_LINK_TIMEOUT (Linux 5.5), tied to it by IOSQE_IO_LINK. When
// limit has passed the kernel cancels the request, which completes with ECANCELED and
// leaves the buffer alone, and the timeout completes with ETIME. Both come of the one
// call, in no given order: their user data say which is which.
//
// Only then does the sender come, and a second request, without limit, receives.
//
// When the kernel refuses, the error is a [*Refused].
func IOUringTimeout(s Scenario, limit time.Duration) (trace.Trace, error) {
	if limit <= 0 {
		return trace.Trace{}, fmt.Errorf("a timeout of %v", limit)
	}
	return perform(s, play{
		model: "io_uring", title: "io_uring " + s.Transport.receiving() + ", with a linked timeout",
		receive: func(r *receiver) error {
			return r.onRing(uring.Options{}, func(in *inbox) error { return in.receiveAfter(limit) })
		},
		send: (*sender).whenInvited,
	})
}

// receiveAfter makes a request that is to be given up after limit, and then one that
// receives.
func (in *inbox) receiveAfter(limit time.Duration) error {
	if err := in.ring.Needs(uring.OpLinkTimeout); err != nil {
		return err
	}
	ts, err := in.ring.Arena.Timespec(limit)
	if err != nil {
		return err
	}
	request := in.request()
	request.Flags |= uring.IOLink // with the request that follows
	ended, err := in.run(request, uring.LinkTimeout(ts, timerID))
	if err != nil {
		return err
	}
	lookAtBuffer(in.lane, in.data, in.payload)
	if ended[receiveID] != -int32(unix.ECANCELED) || ended[timerID] != -int32(unix.ETIME) {
		return fmt.Errorf("the request and its timeout ended with %d and %d, not ECANCELED and ETIME", ended[receiveID], ended[timerID])
	}
	in.invite()
	return in.receiveBy(in.request())
}

// run submits requests by one call, works until all of them are complete, and returns
// what each ended with, by its user data.
func (in *inbox) run(requests ...uring.Request) (ended map[uint64]int32, err error) {
	for _, q := range requests {
		if err := in.ring.Push(q); err != nil {
			return nil, err
		}
	}
	if _, err := in.ring.Submit(0); err != nil {
		return nil, err
	}
	ended = map[uint64]int32{}
	for len(ended) < len(requests) {
		if err := workUntil(in.lane, in.stop, in.ring.Ready, nil); err != nil {
			return nil, err
		}
		c := in.take()
		ended[c.UserData] = c.Res
	}
	return ended, nil
}
