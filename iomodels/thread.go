//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// onThread runs f on a thread of its own and returns when it is done. The lane is
// ended then, and the thread too: a goroutine that returns while it is locked to
// its thread takes the thread along (runtime.LockOSThread).
func onThread(name string, role trace.Role, level int, f func(*unix.Lane)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		lane := unix.Start(name, role, level)
		defer lane.End()
		f(lane)
	}()
	<-done
}

// alone runs a model that has no peer, on one lane at level 3, and returns its
// record.
func alone(title, model string, f func(*program) error) (trace.Trace, error) {
	p := &program{}
	var err error
	onThread("reader", trace.App, 3, func(lane *unix.Lane) {
		p.lane = lane
		err = f(p)
	})
	if err != nil {
		return trace.Trace{}, err
	}
	t := unix.Window(title, model, append([]*unix.Lane{p.lane}, p.helpers...)...)
	t.Payload = p.payload
	t.Notes = append(t.Notes, p.notes...)
	return t, t.Check()
}

// A program is one thread that reads a file.
type program struct {
	lane    *unix.Lane
	helpers []*unix.Lane // threads that work for it
	payload int
	notes   []string
}

// sleep is a recorded nanosleep(2), so that the waiting can be seen too. After a
// signal it sleeps what is left.
func sleep(lane *unix.Lane, d time.Duration) error {
	left := unix.NsecToTimespec(int64(d))
	for {
		err := lane.Nanosleep(&left, &left)
		if err != unix.EINTR {
			return os.NewSyscallError("nanosleep", err)
		}
	}
}

// mark records a moment by name.
func mark(lane *unix.Lane, name string) {
	at := unix.Now()
	lane.Event(trace.Event{Kind: trace.Mark, Name: name, Enter: at, Exit: at})
}
