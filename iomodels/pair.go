//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// A pair is two UDP sockets on the loopback interface, each connected to the
// other, so that nobody else's datagram can come between. The calls that make it
// are recorded on a lane that is not part of the models' traces: a record begins
// where the models begin to differ.
type pair struct {
	receiver, sender int
	address          unix.Sockaddr // the receiver's
	notes            []string
}

// stampRX asks for the time at which the kernel's network code first had the data
// in hand, before any socket or sleeping thread came into play, in software (the
// loopback interface has no clock). See Documentation/networking/timestamping.
//
// SO_TIMESTAMPNS looks simpler and is not usable: for data that came before the
// option was set it makes up a time, the time of the receiving call.
const stampRX = unix.SOF_TIMESTAMPING_RX_SOFTWARE | unix.SOF_TIMESTAMPING_SOFTWARE

// controlSize holds the control message with the stamp, a header and three
// struct timespec (cmsg(3)), and some more.
const controlSize = 256

func newPair(lane *unix.Lane) (*pair, error) {
	p := &pair{receiver: -1, sender: -1}
	if err := p.open(lane); err != nil {
		return nil, errors.Join(err, p.close(lane))
	}
	return p, nil
}

func (p *pair) open(lane *unix.Lane) (err error) {
	var from unix.Sockaddr
	if p.receiver, p.address, err = bound(lane); err != nil {
		return err
	}
	if p.sender, from, err = bound(lane); err != nil {
		return err
	}
	if err := lane.Connect(p.receiver, from); err != nil {
		return os.NewSyscallError("connect", err)
	}
	if err := lane.Connect(p.sender, p.address); err != nil {
		return os.NewSyscallError("connect", err)
	}
	return p.askForStamps(lane)
}

// bound returns a UDP socket at a port of the loopback interface that the kernel
// chose. The descriptor is valid or -1, with an error too.
func bound(lane *unix.Lane) (int, unix.Sockaddr, error) {
	fd, err := lane.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, nil, os.NewSyscallError("socket", err)
	}
	if err := lane.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return fd, nil, os.NewSyscallError("bind", err)
	}
	address, err := lane.Getsockname(fd)
	return fd, address, os.NewSyscallError("getsockname", err)
}

// askForStamps switches the arrival times on, and then sends datagrams and throws
// them away until one has its time: the kernel takes times only while somebody
// wants them, and switches to that in the background.
func (p *pair) askForStamps(lane *unix.Lane) error {
	if err := lane.SetsockoptInt(p.receiver, unix.SOL_SOCKET, unix.SO_TIMESTAMPING, stampRX); err != nil {
		p.notes = append(p.notes, fmt.Sprintf("the kernel gives no arrival times here: setsockopt SO_TIMESTAMPING: %v", err))
		return nil
	}
	control := make([]byte, controlSize)
	for n, limit := 1, time.Now().Add(gateLimit); time.Now().Before(limit); n++ {
		if err := lane.Sendto(p.sender, []byte("warm-up"), 0, p.address); err != nil {
			return os.NewSyscallError("sendto", err)
		}
		size, err := p.discard(lane, control)
		if err != nil {
			return err
		}
		if unix.StampOf(control[:size]) != nil {
			p.notes = append(p.notes, fmt.Sprintf("before the record begins, the sender's datagrams were thrown away until one "+
				"came with the kernel's time of its arrival, which is switched on lazily; it was number %d", n))
			return nil
		}
		time.Sleep(time.Millisecond) // the kernel may want our processor for it
	}
	p.notes = append(p.notes, "the kernel puts no arrival times on datagrams here, though it took SO_TIMESTAMPING")
	return nil
}

// discard takes a datagram that was sent, and returns the length of its control
// message.
func (p *pair) discard(lane *unix.Lane, control []byte) (int, error) {
	for limit := time.Now().Add(gateLimit); time.Now().Before(limit); {
		fds := []unix.PollFd{{Fd: int32(p.receiver), Events: unix.POLLIN}}
		n, err := lane.Poll(fds, int(gateLimit.Milliseconds()))
		if err != nil && err != unix.EINTR {
			return 0, os.NewSyscallError("poll", err)
		}
		if n == 1 {
			_, size, _, _, err := lane.Recvmsg(p.receiver, make([]byte, 16), control, unix.MSG_DONTWAIT)
			return size, os.NewSyscallError("recvmsg", err)
		}
	}
	return 0, fmt.Errorf("a datagram over the loopback interface did not arrive within %v", gateLimit)
}

// wake ends the sleep of whoever sleeps on the receiver's socket: it receives
// nothing, 0 bytes. Any goroutine may call it.
func (p *pair) wake() error {
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
