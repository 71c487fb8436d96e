//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	sys "golang.org/x/sys/unix"

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
// the thread's own, and ends with it.
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

// wakeUp wakes the thread from a sleep for the real-time signal. The thread finds out
// why when it looks whether the run was given up.
func (r *receiver) wakeUp() {
	// No error is of use: the run has one.
	_ = sys.Tgkill(os.Getpid(), r.lane.TID(), realtime)
}
