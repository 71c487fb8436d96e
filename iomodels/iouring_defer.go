//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// looksAfterArrival is how often IOUringDeferTaskrun looks in vain.
const looksAfterArrival = 1000

// IOUringDeferTaskrun asks who copies. An ordinary ring interrupts the thread when
// data have come, and copies on its time, between two instructions of its
// own program. With IORING_SETUP_DEFER_TASKRUN (Linux 6.1, io_uring_setup(2)) the
// kernel may not interrupt: the data lie in the kernel, and nothing is complete,
// until the thread gives its time by io_uring_enter(2) with IORING_ENTER_GETEVENTS.
//
// On a kernel without it the error is a [*Refused] of EINVAL.
func IOUringDeferTaskrun(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "io_uring", title: "io_uring " + s.Transport.receiving() + ", with DEFER_TASKRUN",
		receive: func(r *receiver) error {
			return r.onRing(uring.Options{Flags: uring.SingleIssuer | uring.DeferTaskrun}, (*inbox).receiveDeferred)
		},
		send: func(s *sender) error {
			if err := s.asScenario(); err != nil {
				return err
			}
			return s.awaitArrival()
		},
	})
}

func (in *inbox) receiveDeferred() error {
	if err := in.ring.Push(in.request()); err != nil {
		return err
	}
	in.entering(enterCall)
	if _, err := in.ring.Submit(0); err != nil {
		return err
	}

	// The thread works until the watcher has seen the data at its end:
	// the first phase is over.
	if err := workUntil(in.lane, in.stop, func() bool { return isClosed(in.arrived) }, in.submitted); err != nil {
		return err
	}
	// And yet there is no completion, however often it looks.
	found, at := 0, unix.Now()
	for range looksAfterArrival {
		if in.ring.Ready() {
			found++
		}
	}
	in.lane.Event(trace.Event{
		Kind: trace.Probe, Name: "completion queue", Enter: at, Exit: unix.Now(),
		Note: fmt.Sprintf("%d completions in %d looks after the arrival", found, looksAfterArrival),
	})
	lookAtBuffer(in.lane, in.data, in.payload)

	// The second phase takes place within this call.
	c, err := in.awaitCompletion()
	if err != nil {
		return err
	}
	lookAtBuffer(in.lane, in.data, in.payload)
	return in.verify(c)
}
