//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// A pair is the two ends of a transport, connected so that nobody else's bytes can
// come between. The calls that make it are recorded on a lane that is not part of the
// models' traces: a record begins where the models begin to differ.
type pair struct {
	transport        Transport
	receiver, sender int
	address          unix.Sockaddr // the receiver's, of UDP
	notes            []string
}

func newPair(lane *unix.Lane, t Transport) (*pair, error) {
	p := &pair{transport: t, receiver: -1, sender: -1}
	if err := p.open(lane); err != nil {
		return nil, errors.Join(err, p.close(lane))
	}
	return p, nil
}

func (p *pair) open(lane *unix.Lane) error {
	switch p.transport {
	case TCP:
		if err := p.openTCP(lane); err != nil {
			return err
		}
	case Unix:
		return p.openUnix(lane)
	case Pipe:
		return p.openPipe(lane)
	default:
		if err := p.openUDP(lane); err != nil {
			return err
		}
	}
	return p.askForStamps(lane)
}

func (p *pair) openUDP(lane *unix.Lane) (err error) {
	var from unix.Sockaddr
	if p.receiver, p.address, err = bound(lane, unix.SOCK_DGRAM); err != nil {
		return err
	}
	if p.sender, from, err = bound(lane, unix.SOCK_DGRAM); err != nil {
		return err
	}
	if err := connected(lane.Connect(p.receiver, from)); err != nil {
		return err
	}
	return connected(lane.Connect(p.sender, p.address))
}

// connected is the error of a connect(2) over the loopback interface. A namespace of the
// network begins with that interface down (network_namespaces(7)).
func connected(err error) error {
	if err == unix.ENETUNREACH {
		return fmt.Errorf("%w: the loopback interface, lo, is down", os.NewSyscallError("connect", err))
	}
	return os.NewSyscallError("connect", err)
}

// bound returns a socket of that type at a port of the loopback interface that the
// kernel chose. The descriptor is valid or -1, with an error too.
func bound(lane *unix.Lane, typ int) (int, unix.Sockaddr, error) {
	fd, err := lane.Socket(unix.AF_INET, typ|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, nil, os.NewSyscallError("socket", err)
	}
	if err := lane.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return fd, nil, os.NewSyscallError("bind", err)
	}
	address, err := lane.Getsockname(fd)
	return fd, address, os.NewSyscallError("getsockname", err)
}

// openTCP connects the sender to a listener and has the receiver accepted from it.
func (p *pair) openTCP(lane *unix.Lane) (err error) {
	listener, address, err := bound(lane, unix.SOCK_STREAM)
	defer func() {
		if listener >= 0 {
			err = errors.Join(err, os.NewSyscallError("close", lane.Close(listener)))
		}
	}()
	if err != nil {
		return err
	}
	if err := lane.Listen(listener, 1); err != nil {
		return os.NewSyscallError("listen", err)
	}
	var own unix.Sockaddr
	if p.sender, own, err = bound(lane, unix.SOCK_STREAM); err != nil {
		return err
	}
	// What is sent goes at once (TCP_NODELAY in tcp(7)).
	if err := lane.SetsockoptInt(p.sender, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	if err := connected(lane.Connect(p.sender, address)); err != nil {
		return err
	}
	var peer unix.Sockaddr
	if p.receiver, peer, err = lane.Accept4(listener, unix.SOCK_CLOEXEC); err != nil {
		p.receiver = -1
		return os.NewSyscallError("accept4", err)
	}
	if !sameAddress(peer, own) {
		return fmt.Errorf("a stranger connected: %v, not %v", peer, own)
	}
	return nil
}

// sameAddress reports whether both are the same address and port of IPv4.
func sameAddress(a, b unix.Sockaddr) bool {
	x, ok := a.(*unix.SockaddrInet4)
	y, too := b.(*unix.SockaddrInet4)
	return ok && too && x.Port == y.Port && x.Addr == y.Addr
}

func (p *pair) openUnix(lane *unix.Lane) error {
	fds, err := lane.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socketpair", err)
	}
	p.receiver, p.sender = fds[0], fds[1]
	return nil
}

func (p *pair) openPipe(lane *unix.Lane) error {
	fds := make([]int, 2)
	if err := lane.Pipe2(fds, unix.O_CLOEXEC); err != nil {
		return os.NewSyscallError("pipe2", err)
	}
	p.receiver, p.sender = fds[0], fds[1]
	return nil
}

// send sends data, all of them or nothing: by sendto(2), by write(2) into a pipe.
func (p *pair) send(lane *unix.Lane, data []byte) error {
	if p.transport == Pipe {
		_, err := lane.Write(p.sender, data)
		return os.NewSyscallError("write", err)
	}
	return os.NewSyscallError("sendto", lane.Sendto(p.sender, data, 0, p.address))
}

// wake ends the sleep of whoever sleeps on the receiver's end, who gets nothing of
// use: no bytes of a socket, and of a pipe a byte that was never meant for it. Any
// goroutine may call it.
func (p *pair) wake() error {
	if p.transport == Pipe {
		_, err := sys.Write(p.sender, []byte{untouched})
		return os.NewSyscallError("write", err)
	}
	return os.NewSyscallError("shutdown", sys.Shutdown(p.receiver, sys.SHUT_RDWR))
}

func (p *pair) close(lane *unix.Lane) error {
	var errs []error
	for _, fd := range []int{p.receiver, p.sender} {
		if fd >= 0 {
			errs = append(errs, os.NewSyscallError("close", lane.Close(fd)))
		}
	}
	return errors.Join(errs...)
}
