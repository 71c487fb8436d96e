//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// several is how often the sender sends in the models that count signals.
const several = 5

// SignalCoalesced shows that SIGIO counts nothing: the sender sends five times while the
// thread has SIGIO blocked and works, and then one SIGIO is pending. A standard signal
// is pending or it is not; sent again it stays what it is (signal(7)). Nor does it say
// of which descriptor: si_code is SI_KERNEL, and si_fd 0 means nothing.
//
// So a program must not receive once for a signal, but until EAGAIN tells that there is
// nothing left; then it misses nothing. No call sleeps here: rt_sigtimedwait(2) with a
// timeout of zero takes what is pending, and each recvmsg(2) (of a pipe read(2)) copies
// what lay in the kernel.
func SignalCoalesced(s Scenario) (trace.Trace, error) {
	return countSignals(s, "SIGIO for five sends", unix.SIGIO)
}

// SignalQueued is [SignalCoalesced] with a real-time signal in place of SIGIO (F_SETSIG
// in fcntl(2)). Those are queued (signal(7)): each of the five sends is a signal of its
// own, and each says of which descriptor and what happened (sigaction(2)). Up to a
// limit: see [SignalOverflow]. Where that is less than five, the error is
// [ErrFewSignals].
//
// (Over [Pipe] Linux 5.5 to 5.13 sends one signal for all five: see [EpollEdge], and
// commit fe67f4dd8daa.)
func SignalQueued(s Scenario) (trace.Trace, error) {
	return countSignals(s, "A real-time signal for each of five sends", realtime)
}

func countSignals(s Scenario, title string, sig unix.Signal) (trace.Trace, error) {
	if s.Size > smallMessage {
		return trace.Trace{}, fmt.Errorf("scenario: %d bytes; what is sent several times must fit into the kernel, so at most %d", s.Size, smallMessage)
	}
	return perform(s, play{
		model: "signal-driven", title: title + ", on " + s.Transport.name(),
		receive: func(r *receiver) error {
			set, err := hold(r.lane, sig, unix.SIGIO)
			if err != nil {
				return err
			}
			if err := signalThread(r.lane, r.pair.receiver, sig); err != nil {
				return err
			}
			// The signals disturb nobody: they wait until they are asked for.
			if err := workUntil(r.lane, r.stop, func() bool { return isClosed(r.arrived) }, r.submitted); err != nil {
				return err
			}
			taken, err := takePending(r.lane, set)
			if err == nil && sig == realtime {
				err = eachQueued(taken...)
			}
			if err != nil {
				return err
			}
			return r.takeAll(several)
		},
		send: func(s *sender) error { return s.sendMany(several) },
	})
}

// smallMessage is what fits many times into the buffer of any transport.
const smallMessage = 1024

// takePending takes the signals of the set that are pending, and waits for none.
func takePending(lane *unix.Lane, set *unix.Sigset_t) (taken []trace.Sig, err error) {
	for {
		info := new(unix.Siginfo)
		switch _, err := lane.RtSigtimedwait(set, info, &unix.Timespec{}); err {
		case nil:
			taken = append(taken, sigOf(info))
			took(lane, sigOf(info))
		case unix.EINTR:
		case unix.EAGAIN: // no signal is pending
			return taken, nil
		default:
			return taken, os.NewSyscallError("rt_sigtimedwait", err)
		}
	}
}

// takeAll receives until there is nothing left, which is to be after n messages.
func (r *receiver) takeAll(n int) error {
	data := make([]byte, r.Size)
	for i := 0; ; i++ {
		got, err := r.receive(r.lane, data, 0)
		switch {
		case err == unix.EAGAIN && i == n:
			return nil
		case err != nil:
			return fmt.Errorf("after %d messages of %d: %w", i, n, os.NewSyscallError(r.Transport.call().name, err))
		}
		if err := r.verify(data[:got]); err != nil {
			return err
		}
	}
}

// sendMany sends n times, each time when what was sent before was seen at the
// receiver's end.
func (s *sender) sendMany(n int) error {
	if err := s.passGate(); err != nil {
		return err
	}
	if err := sleep(s.lane, s.Delay); err != nil {
		return err
	}
	for range n {
		if err := s.sendAndSee(); err != nil {
			return err
		}
	}
	close(s.arrived)
	return nil
}
