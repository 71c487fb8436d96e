//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// IOUringRecv is [IOUring] by IORING_OP_RECV (Linux 5.6), which stands for recv(2):
// it wants an address and a length, no message header, and so has no room for the
// kernel's time of the arrival. The record then shows no end of the first phase: a
// completion says that both are over.
//
// A pipe has no recv; what [IOUring] does there is IORING_OP_READ.
func IOUringRecv(s Scenario) (trace.Trace, error) {
	if err := s.sockets("recv wants a socket"); err != nil {
		return trace.Trace{}, err
	}
	return perform(s, play{model: "io_uring", title: "io_uring recv on " + s.Transport.name(), receive: func(r *receiver) error {
		return r.onRing(uring.Options{}, func(in *inbox) error {
			if err := in.ring.Needs(uring.OpRecv); err != nil {
				return err
			}
			return in.receiveBy(uring.Recv(r.pair.receiver, in.data, 0, receiveID))
		})
	}})
}
