//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringTimer has the kernel keep the time: IORING_OP_TIMEOUT (Linux 5.4) completes
// when Delay has passed, and the thread, which did not sleep, finds that in memory. A
// timer that has run out is an error by its name, ETIME, and the success of what was
// asked for. There is no sender; the trace has the one lane "reader".
//
// When the kernel refuses, the error is a [*Refused].
func IOUringTimer(s Scenario) (trace.Trace, error) {
	s, err := s.complete()
	if err != nil {
		return trace.Trace{}, err
	}
	return alone("io_uring timeout", "io_uring", func(p *program) (err error) {
		ring, err := uring.New(p.lane, uring.Options{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, ring.Close()) }()
		// The kernel reads the time when it takes the request, so it too lies
		// in the ring's memory.
		ts, err := ring.Arena.Timespec(s.Delay)
		if err != nil {
			return err
		}
		if err := ring.Push(uring.Timeout(ts, timerID)); err != nil {
			return err
		}
		if _, err := ring.Submit(0); err != nil {
			return err
		}
		if err := workUntil(p.lane, nil, ring.Ready, nil); err != nil {
			return err
		}
		if c, _ := ring.Peek(); unix.Errno(-c.Res) != unix.ETIME {
			return fmt.Errorf("the timer ended with %d, not ETIME", c.Res)
		}
		return nil
	})
}

// timerID marks requests for a time.
const timerID = 2
