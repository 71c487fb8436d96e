//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// NonBlockingDontWait is [NonBlocking] by MSG_DONTWAIT in each call instead of
// O_NONBLOCK on the descriptor. The flag is of the one call: whoever else receives
// from this socket, by this descriptor or another, still blocks if he wants to. Only
// the calls for sockets have it (recv(2)); read(2) knows no flags.
func NonBlockingDontWait(s Scenario) (trace.Trace, error) {
	if err := s.sockets("read knows no MSG_DONTWAIT"); err != nil {
		return trace.Trace{}, err
	}
	return perform(s, play{model: "nonblocking", title: "Non-blocking " + s.Transport.receiving() + ", by MSG_DONTWAIT", receive: func(r *receiver) error {
		return r.askUntilThere(unix.MSG_DONTWAIT, nil)
	}})
}
