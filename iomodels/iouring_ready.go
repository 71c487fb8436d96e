//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// IOUringReady is [IOUring] with the datagram in the socket before the request is
// made: then there is nothing to wait for, io_uring_enter(2) copies the data at
// once, on the calling thread, and the completion is there when it returns.
// Asynchronous is what may happen, not what must.
func IOUringReady(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "io_uring", title: "io_uring recvmsg on UDP, data there before the request",
		receive: func(r *receiver) error {
			return r.onRing(uring.Options{}, func(in *inbox) error {
				// The watcher has seen the datagram in the socket.
				if err := r.wait(r.arrived); err != nil {
					return err
				}
				if err := in.ring.Push(in.recvmsg(r.pair.receiver)); err != nil {
					return err
				}
				if _, err := in.ring.Submit(0); err != nil {
					return err
				}
				// The first look finds it, so no work is done here.
				if err := workUntil(r.lane, r.stop, in.ring.Ready, nil); err != nil {
					return err
				}
				c, _ := in.ring.Peek()
				lookAtBuffer(r.lane, in.data, r.payload)
				return in.verify(c)
			})
		},
		send: func(s *sender) error {
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
