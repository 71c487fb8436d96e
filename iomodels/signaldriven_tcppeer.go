//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/unix"
)

// obey does what the program orders, until there are no more orders.
func (d *dialogue) obey(lane *unix.Lane) (err error) {
	p := &peerEnd{dialogue: d, lane: lane, conn: -1}
	defer func() { err = errors.Join(err, p.hangUp()) }()
	for act := range d.orders {
		if err := act(p); err != nil {
			return err
		}
	}
	return nil
}

// accept takes the connection, and lets go of one that it has.
func (p *peerEnd) accept() (err error) {
	if err := p.hangUp(); err != nil {
		return err
	}
	if p.conn, _, err = p.lane.Accept4(p.listener, unix.SOCK_CLOEXEC); err != nil {
		p.conn = -1
	}
	return os.NewSyscallError("accept4", err)
}

// take reads what the program has written.
func (p *peerEnd) take() error {
	for left := p.Size; left > 0; {
		n, err := p.lane.Read(p.conn, make([]byte, left))
		if err == nil && n == 0 {
			err = fmt.Errorf("the stream ended %d bytes early", left)
		}
		if err != nil {
			return os.NewSyscallError("read", err)
		}
		left -= n
	}
	return nil
}

func (p *peerEnd) send() error {
	if err := sleep(p.lane, p.Delay); err != nil {
		return err
	}
	_, err := p.lane.Write(p.conn, p.payload)
	return os.NewSyscallError("write", err)
}

// end says that no more data will come: a FIN.
func (p *peerEnd) end() error {
	if err := sleep(p.lane, p.Delay); err != nil {
		return err
	}
	return os.NewSyscallError("shutdown", p.lane.Shutdown(p.conn, unix.SHUT_WR))
}

// reset closes while there are data that were never read, which the kernel does not
// pass off as an orderly end: it sends a reset.
func (p *peerEnd) reset() error {
	// The data must have come, or close would find nothing unread.
	fds := []unix.PollFd{{Fd: int32(p.conn), Events: unix.POLLIN}}
	if _, err := p.lane.Poll(fds, int(gateLimit.Milliseconds())); err != nil {
		return os.NewSyscallError("poll", err)
	}
	if err := sleep(p.lane, p.Delay); err != nil {
		return err
	}
	return p.hangUp()
}

func (p *peerEnd) hangUp() error {
	if p.conn < 0 {
		return nil
	}
	fd := p.conn
	p.conn = -1
	return os.NewSyscallError("close", p.lane.Close(fd))
}
