//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
)

// BlockingReady is [Blocking] with the data there before the call: then there is
// nothing to wait for, and the same call on the same descriptor copies and returns.
// Blocking is what a call does when there is nothing, and not what it is.
//
// The data were seen at the receiver's end (SIOCINQ) before it calls; their time in
// the kernel's buffer is from the arrival to the call.
func BlockingReady(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "blocking", title: "Blocking " + s.Transport.receiving() + ", data there before the call",
		receive: func(r *receiver) error {
			// The watcher has seen the data there.
			if err := r.wait(r.arrived); err != nil {
				return err
			}
			data := make([]byte, r.Size)
			n, err := r.receive(r.lane, data, 0)
			if err != nil {
				return os.NewSyscallError(r.Transport.call().name, err)
			}
			return r.verify(data[:n])
		},
		send: (*sender).beforeAll,
	})
}
