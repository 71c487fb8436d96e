//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

var epollCall = call{"epoll_pwait", unix.SYS_EPOLL_PWAIT}

// Epoll is I/O multiplexing by epoll(7), Linux's own: see [Poll], from which it
// differs in when the kernel is told the descriptors. That is once, by epoll_ctl(2),
// and not in each call: the list of them stays in the kernel, as an object with a
// descriptor of its own. A descriptor that becomes ready puts itself on another list,
// and epoll_wait(2), in which the thread sleeps, hands that one out: its cost grows
// with those that are ready, not with all.
//
// As with poll, what it hands out is the news and not the data. The call that the
// record shows is epoll_pwait(2), which epoll_wait is made of here.
func Epoll(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "epoll", title: "epoll, then " + s.Transport.receiving(), receive: func(r *receiver) error {
		if err := r.dontBlock(); err != nil {
			return err
		}
		data := newBuffer(r.Size)
		return r.onEpoll(r.pair.receiver, unix.EPOLLIN, func(p *epoll) error {
			r.entering(epollCall)
			if _, err := p.wait(-1); err != nil {
				return err
			}
			r.left()
			return r.takeReady(data)
		})
	}})
}

// An epoll is an epoll object that watches a descriptor for the receiver.
type epoll struct {
	*receiver
	fd int
}

// onEpoll makes an epoll object that watches the descriptor for events, has f use it,
// and closes it.
func (r *receiver) onEpoll(watched int, events uint32, f func(*epoll) error) (err error) {
	fd, err := r.lane.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("epoll_create1", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(fd))) }()
	p := &epoll{r, fd}
	if err := p.control(unix.EPOLL_CTL_ADD, watched, events); err != nil {
		return err
	}
	return f(p)
}

// control is epoll_ctl(2). What the program wants to be told with an event is the
// descriptor: the kernel keeps that word and gives it back, and reads nothing into it.
func (p *epoll) control(op, fd int, events uint32) error {
	event := unix.EpollEvent{Events: events, Fd: int32(fd)}
	return os.NewSyscallError("epoll_ctl", p.lane.EpollCtl(p.fd, op, fd, &event))
}

// wait is epoll_wait(2) for at most a limit in milliseconds, without end when that is
// -1. It returns how many descriptors are ready.
func (p *epoll) wait(limit int) (int, error) {
	events := make([]unix.EpollEvent, 4)
	n, err := p.reliably(func() (int, error) { return p.lane.EpollWait(p.fd, events, limit) })
	return n, os.NewSyscallError("epoll_wait", err)
}
