//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// signalProcess asks for SIGIO, to any thread of a process, when something happens to
// the descriptor.
func signalProcess(lane *unix.Lane, fd, pid int) error {
	if _, err := lane.FcntlInt(uintptr(fd), unix.F_SETOWN, pid); err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	return switchSignalsOn(lane, fd)
}

// signalThread asks for a signal to this thread: for SIGIO when sig is that, and for
// another in its place otherwise, which then brings along what happened and to which
// descriptor (F_SETSIG in fcntl(2)).
func signalThread(lane *unix.Lane, fd int, sig unix.Signal) error {
	owner := unix.OwnerEx{Type: unix.F_OWNER_TID, Pid: int32(lane.TID())}
	if err := lane.FcntlOwner(uintptr(fd), unix.F_SETOWN_EX, &owner); err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	if sig != unix.SIGIO {
		if _, err := lane.FcntlInt(uintptr(fd), unix.F_SETSIG, int(sig)); err != nil {
			return os.NewSyscallError("fcntl", err)
		}
	}
	return switchSignalsOn(lane, fd)
}

// switchSignalsOn comes last, when it is settled who gets which signal. The descriptor
// must not block either: when the program comes to receive, what it was told of may be
// gone.
func switchSignalsOn(lane *unix.Lane, fd int) error {
	flags, err := lane.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	_, err = lane.FcntlInt(uintptr(fd), unix.F_SETFL, flags|unix.O_ASYNC|unix.O_NONBLOCK)
	return os.NewSyscallError("fcntl", err)
}

// realtime is the signal that the models have in place of SIGIO: one that is queued, as
// many times as it is sent, and that neither Go nor a C library needs. C programs say
// SIGRTMIN+6, and the kernel counts from 32 (signal(7)).
const (
	realtime     = unix.Signal(40)
	realtimeName = "SIGRT8"
)

// hold blocks signals on the thread: they stay pending until they are asked for, by
// rt_sigtimedwait(2) or signalfd(2), and no handler runs (sigprocmask(2)). The mask is
// the thread's own, and ends with it. Who asks for the real-time signal holds SIGIO too,
// which comes in its place when the queue is full: a thread that does not would wait for
// ever.
func hold(lane *unix.Lane, signals ...unix.Signal) (*unix.Sigset_t, error) {
	set := new(unix.Sigset_t)
	for _, s := range signals {
		set.Val[0] |= 1 << (s - 1)
	}
	return set, os.NewSyscallError("rt_sigprocmask", lane.PthreadSigmask(unix.SIG_BLOCK, set, nil))
}

// wakeable has wake called when the run is given up: a thread that sleeps until a signal
// comes would sleep for ever. It returns what ends that.
func (r *receiver) wakeable(wake func()) (end func()) {
	over, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-r.stop:
			wake()
		case <-over:
		}
	}()
	return func() {
		close(over)
		<-ended
	}
}

// wakeUp wakes the thread from a sleep for signals, by one that needs no room in a queue.
// The thread finds out why when it looks whether the run was given up.
func (r *receiver) wakeUp() {
	// No error is of use: the run has one.
	_ = sys.Tgkill(os.Getpid(), r.lane.TID(), unix.SIGIO)
}

// ErrFewSignals is returned by the models of real-time signals where the user may not
// have as many pending (RLIMIT_SIGPENDING in getrlimit(2)), as [SignalOverflow] shows it.
var ErrFewSignals = errors.New("the user may not have as many pending signals")

// eachQueued returns nil when the signals of the descriptor all found room: none is the
// SIGIO that comes in the place of one that did not (F_SETSIG in fcntl(2)).
func eachQueued(signals ...trace.Sig) error {
	for _, s := range signals {
		if s.Signo != int(realtime) {
			return fmt.Errorf("SIGIO came in the place of signal %d, which found no room in its queue (%s): %w", realtime, pendingLimit(), ErrFewSignals)
		}
	}
	return nil
}

// pendingLimit says how many signals may be pending for this user.
func pendingLimit() string {
	var limit sys.Rlimit
	if err := sys.Getrlimit(sys.RLIMIT_SIGPENDING, &limit); err != nil {
		return os.NewSyscallError("getrlimit", err).Error()
	}
	return "RLIMIT_SIGPENDING is " + limited(limit.Cur)
}
