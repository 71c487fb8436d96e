//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// aside is where a descriptor is put whose number must stay unused after it is closed:
// the kernel gives out the lowest that is free (open(2)).
const aside = 200

// EpollClosed closes a descriptor that epoll(7) watches, and is told of it all the
// same. What is on epoll's list is the open file description, and close(2) takes it off
// only with the last descriptor for it; here a duplicate is left. See "Questions and
// answers" in epoll(7).
//
// So epoll_wait(2) reports a descriptor that is not open any more, and EPOLL_CTL_DEL does
// not find it: of the closed number it says EBADF, and of the duplicate, whose number was
// never on the list, ENOENT. (Only when the duplicate is given the old number again, by
// dup2(2), do the two fit the entry.) A program takes a descriptor off before it closes it.
//
// Where the process may not have 200 descriptors the error is [ErrFewDescriptors].
func EpollClosed(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "epoll", title: "epoll on " + s.Transport.name() + ", watching a closed descriptor", receive: func(r *receiver) (err error) {
		if err := r.dontBlock(); err != nil {
			return err
		}
		watched, err := r.lane.FcntlInt(uintptr(r.pair.receiver), unix.F_DUPFD_CLOEXEC, aside)
		if err == unix.EINVAL || err == unix.EMFILE {
			return tooFew(aside, err)
		}
		if err != nil {
			return os.NewSyscallError("fcntl", err)
		}
		isOpen := true
		shut := func() error {
			isOpen = false
			return os.NewSyscallError("close", r.lane.Close(watched))
		}
		defer func() {
			if isOpen { // only if it was never watched
				err = errors.Join(err, shut())
			}
		}()
		data := newBuffer(r.Size)
		return r.onEpoll(watched, unix.EPOLLIN, func(p *epoll) error {
			if err := shut(); err != nil {
				return err
			}
			r.entering(epollCall)
			if _, err := p.wait(-1); err != nil {
				return err
			}
			r.left()
			for _, fd := range []int{watched, r.pair.receiver} {
				err := r.lane.EpollCtl(p.fd, unix.EPOLL_CTL_DEL, fd, nil)
				if err != nil && err != unix.EBADF && err != unix.ENOENT {
					return os.NewSyscallError("epoll_ctl", err)
				}
			}
			return r.takeReady(data)
		})
	}})
}
