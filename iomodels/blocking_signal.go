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
// Without the timeout it goes as in [BlockingRestarted]. The lane "signals" has the
// event SIGUSR1 here too; whether that is before or after the return of the first
// recvmsg is open, since two threads do it.
func BlockingInterrupted(s Scenario) (trace.Trace, error) {
	if err := s.sockets("only a socket has a receive timeout, which forbids the restart"); err != nil {
		return trace.Trace{}, err
	}
	return withSignal(s, play{
		model: "blocking", title: "Blocking " + s.Transport.receiving() + ", interrupted by a signal",
		// The timeout is long: it is there to forbid the restart, not to pass.
		receive: func(r *receiver) error { return r.receiveAfter(unix.EINTR, time.Hour) },
	}, func(s *sender) error { return s.within(s.invited, "recvmsg has not returned") })
}

// BlockingRestarted has a signal come while the receiver sleeps, and nothing to be
// seen of it: Go installs its handlers with SA_RESTART (sigaction(2)), so after the
// handler the kernel has the thread enter the same recvmsg again. The program made
// one call, and one call returns.
//
// The event SIGUSR1 on the lane "signals" is when the program saw the signal: after
// "tgkill enter", and before "sendto enter", for the sender waits for it.
func BlockingRestarted(s Scenario) (trace.Trace, error) {
	return withSignal(s, play{
		model: "blocking", title: "Blocking " + s.Transport.receiving() + ", restarted after a signal",
		receive: func(r *receiver) error {
			data, err := r.take()
			if err != nil {
				return os.NewSyscallError(r.Transport.call().name, err)
			}
			return r.verify(data)
		},
	}, func(*sender) error { return nil })
}

// withSignal performs p with a sender who, once the receiver is asleep, first
// sends it a signal, waits until the program has seen it and after says that it had
// its effect, and then behaves as the scenario has it.
func withSignal(s Scenario, p play, after func(*sender) error) (trace.Trace, error) {
	// First the handler: what SIGUSR1 does by default is to kill the process.
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, interruption)
	defer signal.Stop(handled)
	seen := make(chan struct{}, 1)
	receive := p.receive
	p.receive = func(r *receiver) error {
		seeing := r.act("signals", trace.App, 1, func(lane *unix.Lane) error { return r.see(lane, handled, seen) })
		r.fail(receive(r)) // which has the other thread give up too
		<-seeing.ended
		r.helpers = append(r.helpers, seeing.lane)
		return nil
	}
	p.send = func(s *sender) error {
		if err := s.passGate(); err != nil {
			return err
		}
		if err := s.interrupt(seen); err != nil {
			return err
		}
		if err := after(s); err != nil {
			return err
		}
		return s.asScenario()
	}
	return perform(s, p)
}

// interrupt sends the signal to the receiver's thread and returns when the program has
// seen it.
func (s *sender) interrupt(seen <-chan struct{}) error {
	if err := s.lane.Tgkill(os.Getpid(), int(s.gate.tid.Load()), interruption); err != nil {
		return os.NewSyscallError("tgkill", err)
	}
	return s.within(seen, "setup: the program has not seen it")
}

// see records on lane that the program has seen the signal, and then says so to seen.
//
// Go's handler runs on the thread that the signal interrupts, which is in its call and
// so cannot write anything down. The handler forwards the signal to a channel
// (signal.Notify), where this thread of the program finds it.
func (c *cast) see(lane *unix.Lane, handled <-chan os.Signal, seen chan<- struct{}) error {
	select {
	case <-handled:
	case <-c.stop:
		return errStopped
	}
	at := unix.Now()
	lane.Event(trace.Event{
		Kind: trace.Signal, Name: "SIGUSR1", Enter: at, Exit: at, Sig: &trace.Sig{Signo: int(interruption)},
		Note: "read from the channel of signal.Notify, to which the Go runtime's handler, on the thread that it interrupted, has forwarded it",
	})
	seen <- struct{}{}
	return nil
}

// within returns when ch has something or is closed, and an error that begins with not
// when that takes too long.
func (c *cast) within(ch <-chan struct{}, not string) error {
	select {
	case <-ch:
		return nil
	case <-c.stop:
		return errStopped
	case <-time.After(gateLimit):
		return fmt.Errorf("%s %v after the signal", not, gateLimit)
	}
}
