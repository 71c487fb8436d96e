//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// SignalDrivenSignalfd is [SignalDrivenRealtime] with a descriptor for the signals
// (signalfd(2)): the thread sleeps in read(2) on that, which brings the signal as a
// struct signalfd_siginfo. Such a descriptor can stand among others in poll(2) or
// epoll(7), so that one loop waits for everything.
//
// The data's descriptor tells by a signal, the signal's by being readable, and none of
// that moves the data: they are copied within the thread's own recvmsg(2) (of a pipe
// read(2)), as with every other news of readiness.
//
// Where no such signal may be pending, the error is [ErrFewSignals].
func SignalDrivenSignalfd(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "signal-driven", title: "signalfd, then " + s.Transport.receiving(),
		receive: (*receiver).readSignalfd,
	})
}

func (r *receiver) readSignalfd() (err error) {
	// A signalfd brings what is pending, and pending stays what is blocked.
	set, err := hold(r.lane, realtime, unix.SIGIO)
	if err != nil {
		return err
	}
	signals, err := r.lane.Signalfd(-1, set, unix.SFD_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("signalfd4", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(signals))) }()
	if err := signalThread(r.lane, r.pair.receiver, realtime); err != nil {
		return err
	}
	defer r.wakeable(r.wakeUp)()
	data := newBuffer(r.Size)

	r.entering(readCall)
	info := new(unix.SignalfdSiginfo)
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(info)), unsafe.Sizeof(*info))
	if _, err := r.reliably(func() (int, error) { return r.lane.Read(signals, bytes) }); err != nil {
		return os.NewSyscallError("read", err)
	}
	r.left()
	if r.stopped() {
		return errStopped
	}
	sig := trace.Sig{Signo: int(info.Signo), Code: int(info.Code), Band: int64(info.Band), FD: int(info.Fd)}
	took(r.lane, sig)
	if err := eachQueued(sig); err != nil {
		return err
	}
	return r.takeReady(data)
}
