//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// watch looks at what the peer wants looked at, until that has nothing more to ask.
func (x *exchange) watch(lane *unix.Lane) error {
	for {
		select {
		case f, ok := <-x.asks:
			if !ok {
				return nil
			}
			f(lane)
		case <-x.stop:
			return errStopped
		}
	}
}

// ask has the watcher do f and returns when that is done.
func (p *party) ask(f func(*unix.Lane) error) error {
	done := make(chan error, 1)
	select {
	case p.asks <- func(lane *unix.Lane) { done <- f(lane) }:
		return <-done
	case <-p.stop:
		return errStopped
	}
}

// lookAtQueues records where the bytes are that went in at the sender's end and did
// not come out at the receiver's. They lie in two queues, with a buffer each, and the
// order of the two looks is that in which they travel: none can slip by between them.
func (p *party) lookAtQueues() error {
	return p.ask(func(lane *unix.Lane) error {
		if _, err := p.lookAt(lane, "SIOCOUTQ", sys.SIOCOUTQ, p.pair.sender, p.Transport.unsent()); err != nil {
			return err
		}
		_, err := p.arrived(lane)
		return err
	})
}

// arrived is how many bytes wait to be read at the receiver's end.
func (p *party) arrived(lane *unix.Lane) (int, error) {
	return p.lookAt(lane, "SIOCINQ", sys.SIOCINQ, p.pair.receiver, "bytes to be read")
}

// untilArrived returns when n bytes wait to be read at the receiver's end.
func (p *party) untilArrived(n int) error {
	return p.ask(func(lane *unix.Lane) error {
		limit := time.After(gateLimit)
		for {
			if got, err := p.arrived(lane); err != nil || got >= n {
				return err
			}
			select {
			case <-time.After(lookApart):
			case <-p.stop:
				return errStopped
			case <-limit:
				return fmt.Errorf("setup: what was sent did not arrive within %v", gateLimit)
			}
		}
	})
}

// unsent says what SIOCOUTQ counts at the sender's end.
func (t Transport) unsent() string {
	if t == TCP {
		return "bytes that the peer's kernel has not acknowledged (tcp(7))"
	}
	return "bytes of the sender's buffer in use: the data that the peer has not read, with what the kernel keeps beside them"
}

func (p *party) lookAt(lane *unix.Lane, name string, request uint, fd int, what string) (int, error) {
	at := unix.Now()
	n, err := sys.IoctlGetInt(fd, request)
	if err != nil {
		return 0, os.NewSyscallError("ioctl", err)
	}
	look(lane, name, fd, at, fmt.Sprintf("%d %s", n, what))
	return n, nil
}
