//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// TwoClientsInTurn has one thread serve two clients by blocking calls, A first. B's
// request is there before A has said anything; but the server sleeps in its read
// from A, and B waits as long as A takes, though nothing is wrong with B: this is
// called head-of-line blocking.
//
// The lanes are "server", "client A", "client B" and "watcher". Marks name the
// moments "A sends", "B sends", "A has its reply" and "B has its reply". A request
// and a reply have Size bytes and travel by unix(7) stream sockets.
func TwoClientsInTurn(s Scenario) (trace.Trace, error) {
	return serveTwo(s, "Two clients served in turn by one blocking thread", false)
}

// TwoClientsThreads has a thread serve each client. While one sleeps in its read
// from A, the other serves B. The delay before A sends begins only after B has its
// reply, so B cannot have waited for A.
//
// The lanes are "server A", "server B", "client A", "client B" and "watcher", the
// marks those of [TwoClientsInTurn].
func TwoClientsThreads(s Scenario) (trace.Trace, error) {
	return serveTwo(s, "Two clients served by a blocking thread each", true)
}

// A client is one of the two, with both ends of its connection.
type client struct {
	name         string
	server, own  int
	sent, served chan struct{} // closed when it has sent, and when it has its reply
}

// A visit is one run of two clients at a server.
type visit struct {
	Scenario
	cast
	gate    gate // the server, waiting for A
	open    chan struct{}
	payload []byte
	a, b    *client
}

func serveTwo(s Scenario, title string, threads bool) (t trace.Trace, err error) {
	if s.Transport == "" {
		s.Transport = Unix
	}
	if s, err = s.complete(); err != nil {
		return t, err
	}
	if s.Transport != Unix {
		return t, fmt.Errorf("scenario: transport %q; the two clients come by unix sockets", s.Transport)
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { t, err = visitServer(lane, s, title, threads) })
	return t, err
}

// visitServer runs the server and the clients; lane is for setting up.
func visitServer(lane *unix.Lane, s Scenario, title string, threads bool) (t trace.Trace, err error) {
	a, err := newClient(lane, "A")
	if err != nil {
		return t, fmt.Errorf("setup: %w", err)
	}
	defer func() { err = errors.Join(err, a.close(lane)) }()
	b, err := newClient(lane, "B")
	if err != nil {
		return t, fmt.Errorf("setup: %w", err)
	}
	defer func() { err = errors.Join(err, b.close(lane)) }()
	v := &visit{
		Scenario: s, cast: newCast(func() error { return errors.Join(a.wake(), b.wake()) }),
		open: make(chan struct{}), payload: pattern(s.Size), a: a, b: b,
	}

	lanes := v.play(threads)
	if v.err != nil {
		return t, v.err
	}
	t = unix.Window(title, "blocking", lanes...)
	t.Payload = s.Size
	t.Notes = append(t.Notes, v.gate.weakness()...)
	return t, t.Check()
}

// play runs all threads and returns their lanes when all have ended.
func (v *visit) play(threads bool) []*unix.Lane {
	var actors []*actor
	start := func(name string, role trace.Role, level int, f func(*unix.Lane) error) {
		actors = append(actors, v.act(name, role, level, f))
	}
	watchAfter := v.b.sent
	if threads {
		watchAfter = v.b.served
		start("server A", trace.App, 3, func(lane *unix.Lane) error { return v.serve(lane, v.a) })
		start("server B", trace.App, 3, func(lane *unix.Lane) error { return v.serve(lane, v.b) })
	} else {
		start("server", trace.App, 3, func(lane *unix.Lane) error { return v.serve(lane, v.a, v.b) })
	}
	start("client A", trace.Peer, 1, v.slowClient)
	start("client B", trace.Peer, 1, func(lane *unix.Lane) error { return v.ask(lane, v.b) })
	start("watcher", trace.Witness, 1, func(lane *unix.Lane) error { return v.watch(lane, watchAfter) })

	var lanes []*unix.Lane
	for _, a := range actors {
		<-a.ended
		lanes = append(lanes, a.lane)
	}
	return lanes
}

// serve answers one request of each client, one client after the other. It knows
// no other way: a blocking read waits for one peer.
func (v *visit) serve(lane *unix.Lane, clients ...*client) error {
	for _, c := range clients {
		if c == v.a {
			v.gate.enter(lane.TID(), readCall)
		}
		request, err := v.readAll(lane, c.server)
		if err != nil {
			return err
		}
		if err := v.writeAll(lane, c.server, request); err != nil {
			return err
		}
	}
	return nil
}

// slowClient is A, who lets the server wait.
func (v *visit) slowClient(lane *unix.Lane) error {
	if err := v.wait(v.open); err != nil {
		return err
	}
	if err := sleep(lane, v.Delay); err != nil {
		return err
	}
	return v.ask(lane, v.a)
}

// ask sends a request and waits for the reply.
func (v *visit) ask(lane *unix.Lane, c *client) error {
	mark(lane, c.name+" sends")
	if err := v.writeAll(lane, c.own, v.payload); err != nil {
		return err
	}
	close(c.sent)
	if _, err := v.readAll(lane, c.own); err != nil {
		return err
	}
	mark(lane, c.name+" has its reply")
	close(c.served)
	return nil
}

// watch opens the gate for A once the server sleeps in its read from A; it begins
// to look when after is closed.
func (v *visit) watch(lane *unix.Lane, after <-chan struct{}) error {
	if err := v.wait(after); err != nil {
		return err
	}
	if err := v.gate.await(lane, v.stop); err != nil {
		return err
	}
	close(v.open)
	return nil
}

// readAll reads a whole message. A stream knows none: each read returns what there
// is, so it takes as many as it takes.
func (v *visit) readAll(lane *unix.Lane, fd int) ([]byte, error) {
	message := make([]byte, 0, v.Size)
	for len(message) < v.Size {
		n, err := lane.Read(fd, message[len(message):v.Size])
		lane.Why("arrival: the kernel puts no time on data in unix stream sockets")
		switch {
		case v.stopped():
			return nil, errStopped
		case err != nil:
			return nil, os.NewSyscallError("read", err)
		case n == 0:
			return nil, fmt.Errorf("read: the stream ended after %d of %d bytes", len(message), v.Size)
		}
		message = message[:len(message)+n]
	}
	return message, nil
}

// writeAll writes a whole message, for the same reason.
func (v *visit) writeAll(lane *unix.Lane, fd int, message []byte) error {
	for len(message) > 0 {
		n, err := lane.Write(fd, message)
		if v.stopped() {
			return errStopped
		}
		if err != nil {
			return os.NewSyscallError("write", err)
		}
		message = message[n:]
	}
	return nil
}

func newClient(lane *unix.Lane, name string) (*client, error) {
	fds, err := lane.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socketpair", err)
	}
	return &client{name: name, server: fds[0], own: fds[1], sent: make(chan struct{}), served: make(chan struct{})}, nil
}

// wake ends all sleep on the connection.
func (c *client) wake() error {
	return os.NewSyscallError("shutdown", sys.Shutdown(c.server, sys.SHUT_RDWR))
}

func (c *client) close(lane *unix.Lane) error {
	return errors.Join(os.NewSyscallError("close", lane.Close(c.server)), os.NewSyscallError("close", lane.Close(c.own)))
}
