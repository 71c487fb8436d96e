//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"sync"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A cast is the threads that act in one run. When one of them fails, the others
// are told, so that none waits for ever for what will not come.
type cast struct {
	wake func() error // ends the sleep of those who wait in the kernel

	stop  chan struct{} // closed when the run is given up
	mu    sync.Mutex
	err   error    // why it was given up
	notes []string // for Trace.Notes
}

// errStopped ends those who wait for somebody who failed; it is never the reason.
var errStopped = errors.New("stopped")

func newCast(wake func() error) cast { return cast{wake: wake, stop: make(chan struct{})} }

// An actor is one of the threads.
type actor struct {
	lane  *unix.Lane    // set once ended
	ended chan struct{} // closed when the thread and its lane have ended
}

// act runs f on a thread and a lane of its own.
func (c *cast) act(name string, role trace.Role, level int, f func(*unix.Lane) error) *actor {
	a := &actor{ended: make(chan struct{})}
	go func() {
		defer close(a.ended)
		onThread(name, role, level, func(lane *unix.Lane) {
			a.lane = lane
			c.fail(f(lane))
		})
	}()
	return a
}

// fail gives the run up if err is a reason to.
func (c *cast) fail(err error) {
	if err == nil || errors.Is(err, errStopped) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		close(c.stop)
		err = errors.Join(err, c.wake())
	}
	c.err = errors.Join(c.err, err)
}

// stopped reports whether the run was given up.
func (c *cast) stopped() bool { return isClosed(c.stop) }

// wait returns when ch is closed.
func (c *cast) wait(ch <-chan struct{}) error {
	select {
	case <-ch:
		return nil
	case <-c.stop:
		return errStopped
	}
}

// note is for Trace.Notes.
func (c *cast) note(format string, a ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes = append(c.notes, fmt.Sprintf(format, a...))
}

// isClosed reports whether ch is closed, without waiting. A nil one never is.
func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}
