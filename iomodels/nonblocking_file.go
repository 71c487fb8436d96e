//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// NonBlockingFile shows that for files O_NONBLOCK "has no effect" (open(2)), and that
// nothing else of what works for sockets does. A file is opened with it and is not in
// the page cache, so that whoever reads it must wait for the disk:
//
//   - poll(2) and select(2) call it ready, for reading and for writing; they do so of
//     every regular file at all times, and it does not come into the cache by that;
//   - epoll_ctl(2) refuses it, with EPERM, but on FUSE, which the trace's Notes say;
//   - fcntl(2) takes O_ASYNC, which is to send SIGIO when data are there, and does not
//     keep it;
//   - pread(2) never says EAGAIN: it waits for the disk.
//
// Event loops read files by threads for that reason, or by io_uring: see
// [ReadNowaitHelper] and [IOUringFileCold].
//
// Where the file cannot be made cold, all but the last is shown, and the trace's Notes
// say why.
func NonBlockingFile(f File) (trace.Trace, error) {
	return alone("A file opened with O_NONBLOCK", "blocking", func(p *program) (err error) {
		file, err := f.open(p, unix.O_NONBLOCK)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		data := make([]byte, file.size)
		switch err := file.prepare(data, true); {
		case errors.Is(err, ErrNotCold):
			p.notes = append(p.notes, "nothing to wait for, so that pread does not: "+err.Error())
		case err != nil:
			return err
		}
		if err := file.ready(); err != nil {
			return err
		}
		if watched, err := watchable(p.lane, file.fd); err != nil {
			return err
		} else if watched {
			p.notes = append(p.notes, fmt.Sprintf(watchedFile, file.where))
		}
		if err := file.async(); err != nil {
			return err
		}
		if _, err := file.resident(); err != nil { // none of these brought it there
			return err
		}
		n, err := p.lane.Pread(file.fd, data, 0)
		if err != nil {
			return os.NewSyscallError("pread64", err)
		}
		if _, err := p.lane.Pread(file.fd, data, int64(file.size)); err != nil {
			return os.NewSyscallError("pread64", err)
		}
		// The end of the file is as ready as the rest of it.
		return errors.Join(file.ready(), file.verify(data[:n]))
	})
}

// ready asks poll and select, which do not wait: there is something to tell at once.
func (t *temporary) ready() error {
	fds := []unix.PollFd{{Fd: int32(t.fd), Events: unix.POLLIN | unix.POLLOUT}}
	if _, err := t.lane.Poll(fds, 0); err != nil {
		return os.NewSyscallError("poll", err)
	}
	if t.fd >= unix.FD_SETSIZE {
		return nil // select(2) cannot name it
	}
	var read, write unix.FdSet
	read.Set(t.fd)
	write.Set(t.fd)
	_, err := t.lane.Select(t.fd+1, &read, &write, nil, &unix.Timeval{})
	return os.NewSyscallError("select", err)
}

// async sets O_ASYNC and records which flags the file has then.
func (t *temporary) async() error {
	if _, err := t.lane.FcntlInt(uintptr(t.fd), unix.F_SETFL, unix.O_NONBLOCK|unix.O_ASYNC); err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	flags, err := t.lane.FcntlInt(uintptr(t.fd), unix.F_GETFL, 0)
	if err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	look(t.lane, "flags of the file", t.fd, unix.Now(),
		fmt.Sprintf("O_NONBLOCK %s, O_ASYNC %s, says F_GETFL", isSet(flags&unix.O_NONBLOCK), isSet(flags&unix.O_ASYNC)))
	return nil
}

func isSet(bit int) string {
	if bit != 0 {
		return "set"
	}
	return "not set"
}
