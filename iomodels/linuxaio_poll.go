//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// LinuxAIOPoll is what Linux AIO can do for a socket: IOCB_CMD_POLL (Linux 4.19)
// tells, as a completion, that the socket is readable. The submission returns at once
// and the thread goes on. But what was completed is the waiting alone: the data are
// still in the kernel, the buffer is untouched, and the program's own receiving call
// copies. By its interface it is asynchronous, and for the data it is readiness, as
// of poll(2).
//
// See io_submit(2); on a kernel without it the error is EINVAL.
func LinuxAIOPoll(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "linux-aio", title: "Linux AIO poll on " + s.Transport.name(), receive: func(r *receiver) (err error) {
		c, err := newAIO(r.lane, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.close()) }()
		data := make([]byte, r.Size)
		fill(data)
		c.poll(r.pair.receiver)
		r.entering(submitCall)
		if err := c.submit(); err != nil {
			return err
		}
		if err := workUntil(r.lane, r.stop, c.ready, r.submitted); err != nil {
			return err
		}
		// It is complete, and there is not one byte yet: all are in the kernel.
		lookAtBuffer(r.lane, data, r.payload)
		e, err := c.reap()
		if err != nil {
			return err
		}
		if events, err := e.result(); err != nil {
			return err
		} else if events&unix.POLLIN == 0 {
			return fmt.Errorf("readiness was asked for, and the events are %#x", events)
		}
		n, err := r.receive(r.lane, data, 0)
		if err != nil {
			return os.NewSyscallError(r.Transport.call().name, err)
		}
		return r.verify(data[:n])
	}})
}
