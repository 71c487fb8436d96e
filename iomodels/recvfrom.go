//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// BlockingRecvfrom is [Blocking] by recvfrom(2), the call of the classic figure. It
// returns the data and the sender's address and nothing else, so the kernel's time
// of the arrival is lost: the datagram came while the sender was in its sendto, and
// closer than that nobody can say.
func BlockingRecvfrom(s Scenario) (trace.Trace, error) {
	if err := s.sockets("recvfrom receives from sockets"); err != nil {
		return trace.Trace{}, err
	}
	return perform(s, play{model: "blocking", title: "Blocking recvfrom on " + s.Transport.name(), receive: func(r *receiver) error {
		data := make([]byte, r.Size)
		r.entering(call{"recvfrom", unix.SYS_RECVFROM})
		n, _, err := r.lane.Recvfrom(r.pair.receiver, data, 0)
		if err != nil {
			return os.NewSyscallError("recvfrom", err)
		}
		r.lane.Why("arrival: recvfrom brings no kernel stamp; it lies within the sender's sendto")
		return r.verify(data[:n])
	}})
}
