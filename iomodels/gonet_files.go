//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// files looks at what else package os reads from. A regular file is in no epoll:
// epoll_ctl(2), which is recorded here on a lane of its own, says EPERM, as it did to
// package os. A pipe is like a socket, until somebody asks for its descriptor by Fd:
// that makes it blocking, and the next Read takes a thread.
func (k *looker) files() (caller *unix.Lane, err error) {
	file, err := os.Open("/proc/self/exe") // a regular file that is always there
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	fd, err := descriptorOf(file)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(k.flags(described(fd, "regular file")), k.members([]int{fd})); err != nil {
		return nil, err
	}
	onThread("caller", trace.App, 1, func(lane *unix.Lane) {
		caller, err = lane, refusesFile(lane, fd)
	})
	if err != nil {
		return nil, err
	}
	return caller, k.pipe()
}

// refusesFile tries to have an epoll watch a regular file.
func refusesFile(lane *unix.Lane, fd int) error {
	epfd, err := lane.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("epoll_create1", err)
	}
	err = lane.EpollCtl(epfd, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
	if err == nil {
		err = errors.New("epoll watches a regular file")
	} else if errors.Is(err, unix.EPERM) {
		err = nil // it is refused, as it should be
	}
	return errors.Join(err, os.NewSyscallError("close", lane.Close(epfd)))
}

func (k *looker) pipe() (err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close(), w.Close()) }()
	fd, err := descriptorOf(r)
	if err != nil {
		return err
	}
	if err := k.flags(described(fd, "pipe")); err != nil {
		return err
	}
	r.Fd()
	return k.flags(described(fd, "pipe, after Fd"))
}
