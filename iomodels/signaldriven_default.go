//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

var wait4Call = call{"wait4", unix.SYS_WAIT4}

// SignalDefault shows what SIGIO does to a process that is not prepared for it: it
// kills (signal(7)). The program has another process, a sleep(1), named as the one to
// be told (F_SETOWN in fcntl(2) takes any process of the same user), sleeps in wait4(2)
// until that ends, and learns there of which signal it died. The data are in the kernel
// still, and recvmsg(2) (of a pipe read(2)) has them copied.
//
// So the handler comes before O_ASYNC, always. A Go program would live: its runtime
// handles every signal from the start, and drops a SIGIO that nobody asked for
// (os/signal). A handler does not outlive execve(2), so the child has none.
//
// Where there is no sleep(1) the error is [exec.ErrNotFound].
func SignalDefault(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "signal-driven", title: "SIGIO to a process without a handler, then " + s.Transport.receiving(),
		receive: func(r *receiver) (err error) {
			child, err := startSleeper()
			if err != nil {
				return fmt.Errorf("a process to be killed: %w", err)
			}
			defer func() { err = errors.Join(err, child.end()) }()
			if err := signalProcess(r.lane, r.pair.receiver, child.pid); err != nil {
				return err
			}
			defer r.wakeable(child.kill)()
			data := newBuffer(r.Size)

			r.entering(wait4Call)
			var status unix.WaitStatus
			if _, err := r.reliably(func() (int, error) { return r.lane.Wait4(child.pid, &status, 0, nil) }); err != nil {
				return os.NewSyscallError("wait4", err)
			}
			r.left()
			if r.stopped() {
				return errStopped
			}
			if !status.Signaled() || status.Signal() != unix.SIGIO {
				return fmt.Errorf("setup: the child ended with status %#x, and not by SIGIO", status)
			}
			return r.takeReady(data)
		},
	})
}

// A sleeper is a child process that does nothing. What starts and ends it is not
// recorded.
type sleeper struct{ pid, pidfd int }

func startSleeper() (*sleeper, error) {
	path, err := exec.LookPath("sleep")
	if err != nil {
		return nil, err
	}
	c := &sleeper{pidfd: -1}
	// It dies with the thread too, should that come to a sudden end.
	attr := &syscall.ProcAttr{Sys: &syscall.SysProcAttr{PidFD: &c.pidfd, Pdeathsig: syscall.SIGKILL}}
	if c.pid, err = syscall.ForkExec(path, []string{"sleep", "600"}, attr); err != nil {
		return nil, os.NewSyscallError("execve", err)
	}
	return c, nil
}

// kill ends the child, if it is still there. A descriptor stands for the child alone,
// where its number could be another's by now (pidfd_open(2)).
func (c *sleeper) kill() {
	// No error is of use: the child may have ended.
	_ = sys.PidfdSendSignal(c.pidfd, unix.SIGKILL, nil, 0)
}

// end kills the child and waits for it, unless it was waited for.
func (c *sleeper) end() error {
	c.kill()
	for {
		err := sys.Waitid(sys.P_PIDFD, c.pidfd, nil, sys.WEXITED, nil)
		if err == unix.EINTR {
			continue
		}
		if err == unix.ECHILD {
			err = nil
		}
		return errors.Join(os.NewSyscallError("waitid", err), os.NewSyscallError("close", sys.Close(c.pidfd)))
	}
}
