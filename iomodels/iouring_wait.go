//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// IOUringWait is io_uring used to block on purpose: the one io_uring_enter(2) that
// submits the request also asks for min_complete=1, one completion, and sleeps
// until it is there. The interface is asynchronous; this thread is not.
func IOUringWait(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "io_uring", title: "io_uring " + s.Transport.receiving() + ", waiting for it", receive: func(r *receiver) error {
		return r.onRing(uring.Options{}, func(in *inbox) error {
			if err := in.ring.Push(in.request()); err != nil {
				return err
			}
			r.entering(enterCall)
			c, err := in.awaitCompletion()
			if err != nil {
				return err
			}
			lookAtBuffer(r.lane, in.data, r.payload)
			return in.verify(c)
		})
	}})
}
