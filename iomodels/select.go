//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

var selectCall = call{"pselect6", unix.SYS_PSELECT6}

// Select is I/O multiplexing by select(2), the oldest of its calls: see [Poll], from
// which it differs in how it is told the descriptors. They are bits of a set, and the
// kernel writes the answer into the set itself: see [SelectTimeout].
//
// The first argument is the highest descriptor, plus one. The kernel looks at as many
// bits of each set, and the type for the set has room for 1024: see [SelectTooMany].
// The call that the record shows is pselect6(2), which select is made of here.
func Select(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "select", title: "select, then " + s.Transport.receiving(), receive: func(r *receiver) error {
		if err := r.dontBlock(); err != nil {
			return err
		}
		data := newBuffer(r.Size)
		fd := r.pair.receiver
		var asked unix.FdSet // no descriptor
		var readable unix.FdSet

		asked.Set(fd)
		r.entering(selectCall)
		_, err := r.reliably(func() (int, error) {
			readable = asked
			return r.lane.Select(fd+1, &readable, nil, nil, nil)
		})
		if err != nil {
			return os.NewSyscallError("select", err)
		}
		r.left()
		return r.takeReady(data)
	}})
}
