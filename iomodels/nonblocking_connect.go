//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// NonBlockingConnect is connect(2) on TCP sockets that do not block. The answer that
// takes a packet there and back is not waited for: the call says EINPROGRESS, even over
// the loopback interface, where it has mostly come when the call returns. One waits for
// it as for data, but that poll(2) is asked whether the socket can be written to; and
// what the answer was, the option SO_ERROR tells (EINPROGRESS in connect(2)).
//
// The program connects twice, to a socket that listens and to one that does not. Both
// calls say the same, and poll says "ready" of both; SO_ERROR tells success from
// ECONNREFUSED, and has forgotten it when asked again.
func NonBlockingConnect() (t trace.Trace, err error) {
	var app *unix.Lane
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) {
		err = withPorts(lane, func(open, shut unix.Sockaddr) (err error) {
			onThread("program", trace.App, 3, func(lane *unix.Lane) {
				app = lane
				err = errors.Join(connectTo(lane, open), connectTo(lane, shut))
			})
			return err
		})
	})
	if err != nil {
		return t, err
	}
	t = unix.Window("Non-blocking connect on TCP, taken and refused", "nonblocking", app)
	return t, t.Check()
}

// withPorts calls f with the address of a socket that listens and of one that is bound
// and does not listen.
func withPorts(lane *unix.Lane, f func(open, shut unix.Sockaddr) error) (err error) {
	var addresses [2]unix.Sockaddr
	for i := range addresses {
		fd, address, failed := bound(lane, unix.SOCK_STREAM)
		if fd >= 0 {
			defer func() { err = errors.Join(err, os.NewSyscallError("close", lane.Close(fd))) }()
		}
		if failed == nil && i == 0 {
			failed = os.NewSyscallError("listen", lane.Listen(fd, 1))
		}
		if failed != nil {
			return fmt.Errorf("setup: %w", failed)
		}
		addresses[i] = address
	}
	return f(addresses[0], addresses[1])
}

// connectTo connects and finds out what came of it, twice.
func connectTo(lane *unix.Lane, to unix.Sockaddr) (err error) {
	fd, err := lane.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", lane.Close(fd))) }()
	if err := lane.Connect(fd, to); err != unix.EINPROGRESS && err != nil {
		return connected(err)
	}
	fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
	for {
		n, err := lane.Poll(fds, int(gateLimit.Milliseconds()))
		if err != nil && err != unix.EINTR {
			return os.NewSyscallError("poll", err)
		}
		if err == nil && n == 0 {
			return fmt.Errorf("setup: no answer to the connect within %v", gateLimit)
		}
		if err == nil {
			break
		}
	}
	for range 2 {
		if _, err := lane.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR); err != nil {
			return os.NewSyscallError("getsockopt", err)
		}
	}
	return nil
}
