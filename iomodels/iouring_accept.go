//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// acceptClients is how many clients connect.
const acceptClients = 3

// IOUringAccept has one request bring several connections: a multishot accept
// (IORING_ACCEPT_MULTISHOT, Linux 5.19) stays with the kernel, and each client that
// connects adds one more completion with the same user data, whose result is the new
// descriptor. The flag IORING_CQE_F_MORE says that others may follow. The server makes
// no call for any of them; at the end it takes the request back.
//
// Three clients connect over TCP, one after the other: each only when the server has
// seen the one before. The lanes are "server" and "clients". Transport and Size of the
// scenario mean nothing here, and Delay passes before each connect.
//
// When the kernel refuses, the error is a [*Refused].
func IOUringAccept(s Scenario) (trace.Trace, error) {
	return s.acceptOnRing("io_uring accept, multishot", (*acceptor).multishot)
}

// IOUringAcceptOnce is [IOUringAccept] with a request, and so a call, for each
// connection.
func IOUringAcceptOnce(s Scenario) (trace.Trace, error) {
	return s.acceptOnRing("io_uring accept, a request for each", (*acceptor).oneByOne)
}

// An acceptor is a server that wants connections, and what it has to tell its clients.
type acceptor struct {
	Scenario
	cast
	lane     *unix.Lane
	ring     *uring.Ring
	listener int
	ready    chan struct{} // by the server, for each client: it may connect
}

// acceptID marks the request.
const acceptID = 1

// multishot accepts all clients by one request.
func (a *acceptor) multishot() error {
	if err := a.submit(uring.AcceptMultishot(a.listener, unix.SOCK_CLOEXEC, acceptID)); err != nil {
		return err
	}
	for n := range acceptClients {
		c, err := a.accepted()
		if err != nil {
			return err
		}
		if c.Flags&uring.More == 0 {
			return fmt.Errorf("the request ended with connection %d (IORING_CQE_F_MORE is not set)", n+1)
		}
	}
	return nil
}

// oneByOne accepts each client by a request of its own.
func (a *acceptor) oneByOne() error {
	for range acceptClients {
		if err := a.submit(uring.Accept(a.listener, unix.SOCK_CLOEXEC, acceptID)); err != nil {
			return err
		}
		if _, err := a.accepted(); err != nil {
			return err
		}
	}
	return nil
}

func (a *acceptor) submit(q uring.Request) error {
	if err := a.ring.Push(q); err != nil {
		return err
	}
	_, err := a.ring.Submit(0)
	return err
}

// accepted lets a client connect, works until there is a completion, and closes the
// connection.
func (a *acceptor) accepted() (uring.Completion, error) {
	invite := func() { a.ready <- struct{}{} }
	if err := workUntil(a.lane, a.stop, a.ring.Ready, invite); err != nil {
		return uring.Completion{}, err
	}
	c, _ := a.ring.Peek()
	if c.Res < 0 {
		err := unix.Errno(-c.Res)
		if err == unix.EINVAL {
			return c, &Refused{Call: "IORING_OP_ACCEPT", What: "multishot accept", Errno: err}
		}
		return c, fmt.Errorf("accept through io_uring: %w", err)
	}
	return c, os.NewSyscallError("close", a.lane.Close(int(c.Res)))
}

// acceptOnRing has serve accept the clients.
func (s Scenario) acceptOnRing(title string, serve func(*acceptor) error) (t trace.Trace, err error) {
	if s, err = s.complete(); err != nil {
		return t, err
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) {
		var a acceptor
		var address unix.Sockaddr
		if a.listener, address, err = bound(lane, unix.SOCK_STREAM); err == nil {
			err = os.NewSyscallError("listen", lane.Listen(a.listener, acceptClients))
		}
		if a.listener >= 0 {
			defer func() { err = errors.Join(err, os.NewSyscallError("close", lane.Close(a.listener))) }()
		}
		if err != nil {
			err = fmt.Errorf("setup: %w", err)
			return
		}
		a.Scenario, a.cast, a.ready = s, newCast(func() error { return nil }), make(chan struct{}, acceptClients)
		t, err = a.play(title, address, serve)
	})
	return t, err
}

// play runs the server and its clients until both have ended.
func (a *acceptor) play(title string, address unix.Sockaddr, serve func(*acceptor) error) (trace.Trace, error) {
	server := a.act("server", trace.App, 3, func(lane *unix.Lane) (err error) {
		a.lane = lane
		if a.ring, err = uring.New(lane, uring.Options{}); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, a.ring.Close()) }()
		if err := a.ring.Needs(uring.OpAccept); err != nil {
			return err
		}
		return serve(a)
	})
	clients := a.act("clients", trace.Peer, 1, func(lane *unix.Lane) error {
		for range acceptClients {
			if err := a.connect(lane, address); err != nil {
				return err
			}
		}
		return nil
	})
	<-server.ended
	<-clients.ended
	if a.err != nil {
		return trace.Trace{}, a.err
	}
	t := unix.Window(title, "io_uring", server.lane, clients.lane)
	return t, t.Check()
}

// connect is one client, from when the server is ready for it.
func (a *acceptor) connect(lane *unix.Lane, address unix.Sockaddr) (err error) {
	select {
	case <-a.ready:
	case <-a.stop:
		return errStopped
	}
	if err := sleep(lane, a.Delay); err != nil {
		return err
	}
	fd, err := lane.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", lane.Close(fd))) }()
	return connected(lane.Connect(fd, address))
}
