//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"os/signal"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// interruption is the signal that is sent to the sleeping receiver.
const interruption = unix.SIGUSR1

// BlockingInterrupted shows EINTR. A signal comes while the receiver sleeps, and
// its recvmsg ends without data: the socket has a receive timeout, and then no
// system call is restarted, whatever the handler was installed with (signal(7)).
// Only after that does the sender send, and a second recvmsg receives.
//
// Without the timeout it goes as in [BlockingRestarted].
func BlockingInterrupted(s Scenario) (trace.Trace, error) {
	return withSignal(s, play{
		model: "blocking", title: "Blocking recvmsg on UDP, interrupted by a signal",
		// The timeout is long: it is there to forbid the restart, not to pass.
		receive: func(r *receiver) error { return r.receiveAfter(unix.EINTR, time.Hour) },
	}, func(s *sender, _ <-chan os.Signal) error {
		select {
		case <-s.invited:
			return nil
		case <-s.stop:
			return errStopped
		case <-time.After(gateLimit):
			return fmt.Errorf("recvmsg was not interrupted: %v after the signal it has not returned", gateLimit)
		}
	})
}

// BlockingRestarted has a signal come while the receiver sleeps, and nothing to be
// seen of it: Go installs its handlers with SA_RESTART (sigaction(2)), so after the
// handler the kernel has the thread enter the same recvmsg again. The program made
// one call, and one call returns.
func BlockingRestarted(s Scenario) (trace.Trace, error) {
	return withSignal(s, play{
		model: "blocking", title: "Blocking recvmsg on UDP, restarted after a signal",
		receive: func(r *receiver) error {
			data, err := r.recvmsg()
			if err != nil {
				return os.NewSyscallError("recvmsg", err)
			}
			return r.verify(data)
		},
	}, func(s *sender, handled <-chan os.Signal) error {
		select {
		case <-handled:
			at := unix.Now()
			s.lane.Event(trace.Event{
				Kind: trace.Signal, Name: "SIGUSR1", Enter: at, Exit: at, Sig: &trace.Sig{Signo: int(interruption)},
				Note: "the Go runtime's handler has run, on the receiver's thread, and forwarded it on a channel",
			})
			return nil
		case <-s.stop:
			return errStopped
		case <-time.After(gateLimit):
			return fmt.Errorf("setup: %v after the signal its handler has not run", gateLimit)
		}
	})
}

// withSignal performs p with a sender who, once the receiver is asleep, first
// sends it a signal, then waits until after says that it had its effect, and then
// behaves as the scenario has it.
func withSignal(s Scenario, p play, after func(*sender, <-chan os.Signal) error) (trace.Trace, error) {
	// First the handler: what SIGUSR1 does by default is to kill the process.
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, interruption)
	defer signal.Stop(handled)
	p.send = func(s *sender) error {
		if err := s.passGate(); err != nil {
			return err
		}
		if err := s.lane.Tgkill(os.Getpid(), int(s.gate.tid.Load()), interruption); err != nil {
			return os.NewSyscallError("tgkill", err)
		}
		if err := after(s, handled); err != nil {
			return err
		}
		return s.asScenario()
	}
	return perform(s, p)
}
