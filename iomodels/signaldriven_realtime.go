//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

var sigtimedwaitCall = call{"rt_sigtimedwait", unix.SYS_RT_SIGTIMEDWAIT}

// SignalDrivenRealtime is [SignalDriven] with a real-time signal in place of SIGIO
// (F_SETSIG in fcntl(2)), for one thread (F_SETOWN_EX with F_OWNER_TID), which takes it
// without a handler: it blocks the signal, so that it stays pending, and sleeps in
// rt_sigtimedwait(2) until it is.
//
// With the signal comes what SIGIO does not say, in a siginfo_t (sigaction(2)): si_fd
// is the descriptor, si_code what happened, here POLL_IN, and si_band the same as bits
// of poll(2). With many descriptors the thread so learns of each without asking for
// all, which made this the way of fast servers before there was epoll(7).
//
// A thread that sleeps here waits as one in poll does, for news of readiness. The data
// are in the kernel when it wakes, and a call of its own has them copied. See also
// signal(7), sigwaitinfo(2).
//
// Where no such signal may be pending, the error is [ErrFewSignals].
func SignalDrivenRealtime(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "signal-driven", title: "A real-time signal, then " + s.Transport.receiving(),
		receive: (*receiver).sleepForSignal,
	})
}

func (r *receiver) sleepForSignal() error {
	// Blocked first, or the signal would be delivered: to a handler, or to kill.
	set, err := hold(r.lane, realtime, unix.SIGIO)
	if err != nil {
		return err
	}
	if err := signalThread(r.lane, r.pair.receiver, realtime); err != nil {
		return err
	}
	defer r.wakeable(r.wakeUp)()
	data := newBuffer(r.Size)

	r.entering(sigtimedwaitCall)
	info := new(unix.Siginfo)
	if _, err := r.reliably(func() (int, error) { return r.lane.RtSigtimedwait(set, info, nil) }); err != nil {
		return os.NewSyscallError("rt_sigtimedwait", err)
	}
	r.left()
	if r.stopped() {
		return errStopped
	}
	sig := sigOf(info)
	took(r.lane, sig)
	if err := eachQueued(sig); err != nil {
		return err
	}
	return r.takeReady(data)
}

// took records that the program has a signal, and what came with it.
func took(lane *unix.Lane, sig trace.Sig) {
	name := "SIGIO"
	if sig.Signo == int(realtime) {
		name = realtimeName
	}
	at := unix.Now()
	lane.Event(trace.Event{Kind: trace.Signal, Name: name, Enter: at, Exit: at, Sig: &sig})
}

// sigOf reads what comes with the signals of descriptors. The fields behind the code
// depend on the signal, and x/sys/unix leaves them nameless: in asm-generic/siginfo.h
// si_band is at byte 16 and si_fd at byte 24.
func sigOf(info *unix.Siginfo) trace.Sig {
	start := unsafe.Pointer(info)
	return trace.Sig{
		Signo: int(info.Signo), Code: int(info.Code),
		Band: *(*int64)(unsafe.Add(start, 16)), FD: int(*(*int32)(unsafe.Add(start, 24))),
	}
}
