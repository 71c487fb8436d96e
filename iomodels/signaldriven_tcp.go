//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// SignalOnTCP lists what a TCP connection tells of by signals, which is more than that
// there are data. The thread has them come as real-time signals (F_SETSIG in fcntl(2)),
// whose si_code says what it was, and the marks say what was done before:
//
//	connects     POLL_OUT: the connection stands, and can be written to
//	writes       nothing: that the peer's kernel has what was written is no event
//	peer sends   POLL_IN
//	peer ends    POLL_IN, more than once as a rule: its FIN, which read(2) shows as 0 bytes
//	peer resets  POLL_ERR: it closed with data unread, and read says ECONNRESET
//
// The last is on a second connection. With SIGIO all these would look alike, and on a
// busy connection come so often that few programs used signals on TCP. The thread
// sleeps in rt_sigtimedwait(2), and never in connect(2) or read, which do not block;
// read copies what came. See tcp(7), socket(7), signal(7) and sigaction(2).
//
// The transport is [TCP]. The peer waits for Delay before it sends, ends and resets.
// Where so few signals may not be pending, the error is [ErrFewSignals].
func SignalOnTCP(s Scenario) (t trace.Trace, err error) {
	if s.Transport == "" {
		s.Transport = TCP
	}
	if s, err = s.complete(); err != nil {
		return t, err
	}
	if s.Transport != TCP {
		return t, fmt.Errorf("scenario: transport %q; these are the events of a TCP connection", s.Transport)
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { t, err = converse(lane, s) })
	return t, err
}

// A dialogue is the program's two connections, one after the other, with a peer that
// does what the program's side of the story needs.
type dialogue struct {
	Scenario
	cast
	payload  []byte
	listener int
	address  unix.Sockaddr
	orders   chan func(*peerEnd) error
}

// A peerEnd is the peer's thread and its end of the connection.
type peerEnd struct {
	*dialogue
	lane *unix.Lane
	conn int
}

func converse(setup *unix.Lane, s Scenario) (t trace.Trace, err error) {
	listener, address, err := bound(setup, unix.SOCK_STREAM)
	defer func() {
		if listener >= 0 {
			err = errors.Join(err, os.NewSyscallError("close", setup.Close(listener)))
		}
	}()
	if err != nil {
		return t, fmt.Errorf("setup: %w", err)
	}
	if err := setup.Listen(listener, 1); err != nil {
		return t, fmt.Errorf("setup: %w", os.NewSyscallError("listen", err))
	}
	d := &dialogue{
		Scenario: s, payload: pattern(s.Size), listener: listener, address: address, orders: make(chan func(*peerEnd) error),
		cast: newCast(func() error { return os.NewSyscallError("shutdown", sys.Shutdown(listener, sys.SHUT_RDWR)) }),
	}
	program := d.act("program", trace.App, 3, d.program)
	peer := d.act("peer", trace.Peer, 1, d.obey)
	<-program.ended
	<-peer.ended
	if d.err != nil {
		return t, d.err
	}
	t = unix.Window("What a TCP connection tells by signals", "signal-driven", program.lane, peer.lane)
	t.Payload = s.Size
	return t, t.Check()
}

// program is the side under study.
func (d *dialogue) program(lane *unix.Lane) error {
	defer close(d.orders)
	set, err := hold(lane, realtime, unix.SIGIO)
	if err != nil {
		return err
	}
	c := &caller{dialogue: d, lane: lane, set: set}
	if err := c.connection(func() error {
		if err := c.acked(); err != nil {
			return err
		}
		if err := c.told("peer sends", (*peerEnd).send, d.Size, nil); err != nil {
			return err
		}
		return c.told("peer ends", (*peerEnd).end, 0, nil)
	}); err != nil {
		return err
	}
	return c.connection(func() error {
		if err := c.write(); err != nil {
			return err
		}
		return c.told("peer resets", (*peerEnd).reset, 0, unix.ECONNRESET)
	})
}

// A caller is the program's thread and its end of the connection.
type caller struct {
	*dialogue
	lane *unix.Lane
	set  *unix.Sigset_t
	fd   int
}

// connection makes a connection, has f use it, and closes it.
func (c *caller) connection(f func() error) (err error) {
	if c.fd, err = c.lane.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0); err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", c.lane.Close(c.fd))) }()
	if err := signalThread(c.lane, c.fd, realtime); err != nil {
		return err
	}
	mark(c.lane, "connects")
	// On loopback the connection may stand before connect returns, and yet a call that
	// does not block says EINPROGRESS.
	if err := c.lane.Connect(c.fd, c.address); err != unix.EINPROGRESS && err != nil {
		return connected(err)
	}
	if err := c.await(); err != nil {
		return err
	}
	if err := c.takePending(); err != nil {
		return err
	}
	if err := c.order((*peerEnd).accept); err != nil {
		return err
	}
	return f()
}

// acked writes, and waits until the peer's kernel has said that it has it all.
func (c *caller) acked() error {
	mark(c.lane, "writes")
	if err := c.write(); err != nil {
		return err
	}
	if err := c.order((*peerEnd).take); err != nil {
		return err
	}
	for limit := time.Now().Add(gateLimit); time.Now().Before(limit) && !c.stopped(); time.Sleep(lookApart) {
		at := unix.Now()
		n, err := sys.IoctlGetInt(c.fd, sys.SIOCOUTQ)
		if err != nil {
			return os.NewSyscallError("ioctl", err)
		}
		if n == 0 {
			look(c.lane, "SIOCOUTQ", c.fd, at, "0 bytes that the peer has not acknowledged")
			return c.takePending()
		}
	}
	return fmt.Errorf("setup: what was written was not acknowledged within %v", gateLimit)
}

// write is for few bytes, for which there is room.
func (c *caller) write() error {
	_, err := c.lane.Write(c.fd, c.payload)
	return os.NewSyscallError("write", err)
}

// told has the peer do something, sleeps until a signal tells of it, and reads, which
// is to bring n bytes or errno. By then all signals of it were sent: the kernel has the
// connection locked while it takes in what comes, and the read waits for that.
func (c *caller) told(what string, act func(*peerEnd) error, n int, errno error) error {
	mark(c.lane, what)
	if err := c.order(act); err != nil {
		return err
	}
	if err := c.await(); err != nil {
		return err
	}
	got, err := c.lane.Read(c.fd, make([]byte, c.Size))
	c.lane.Why("arrival: read brings no kernel stamp; recvmsg would")
	if err != errno || err == nil && got != n {
		return fmt.Errorf("%s: read brought %d bytes and %v, not %d and %v", what, got, err, n, errno)
	}
	return c.takePending()
}

// takePending takes the other signals that there are.
func (c *caller) takePending() error {
	taken, err := takePending(c.lane, c.set)
	return errors.Join(err, eachQueued(taken...))
}

// await sleeps until there is a signal.
func (c *caller) await() error {
	limit := unix.NsecToTimespec(int64(c.Delay + gateLimit))
	info := new(unix.Siginfo)
	for {
		_, err := c.lane.RtSigtimedwait(c.set, info, &limit)
		switch {
		case c.stopped():
			return errStopped
		case err == unix.EINTR:
		case err != nil:
			return os.NewSyscallError("rt_sigtimedwait", err)
		default:
			sig := sigOf(info)
			took(c.lane, sig)
			return eachQueued(sig)
		}
	}
}

// order has the peer do something, and does not wait until it has.
func (c *caller) order(act func(*peerEnd) error) error {
	select {
	case c.orders <- act:
		return nil
	case <-c.stop:
		return errStopped
	}
}
