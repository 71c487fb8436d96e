package runner

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// news is what the pipes from the worker brought.
type news int

const (
	nothing     news = iota // the deadline passed
	interrupted             // the context was cancelled
	message                 // session.inbox holds a report
	gone                    // the worker closed its reports: it has died
)

// wait reads the worker's pipes until a whole report has come, the worker is
// gone, the deadline has passed or the run is interrupted. What the worker
// prints meanwhile goes to the running cell.
func (s *session) wait(deadline time.Time) (news, error) {
	for {
		if s.nextReport() {
			return message, nil
		}
		left := time.Until(deadline)
		if left <= 0 {
			return nothing, nil
		}
		fds := []unix.PollFd{
			{Fd: int32(s.wake), Events: unix.POLLIN},
			{Fd: int32(s.proc.reports), Events: unix.POLLIN},
			{Fd: int32(s.outFD(s.proc.stdout)), Events: unix.POLLIN},
			{Fd: int32(s.outFD(s.proc.stderr)), Events: unix.POLLIN},
		}
		// Rounded up: a poll that ends early would spin until the deadline.
		if _, err := unix.Poll(fds, int(left/time.Millisecond)+1); err != nil && err != unix.EINTR {
			return nothing, fmt.Errorf("waiting for the worker: %w", err)
		}
		if fds[0].Revents != 0 {
			return interrupted, nil
		}
		for i, fd := range []int{s.proc.stdout, s.proc.stderr} {
			if fds[2+i].Revents != 0 {
				if err := s.readOnce(fd); err != nil {
					return nothing, err
				}
			}
		}
		if fds[1].Revents != 0 {
			more, err := s.readReports()
			if err != nil {
				return nothing, err
			}
			if !more && !bytes.Contains(s.inbox, []byte{'\n'}) {
				return gone, nil
			}
		}
	}
}

// outFD is fd, or -1 (which poll skips) once it has reached its end.
func (s *session) outFD(fd int) int {
	if s.ended[fd] {
		return -1
	}
	return fd
}

// nextReport moves the next whole line of the inbox to s.line.
func (s *session) nextReport() bool {
	i := bytes.IndexByte(s.inbox[s.scanned:], '\n')
	if i < 0 {
		s.scanned = len(s.inbox)
		return false
	}
	i += s.scanned
	s.line, s.inbox, s.scanned = s.inbox[:i:i], s.inbox[i+1:], 0
	return true
}

// readReports reads what there is of reports; more is false at their end.
func (s *session) readReports() (more bool, err error) {
	n, err := unix.Read(s.proc.reports, s.buf)
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("reading the worker's reports: %w", err)
	}
	s.inbox = append(s.inbox, s.buf[:n]...)
	return n > 0, nil
}

// readOnce reads at most a buffer of the worker's stdout or stderr, so that a
// cell that floods one of them does not keep the deadline from being seen.
func (s *session) readOnce(fd int) error {
	n, err := unix.Read(fd, s.buf)
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return nil
	case err != nil:
		return fmt.Errorf("reading the worker's output: %w", err)
	case n == 0:
		s.ended[fd] = true // the cell closed it
		return nil
	}
	s.print(fd, s.buf[:n])
	return nil
}

// drain reads all that was in the worker's stdout and stderr when it was
// called: with that, what the worker printed before a report stands before it.
func (s *session) drain() error {
	for _, fd := range []int{s.proc.stdout, s.proc.stderr} {
		left, err := unix.IoctlGetInt(fd, unix.TIOCINQ) // FIONREAD by its other name
		if err != nil {
			return fmt.Errorf("reading the worker's output: %w", err)
		}
		for left > 0 {
			n, err := unix.Read(fd, s.buf[:min(left, len(s.buf))])
			if errors.Is(err, unix.EINTR) {
				continue
			}
			if err != nil {
				return fmt.Errorf("reading the worker's output: %w", err)
			}
			if n == 0 {
				break
			}
			s.print(fd, s.buf[:n])
			left -= n
		}
	}
	return nil
}
