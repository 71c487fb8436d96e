//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// selecting asks by select(2), which the kernel calls pselect6. The call overwrites
// what was asked with the answer, so each round begins with a copy of the bitmap.
type selecting struct {
	lane      *unix.Lane
	want, got []int64
	fds       int // one more than the highest
}

func newSelecting(lane *unix.Lane, fds watched) (asking, error) {
	s := &selecting{lane: lane, fds: highest(fds) + 1}
	// As many words as the kernel reads, and never less than a type FdSet has.
	words := max(unix.FD_SETSIZE, s.fds+63) / 64
	s.want, s.got = make([]int64, words), make([]int64, words)
	for _, fd := range fds {
		s.want[fd/64] |= 1 << (fd % 64)
	}
	return s, nil
}

func (s *selecting) ask(int) (int, error) {
	copy(s.got, s.want)
	n, err := s.lane.Select(s.fds, (*unix.FdSet)(unsafe.Pointer(unsafe.SliceData(s.got))), nil, nil, nil)
	return n, os.NewSyscallError("pselect6", err)
}

func (s *selecting) end() error { return nil }

// setRefuses tries the programming interface with the highest descriptor, where that
// is beyond it: Go refuses by a panic, C would write outside of the set.
func setRefuses(all watched) (why []string) {
	fd := highest(all)
	if fd < unix.FD_SETSIZE {
		return nil
	}
	defer func() {
		if refusal := recover(); refusal != nil {
			why = []string{fmt.Sprintf("FdSet.Set(%d) of golang.org/x/sys/unix panics: %v; the kernel was handed a longer bitmap", fd, refusal)}
		}
	}()
	new(unix.FdSet).Set(fd)
	return nil
}

// polling asks by poll(2), which the kernel calls ppoll.
type polling struct {
	lane *unix.Lane
	fds  []unix.PollFd
}

func newPolling(lane *unix.Lane, fds watched) (asking, error) {
	p := &polling{lane: lane}
	for _, fd := range fds {
		p.fds = append(p.fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	}
	return p, nil
}

func (p *polling) ask(int) (int, error) {
	n, err := p.lane.Poll(p.fds, -1)
	return n, os.NewSyscallError("ppoll", err)
}

func (p *polling) end() error { return nil }

// epolling asks by epoll_wait(2), which the kernel calls epoll_pwait. The kernel was
// told of each descriptor by an epoll_ctl(2), not recorded.
type epolling struct {
	lane   *unix.Lane
	fd     int
	events []unix.EpollEvent
}

func newEpolling(lane *unix.Lane, fds watched, trigger uint32) (asking, error) {
	fd, err := epollOf(fds, trigger)
	if err != nil {
		return nil, err
	}
	return &epolling{lane, fd, make([]unix.EpollEvent, len(fds))}, nil
}

// epollOf makes an epoll that watches all of fds.
func epollOf(fds watched, trigger uint32) (int, error) {
	epfd, err := sys.EpollCreate1(sys.EPOLL_CLOEXEC)
	if err != nil {
		return -1, os.NewSyscallError("epoll_create1", err)
	}
	for _, fd := range fds {
		event := sys.EpollEvent{Events: sys.EPOLLIN | trigger, Fd: int32(fd)}
		if err := sys.EpollCtl(epfd, sys.EPOLL_CTL_ADD, fd, &event); err != nil {
			return -1, errors.Join(os.NewSyscallError("epoll_ctl", err), sys.Close(epfd))
		}
	}
	return epfd, nil
}

func (e *epolling) ask(int) (int, error) {
	n, err := e.lane.EpollWait(e.fd, e.events, -1)
	return n, os.NewSyscallError("epoll_pwait", err)
}

func (e *epolling) end() error { return os.NewSyscallError("close", sys.Close(e.fd)) }

// scanning asks each descriptor by reading it.
type scanning struct {
	fds  watched
	last time.Duration
}

func newScanning(_ *unix.Lane, fds watched) (asking, error) { return &scanning{fds: fds}, nil }

func (s *scanning) ask(int) (found int, err error) {
	from := unix.Now()
	for _, fd := range s.fds {
		ready, err := readCounter(fd)
		if err != nil {
			return found, err
		}
		if ready {
			found++
		}
	}
	s.last = unix.Now().Sub(from)
	return found, nil
}

func (s *scanning) took() time.Duration { return s.last }

func (s *scanning) end() error { return nil }
