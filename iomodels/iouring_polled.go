//go:build linux && (amd64 || arm64)

package iomodels

import (
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// wakeID marks the request that asks for nothing.
const wakeID = 9

// IOUringPolled is [IOUring] without any system call for the request. With
// IORING_SETUP_SQPOLL (io_uring_setup(2)) a thread of the kernel, "iou-sqp-" and a number
// among the threads of this process (since Linux 5.12), looks for requests in the shared
// memory: writing one there is enough. It is that thread, too, which copies the data
// when they have come.
//
// Nothing is free: the kernel's thread keeps a processor busy with looking. When it
// found nothing for some time, or before it ever found something, it sleeps and has set
// a flag (IORING_SQ_NEED_WAKEUP), and then the next request needs one io_uring_enter(2)
// to wake it. So the first request here asks for nothing (IORING_OP_NOP): the thread is
// up when the one for the data comes. The trace shows it: probes "submission queue" are
// the looks at the flag, and there is one call for each that saw it set.
//
// When the kernel refuses, the error is a [*Refused].
func IOUringPolled(s Scenario) (trace.Trace, error) {
	ring := uring.Options{Flags: uring.SQPoll, Idle: time.Second}
	pollers := beforeRing("iou-sqp-")
	return perform(s, play{
		model: "io_uring", title: "io_uring " + s.Transport.receiving() + ", with SQPOLL",
		receive: func(r *receiver) error {
			return r.onRing(ring, func(in *inbox) error {
				if _, err := in.run(uring.Nop(wakeID)); err != nil {
					return err
				}
				if err := in.receiveBy(in.request()); err != nil {
					return err
				}
				pollers.find(in.lane)
				return nil
			})
		},
	})
}
