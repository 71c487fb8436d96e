//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A watcher looks at the receiver from outside. Its lane holds nothing but looks.
type watcher struct {
	*stage
	lane *unix.Lane
}

// serve does what the sender asks for, until that has nothing more to ask.
func (w *watcher) serve() error {
	for {
		select {
		case f, ok := <-w.asks:
			if !ok {
				return nil
			}
			f(w)
		case <-w.stop:
			return errStopped
		}
	}
}

// seeArrival looks into the receiver's end until the data are there. That is the end
// of the first phase, seen without any part in the second (SIOCINQ in udp(7), tcp(7)
// and unix(7); FIONREAD of pipe(7) is the same request).
func (w *watcher) seeArrival() error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	limit := time.After(gateLimit)
	for {
		n, err := w.queued(w.lane)
		if err != nil {
			return err
		}
		if n > 0 {
			close(w.arrived)
			return nil
		}
		select {
		case <-tick.C:
		case <-w.stop:
			return errStopped
		case <-limit:
			return fmt.Errorf("setup: the data did not arrive within %v", gateLimit)
		}
	}
}

// look records a look at a descriptor that began at a time and ends now.
func look(lane *unix.Lane, name string, fd int, at trace.Time, note string) {
	lane.Event(trace.Event{
		Kind: trace.Probe, Name: name, Enter: at, Exit: unix.Now(), Args: []trace.Arg{unix.Descriptor(fd)}, Note: note,
	})
}
