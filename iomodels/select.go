//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"slices"

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
		if err := r.selectReadable(nil, r.pair.receiver); err != nil {
			return err
		}
		r.left()
		return r.takeReady(data)
	}})
}

// selectReadable asks select(2) which of the descriptors can be read, and waits until
// one can be, or until the timeout has passed if there is one.
func (r *receiver) selectReadable(timeout *unix.Timeval, fds ...int) error {
	highest := slices.Max(fds)
	if highest >= unix.FD_SETSIZE {
		return fmt.Errorf("descriptor %d is too large for select(2)", highest)
	}
	r.entering(selectCall)
	_, err := r.reliably(func() (int, error) {
		var readable unix.FdSet // made anew for each call
		for _, fd := range fds {
			readable.Set(fd)
		}
		return r.lane.Select(highest+1, &readable, nil, nil, timeout)
	})
	return os.NewSyscallError("select", err)
}
