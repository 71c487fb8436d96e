//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

const (
	fewSignals = 8 // RLIMIT_SIGPENDING in SignalOverflow
	manySends  = 12
)

// SignalOverflow has the queue of real-time signals run full. The kernel holds as many
// as RLIMIT_SIGPENDING says (getrlimit(2)), for all processes of a user together; here
// the limit is set to 8, if it was not less, and the sender sends twelve times. For what
// finds no room the kernel sends SIGIO in its stead, with no siginfo worth the name
// (F_SETSIG in fcntl(2)), and of those all but the first come to nothing.
//
// SIGIO then means: ask every descriptor, by poll(2). Here there is one, which the
// thread empties until EAGAIN, and all twelve are there: what was lost is news, no data.
// No call sleeps, and each recvmsg(2) (of a pipe read(2)) copies what lay in the kernel.
//
// The limit is this process's and is put back at the end; see also signal(7).
func SignalOverflow(s Scenario) (trace.Trace, error) {
	if s.Size > smallMessage {
		return trace.Trace{}, fmt.Errorf("scenario: %d bytes; what is sent several times must fit into the kernel, so at most %d", s.Size, smallMessage)
	}
	return perform(s, play{
		model: "signal-driven", title: "More real-time signals than there is room for, on " + s.Transport.name(),
		receive: func(r *receiver) (err error) {
			set, err := hold(r.lane, realtime, unix.SIGIO)
			if err != nil {
				return err
			}
			restore, err := r.limitSignals()
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, restore()) }()
			if err := signalThread(r.lane, r.pair.receiver, realtime); err != nil {
				return err
			}
			if err := workUntil(r.lane, r.stop, func() bool { return isClosed(r.arrived) }, r.submitted); err != nil {
				return err
			}
			// Of the pending signals that with the lowest number comes first: SIGIO.
			if _, err := takePending(r.lane, set); err != nil {
				return err
			}
			return r.takeAll(manySends)
		},
		send: func(s *sender) error { return s.sendMany(manySends) },
	})
}

// limitSignals lowers the limit of pending signals, and returns what puts it back.
func (r *receiver) limitSignals() (restore func() error, err error) {
	old := new(unix.Rlimit)
	if err := r.lane.Prlimit64(0, unix.RLIMIT_SIGPENDING, nil, old); err != nil {
		return nil, os.NewSyscallError("prlimit64", err)
	}
	set := func(soft uint64) error {
		return os.NewSyscallError("prlimit64", r.lane.Prlimit64(0, unix.RLIMIT_SIGPENDING, &unix.Rlimit{Cur: soft, Max: old.Max}, nil))
	}
	return func() error { return set(old.Cur) }, set(min(fewSignals, old.Cur))
}
