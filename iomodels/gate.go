//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"sync/atomic"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// gateLimit is how long a gate waits for the receiver before the run is given up.
const gateLimit = 5 * time.Second

// A gate holds the sender back until the receiver waits for data. The receiver
// says that it is about to wait, by [gate.enter], as its last act before the call;
// the watcher then looks at its thread from outside.
//
// Either alone would not do. What a thread says before a call is said too early:
// it can be stopped in between. And the letter S in /proc may be from a lock in the
// Go runtime, taken before.
type gate struct {
	tid  atomic.Int64
	in   atomic.Pointer[[]call] // the thread is about to make one of these calls, or is in it; nil when in none
	open atomic.Bool            // the receiver has no need to sleep: its submission has returned
}

// enter says that the thread tid makes one of the calls next.
func (g *gate) enter(tid int, calls ...call) {
	g.tid.Store(int64(tid))
	g.in.Store(&calls)
}

// leave says that the call has returned. When it was a submission, which need not
// sleep, the gate opens.
func (g *gate) leave(submission bool) {
	g.in.Store(nil)
	g.open.Store(submission)
}

// await returns once the receiver is in its call and asleep at two looks, 1 ms
// apart, or its submission has returned, whichever is first. Each look is an event
// on lane.
//
// Two looks, since one may catch a thread that is on its way: asleep for a moment
// on a lock within the call.
func (g *gate) await(lane *unix.Lane, stop <-chan struct{}) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	limit := time.After(gateLimit)
	for asleep := 0; asleep < 2; {
		if g.open.Load() {
			_, err := watchThread(lane, int(g.tid.Load()), nil)
			return err
		}
		if calls := g.in.Load(); calls != nil { // read before looking, so the look is later
			s, err := watchThread(lane, int(g.tid.Load()), *calls)
			if err != nil {
				return err
			}
			if s.asleepIn(*calls) {
				asleep++
			} else {
				asleep = 0
			}
		}
		select {
		case <-tick.C:
		case <-stop:
			return errStopped
		case <-limit:
			return fmt.Errorf("setup: the receiver was not seen waiting within %v", gateLimit)
		}
	}
	return nil
}

// watchThread looks at a thread and records the look.
func watchThread(lane *unix.Lane, tid int, calls []call) (threadState, error) {
	at := unix.Now()
	s, err := stateOf(tid)
	if err != nil {
		return s, fmt.Errorf("setup: looking at the receiver's thread: %w", err)
	}
	lane.Event(trace.Event{
		Kind: trace.Probe, Name: "thread state", Enter: at, Exit: unix.Now(),
		Args: []trace.Arg{{Raw: uint64(tid), Text: fmt.Sprintf("thread %d", tid)}},
		Note: s.describe(calls),
	})
	return s, nil
}
