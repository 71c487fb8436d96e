//go:build linux && (amd64 || arm64)

package uring

import (
	"sync/atomic"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// Polled reports whether a kernel thread watches the submission queue ([SQPoll]).
// Then a request needs no system call at all: the thread finds it, and does what
// io_uring_enter(2) would have done on the caller's time. When there was nothing to do
// for [Options.Idle] it goes to sleep and says so in the queue's flags
// (IORING_SQ_NEED_WAKEUP); the next [Ring.Submit] then has to wake it, which is a call.
func (r *Ring) Polled() bool { return r.polled }

// nudge is Submit on such a ring: it looks whether the thread sleeps, and makes the
// call only for that, or to wait. Each look is an event, since it decides whether there
// is a call.
//
// The thread first says that it sleeps and then looks at the queue once more; here the
// tail was stored first and then the flag is read. So one of the two sees the other, as
// long as no processor reorders a store and a later load of another word. Go's atomics
// are sequentially consistent, which forbids it; a C program needs a full barrier here.
func (r *Ring) nudge(wait int) (int, error) {
	var flags uint32
	at, note := unix.Now(), "its kernel thread is awake: no call is needed"
	if atomic.LoadUint32(r.sqFlags)&sqNeedWakeup != 0 {
		flags, note = enterSQWakeup, "its kernel thread sleeps (IORING_SQ_NEED_WAKEUP): a call has to wake it"
	}
	r.lane.Event(trace.Event{Kind: trace.Probe, Name: "submission queue", Enter: at, Exit: unix.Now(), Note: note})
	if wait > 0 {
		flags |= enterGetevents
	}
	if flags != 0 {
		if _, err := r.enter(wait, flags); err != nil {
			return 0, err
		}
	}
	n := int(r.pending)
	r.pending = 0
	return n, nil
}
