//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// BrokenPipe writes where nobody can read any more: the peer has closed its end. The
// write(2) fails with EPIPE, and before that the kernel sends the writing thread a
// SIGPIPE, which kills a program that does nothing about it (pipe(7), signal(7)). Here
// the thread has the signal blocked, so that it stays pending, and an
// rt_sigtimedwait(2) of no time finds it.
//
// A Go program need do nothing: its runtime handles the signal, and lets a write to
// any descriptor but 1 and 2 just fail (os/signal).
//
// Over [TCP] the peer's close says only that nothing more will come. The first write
// succeeds; the peer's kernel answers it with a reset, of which poll(2) tells (POLLERR
// and POLLHUP), and the next write fails. The empty transport is [Pipe], and there is
// [Unix].
func BrokenPipe(s Scenario) (trace.Trace, error) {
	return brokenPipe(s, "A write without a reader, on", []Transport{Pipe, Unix, TCP}, unix.SIGPIPE, func(p *party) error {
		_, err := p.lane.Write(p.fd(), p.payload)
		return err
	})
}

// BrokenPipeNoSignal is [BrokenPipe] by sendto(2) with the flag MSG_NOSIGNAL: the
// error alone, and no signal. A pipe knows no flags, so the transports are [Unix], the
// empty one, and [TCP].
func BrokenPipeNoSignal(s Scenario) (trace.Trace, error) {
	return brokenPipe(s, "A send without a reader and without a signal, on", streams, 0, func(p *party) error {
		return p.lane.Sendto(p.fd(), p.payload, unix.MSG_NOSIGNAL, nil)
	})
}

// brokenPipe has the peer close its end and then write fail, with that signal.
func brokenPipe(s Scenario, title string, over []Transport, sig unix.Signal, write func(*party) error) (trace.Trace, error) {
	return script{
		model: "blocking", title: title, over: over, sends: true,
		program: func(p *party) error {
			pipe := new(unix.Sigset_t)
			pipe.Val[0] = 1 << (unix.SIGPIPE - 1)
			if err := p.lane.PthreadSigmask(unix.SIG_BLOCK, pipe, nil); err != nil {
				return os.NewSyscallError("rt_sigprocmask", err)
			}
			if err := p.wait(p.invited); err != nil {
				return err
			}
			if p.Transport == TCP {
				if err := write(p); err != nil {
					return p.failed("write", err)
				}
				if err := p.awaitReset(); err != nil {
					return err
				}
			}
			if err := write(p); err != unix.EPIPE {
				return fmt.Errorf("the write ended with %v, not %w", err, unix.EPIPE)
			}
			return p.pending(pipe, sig)
		},
		peer: func(p *party) error {
			if err := p.close(); err != nil {
				return err
			}
			close(p.invited)
			return nil
		},
	}.run(s)
}

// awaitReset sleeps until the connection is known to be gone, which poll reports
// without being asked.
func (p *party) awaitReset() error {
	fds := []unix.PollFd{{Fd: int32(p.fd())}}
	_, err := p.lane.Poll(fds, int(gateLimit.Milliseconds()))
	return p.failed("poll", err)
}

// pending takes the signal of set that is pending for the thread, and returns an
// error unless it is sig; zero is none.
func (p *party) pending(set *unix.Sigset_t, sig unix.Signal) error {
	info, now := new(unix.Siginfo), new(unix.Timespec)
	n, err := p.lane.RtSigtimedwait(set, info, now)
	if err == unix.EAGAIN {
		n, err = 0, nil
	}
	if err != nil {
		return p.failed("rt_sigtimedwait", err)
	}
	if unix.Signal(n) != sig {
		return fmt.Errorf("signal %d is pending, want %d", n, sig)
	}
	return nil
}
