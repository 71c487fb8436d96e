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

// sendAndSee sends the payload and returns when it was seen at the receiver's end,
// beside what lay there before and nobody takes meanwhile.
func (s *sender) sendAndSee() error {
	before := 0
	err := s.ask(func(w *watcher) (err error) {
		before, err = w.held()
		return err
	})
	if err != nil {
		return err
	}
	if err := s.send(); err != nil {
		return err
	}
	return s.ask(func(w *watcher) error { return w.untilMore(before) })
}

// untilMore returns when there is more at the receiver's end than there was.
func (w *watcher) untilMore(before int) error {
	limit := time.After(gateLimit)
	for {
		now, err := w.held()
		if err != nil || now > before {
			return err
		}
		select {
		case <-time.After(lookApart):
		case <-w.stop:
			return errStopped
		case <-limit:
			return fmt.Errorf("setup: the data did not arrive within %v", gateLimit)
		}
	}
}

// held is what grows with all that comes to the receiver's end: the bytes that it
// could have, and of UDP, where SIOCINQ counts the first datagram only, the memory
// that its queue takes (SO_MEMINFO, whose first number is SK_MEMINFO_RMEM_ALLOC of
// sock_diag(7)). The look is recorded.
func (w *watcher) held() (int, error) {
	if w.Transport != UDP {
		return w.queued(w.lane)
	}
	at := unix.Now()
	n, err := sys.GetsockoptInt(w.pair.receiver, sys.SOL_SOCKET, sys.SO_MEMINFO)
	if err != nil {
		return 0, os.NewSyscallError("getsockopt", err)
	}
	w.lane.Event(trace.Event{
		Kind: trace.Probe, Name: "SO_MEMINFO", Enter: at, Exit: unix.Now(),
		Args: []trace.Arg{unix.Descriptor(w.pair.receiver)}, Note: fmt.Sprintf("the receive queue takes %d bytes of memory", n),
	})
	return n, nil
}
