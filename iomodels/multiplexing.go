//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ThreeSendersPoll is what multiplexing is for: one thread, three descriptors, and data
// that come in an order that nobody knows. It sleeps in one poll(2) for all of them and
// receives from the one that is ready, whichever that is. A thread that blocks in its
// receiving call can only wait for one: see [TwoClientsInTurn].
//
// The senders are A, B and C, in the order of the descriptors, and C sends first, then
// A, then B, each when the receiver was seen asleep again and the delay has passed. The
// lanes are "receiver", "sender A", "sender B", "sender C" and "watcher". Marks name
// the moments "C sends", "C is received" and so on.
func ThreeSendersPoll(s Scenario) (trace.Trace, error) {
	return receiveThree(s, "poll", func(c *trio, lane *unix.Lane) error {
		var fds []unix.PollFd
		for _, from := range c.senders {
			fds = append(fds, unix.PollFd{Fd: int32(from.pair.receiver), Events: unix.POLLIN})
		}
		return c.receiveAll(lane, pollCall, func() (ready []int, err error) {
			if _, err := lane.Poll(fds, -1); err != nil {
				return nil, err
			}
			// All were asked about, so all are looked at.
			for _, fd := range fds {
				if fd.Revents != 0 {
					ready = append(ready, int(fd.Fd))
				}
			}
			return ready, nil
		})
	})
}

// ThreeSendersEpoll is [ThreeSendersPoll] by epoll(7): the three are handed to the
// kernel once, and each epoll_wait(2) returns those that are ready and no others.
func ThreeSendersEpoll(s Scenario) (trace.Trace, error) {
	return receiveThree(s, "epoll", func(c *trio, lane *unix.Lane) (err error) {
		ep, err := lane.EpollCreate1(unix.EPOLL_CLOEXEC)
		if err != nil {
			return os.NewSyscallError("epoll_create1", err)
		}
		defer func() { err = errors.Join(err, os.NewSyscallError("close", lane.Close(ep))) }()
		for _, from := range c.senders {
			fd := from.pair.receiver
			if err := lane.EpollCtl(ep, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)}); err != nil {
				return os.NewSyscallError("epoll_ctl", err)
			}
		}
		events := make([]unix.EpollEvent, len(c.senders))
		return c.receiveAll(lane, epollCall, func() (ready []int, err error) {
			n, err := lane.EpollWait(ep, events, -1)
			if err != nil {
				return nil, err
			}
			for _, e := range events[:n] {
				ready = append(ready, int(e.Fd))
			}
			return ready, nil
		})
	})
}
