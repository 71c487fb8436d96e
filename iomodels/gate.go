//go:build linux && (amd64 || arm64)

package iomodels

import (
	"cmp"
	"fmt"
	"sync/atomic"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// gateLimit is how long a gate waits for the receiver before the run is given up. It is
// long beside what is waited for, since virtual machines stand still for seconds.
const gateLimit = 15 * time.Second

// lookApart is how long after the end of one look the next begins, at the least.
const lookApart = time.Millisecond

// A gate holds the sender back until the receiver waits for data. The receiver
// says that it is about to wait, by [gate.enter], as its last act before the call;
// the watcher then looks at its thread from outside.
//
// Either alone would not do. What a thread says before a call is said too early:
// it can be stopped in between. And the letter S in /proc may be from a futex(2) of
// the Go runtime, before the call. So it is the number of the call that decides,
// which /proc shows beside the letter; where it does not, the gate is weaker, and
// [gate.weakness] says so.
type gate struct {
	tid     atomic.Int64
	in      atomic.Pointer[[]call] // the thread is about to make one of these calls, or is in it; nil when in none
	open    atomic.Bool            // the receiver has no need to sleep: its submission has returned
	guessed atomic.Bool            // it opened though the number of the call could not be read
	tasks   string                 // the directory that shows the threads; [ownTasks] when empty
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

// weakness is the sentence for Trace.Notes about a gate that opened on less than it
// should; nil when there is nothing to say.
func (g *gate) weakness() []string {
	if !g.guessed.Load() {
		return nil
	}
	return []string{"the gate was weaker here: /proc/PID/task/TID/syscall could not be read, so the receiver was seen asleep, " +
		"but not in which call (proc_pid_syscall(5))"}
}

// await returns once the receiver is in its call and asleep at two looks in a row,
// [lookApart] at the least, or its submission has returned, whichever is first.
// Each look is an event on lane.
//
// Two looks, since one may catch a thread that is on its way: asleep for a moment
// on a lock within the call.
func (g *gate) await(lane *unix.Lane, stop <-chan struct{}) error {
	limit := time.After(gateLimit)
	for asleep := 0; ; {
		if g.open.Load() {
			_, err := g.watch(lane)
			return err
		}
		if calls := g.in.Load(); calls == nil { // read before looking, so the look is later
			asleep = 0
		} else if s, err := g.watch(lane); err != nil {
			return err
		} else if !s.asleepIn(*calls) {
			asleep = 0
		} else if asleep++; asleep == 2 {
			g.guessed.Store(!s.known)
			return nil
		}
		select {
		// A timer for each look: a ticker keeps a tick that comes during a long look,
		// and the next look would follow at once.
		case <-time.After(lookApart):
		case <-stop:
			return errStopped
		case <-limit:
			return fmt.Errorf("setup: the receiver was not seen waiting within %v", gateLimit)
		}
	}
}

// watch looks at the thread and records the look.
func (g *gate) watch(lane *unix.Lane) (threadState, error) {
	tid, tasks := int(g.tid.Load()), cmp.Or(g.tasks, ownTasks)
	at := unix.Now()
	s, err := stateOf(tasks, tid)
	if err != nil {
		return s, fmt.Errorf("setup: looking at the receiver's thread: %w", err)
	}
	lane.Event(trace.Event{
		Kind: trace.Probe, Name: "thread state", Enter: at, Exit: unix.Now(),
		Args: []trace.Arg{{Raw: uint64(tid), Text: fmt.Sprintf("thread %d", tid)}},
		Note: s.describe(),
	})
	return s, nil
}
