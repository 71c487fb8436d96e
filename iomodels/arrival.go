//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// sendAndSee sends the payload and returns when it was seen at the receiver's end,
// beside what lay there before and nobody takes meanwhile. Over loopback that is when the
// call returns, as a rule; the kernel may put it off.
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

// untilMore returns when there is more at the receiver's end than there was, at two looks
// in a row: the kernel tells of data right after it has put them there.
func (w *watcher) untilMore(before int) error {
	limit := time.After(gateLimit)
	for last := before; ; {
		now, err := w.held()
		if err != nil || now > before && now == last {
			return err
		}
		last = now
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
	look(w.lane, "SO_MEMINFO", w.pair.receiver, at, fmt.Sprintf("the receive queue takes %d bytes of memory", n))
	return n, nil
}
