//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"os/signal"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// Interrupted puts the calls in which a thread may sleep side by side, and sends it a
// signal in each: poll(2), select(2), epoll_wait(2), rt_sigtimedwait(2), nanosleep(2)
// and a recvmsg(2) on a socket with a receive timeout all end with EINTR, though Go
// has installed the handler with SA_RESTART; a recvmsg without a timeout goes on, and
// ends with the data (signal(7), "Interruption of system calls").
//
// Each signal is sent when the thread was seen asleep in its call, and the next call
// is made when that one is over and the program has seen the signal; so is the data's
// sending. As in [BlockingRestarted] a signal that was seen is an event SIGUSR1 on the
// lane "signals". The transports are those that are sockets.
func Interrupted(s Scenario) (trace.Trace, error) {
	if err := s.sockets("only a socket has a receive timeout"); err != nil {
		return trace.Trace{}, err
	}
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, interruption)
	defer signal.Stop(handled)
	seen, over := make(chan struct{}, 1), make(chan struct{}, 1)
	return perform(s, play{
		model: "blocking", title: "Calls that a signal ends, and one that it does not, on " + s.Transport.name(),
		receive: func(r *receiver) error {
			seeing := r.act("signals", trace.App, 1, func(lane *unix.Lane) error {
				for range len(sleeps) + 1 {
					if err := r.see(lane, handled, seen); err != nil {
						return err
					}
				}
				return nil
			})
			r.fail(r.sleepThroughAll(over))
			<-seeing.ended
			r.helpers = append(r.helpers, seeing.lane)
			return nil
		},
		send: func(s *sender) error {
			for _, sleep := range sleeps {
				if err := s.passGate(); err != nil {
					return err
				}
				if err := s.interrupt(seen); err != nil {
					return err
				}
				if err := s.within(over, sleep.name+" has not returned"); err != nil {
					return err
				}
			}
			if err := s.passGate(); err != nil {
				return err
			}
			if err := s.interrupt(seen); err != nil {
				return err
			}
			return s.asScenario()
		},
	})
}

// sleepThroughAll makes the calls that are to end with EINTR, and then the one that
// is not, and receives by it.
func (r *receiver) sleepThroughAll(over chan<- struct{}) error {
	for _, sleep := range sleeps {
		err := sleep.in(r)
		if r.stopped() {
			return errStopped
		}
		if !errors.Is(err, unix.EINTR) {
			return fmt.Errorf("%s ended with %v, not %w", sleep.name, err, unix.EINTR)
		}
		r.left()
		over <- struct{}{}
	}
	data, err := r.take()
	if err != nil {
		return os.NewSyscallError("recvmsg", err)
	}
	return r.verify(data)
}

// sleeps are the calls that a signal ends, each by the kernel's name for it. None has
// an end of its own that would come before the run is given up.
var sleeps = []struct {
	name string
	in   func(*receiver) error
}{
	{"ppoll", func(r *receiver) error {
		fds := []unix.PollFd{{Fd: int32(r.pair.receiver), Events: unix.POLLIN}}
		r.entering(call{"ppoll", unix.SYS_PPOLL})
		_, err := r.lane.Poll(fds, -1)
		return err
	}},
	{"pselect6", func(r *receiver) error {
		if r.pair.receiver >= unix.FD_SETSIZE {
			return fmt.Errorf("descriptor %d is too large for select(2)", r.pair.receiver)
		}
		set := new(unix.FdSet)
		set.Set(r.pair.receiver)
		r.entering(call{"pselect6", unix.SYS_PSELECT6})
		_, err := r.lane.Select(r.pair.receiver+1, set, nil, nil, nil)
		return err
	}},
	{"epoll_pwait", (*receiver).sleepInEpoll},
	{"rt_sigtimedwait", func(r *receiver) error {
		other, limit := new(unix.Sigset_t), unix.NsecToTimespec(int64(2*gateLimit))
		other.Val[0] = 1 << (unix.SIGUSR2 - 1) // which nobody sends
		r.entering(call{"rt_sigtimedwait", unix.SYS_RT_SIGTIMEDWAIT})
		_, err := r.lane.RtSigtimedwait(other, new(unix.Siginfo), &limit)
		return err
	}},
	{"nanosleep", func(r *receiver) error {
		limit := unix.NsecToTimespec(int64(2 * gateLimit))
		r.entering(call{"nanosleep", unix.SYS_NANOSLEEP})
		return r.lane.Nanosleep(&limit, nil)
	}},
	{"recvmsg", func(r *receiver) error {
		if err := r.setTimeout(2 * gateLimit); err != nil {
			return err
		}
		r.entering(recvmsgCall)
		_, err := r.stage.receive(r.lane, make([]byte, r.Size), 0)
		return errors.Join(err, r.setTimeout(0))
	}},
}

func (r *receiver) sleepInEpoll() (err error) {
	ep, err := r.lane.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("epoll_create1", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(ep))) }()
	wanted := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(r.pair.receiver)}
	if err := r.lane.EpollCtl(ep, unix.EPOLL_CTL_ADD, r.pair.receiver, &wanted); err != nil {
		return os.NewSyscallError("epoll_ctl", err)
	}
	r.entering(call{"epoll_pwait", unix.SYS_EPOLL_PWAIT})
	_, err = r.lane.EpollWait(ep, make([]unix.EpollEvent, 1), -1)
	return err
}
