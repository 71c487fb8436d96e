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
// package os. (FUSE is the exception: its files have a poll of their own.) A pipe is like
// a socket, until somebody asks for its descriptor by Fd: that makes it blocking, and the
// next Read takes a thread.
func (k *looker) files() (caller *unix.Lane, err error) {
	file, err := regularFile()
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
		caller = lane
		var watched bool
		if watched, err = watchable(lane, fd); watched {
			k.watchedFile = file.Name()
		}
	})
	if err != nil {
		return nil, err
	}
	return caller, k.pipe()
}

// regularFile opens one: the program itself, or where it may not be read, one that has no
// name any more.
func regularFile() (*os.File, error) {
	if file, err := os.Open("/proc/self/exe"); err == nil {
		return file, nil
	}
	file, err := os.CreateTemp(workDir(), "nbrun-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// watchable asks epoll to watch a file, and reports whether it does: of a regular file
// epoll_ctl(2) says EPERM.
func watchable(lane *unix.Lane, fd int) (yes bool, err error) {
	epoll, err := lane.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return false, os.NewSyscallError("epoll_create1", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", lane.Close(epoll))) }()
	err = lane.EpollCtl(epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
	if err == unix.EPERM {
		return false, nil
	}
	return err == nil, os.NewSyscallError("epoll_ctl", err)
}

// watchedFile is for Trace.Notes where epoll takes a regular file.
const watchedFile = "epoll watches a regular file here: this file system (%s) has a poll of its own, as FUSE has and others have not"

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
