//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// IOUringReady is [IOUring] with the data there before the request is made: then there
// is nothing to wait for, io_uring_enter(2) copies the data at once, on the calling
// thread, and the completion is there when it returns. Asynchronous is what may happen,
// not what must.
//
// That it was so is for the trace to show. The completion's Enter is the last look
// that did not see it and its Exit the first that did, and one look stands directly
// before the call and one directly after: when "CQE enter" is no later than
// "io_uring_enter enter", the first look after the call found it. And then there is
// no Work, since the thread computes only as long as it finds nothing.
func IOUringReady(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "io_uring", title: "io_uring " + s.Transport.receiving() + ", data there before the request",
		receive: func(r *receiver) error {
			return r.onRing(uring.Options{}, func(in *inbox) error {
				// The watcher has seen the data there.
				if err := r.wait(r.arrived); err != nil {
					return err
				}
				if err := in.ring.Push(in.request()); err != nil {
					return err
				}
				if _, err := in.ring.Submit(0); err != nil {
					return err
				}
				// Submit has looked already. Were the completion not there, the
				// thread would work until it is, and the trace would show that.
				if err := workUntil(r.lane, r.stop, in.ring.Ready, nil); err != nil {
					return err
				}
				c := in.take()
				lookAtBuffer(r.lane, in.data, r.payload)
				return in.verify(c)
			})
		},
		send: (*sender).beforeAll,
	})
}
