//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"time"

	sys "golang.org/x/sys/unix"

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
		n, err := w.queued()
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

// queued is how many bytes the receiver could have, of UDP in the first datagram. It
// records the look.
func (w *watcher) queued() (int, error) {
	at := unix.Now()
	n, err := sys.IoctlGetInt(w.pair.receiver, sys.SIOCINQ)
	if err != nil {
		return 0, os.NewSyscallError("ioctl", err)
	}
	w.lane.Event(trace.Event{
		Kind: trace.Probe, Name: "SIOCINQ", Enter: at, Exit: unix.Now(),
		Args: []trace.Arg{unix.Descriptor(w.pair.receiver)}, Note: fmt.Sprintf("%d bytes in the %s", n, w.Transport.holder()),
	})
	return n, nil
}
