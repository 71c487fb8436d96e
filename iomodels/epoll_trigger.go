//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// EpollLevel asks epoll(7) the way poll(2) answers, by level: is there anything to
// read? As long as there is, each epoll_wait(2) says so.
//
// Two messages of Size bytes are there, and the program takes one of them. It is told
// again, of the other. When that is taken too it is told of nothing, and sleeps until
// a third comes.
func EpollLevel(s Scenario) (trace.Trace, error) {
	return threeMessages(s, "level-triggered", unix.EPOLLIN, func(p *epoll) error {
		return inTurn(
			p.ask, // 1
			p.takeOne,
			p.ask, // 1: there is another
			p.takeOne,
			p.ask, // 0
			p.sleepForMore,
			p.takeOne,
		)
	}, (*sender).asScenario)
}

// EpollEdge asks epoll(7) by edge (EPOLLET): did anything come? What came before the
// last answer is no news, read or not.
//
// Two messages are there, and the program is told so, once. It takes one, and is told
// nothing of the other. Here a program that reads once for each event hangs, with data
// in the kernel that it will hear of only when more come: that is what it does, until
// the third message has it told again. See [EpollDrain] for how it should be done.
//
// (Linux 5.5 to 5.13 told nobody of a write to a pipe that held data already, so that over
// [Pipe] the run cannot be set up there: commits 1b6b26ae7053 and 3a34b13a88ca.)
func EpollEdge(s Scenario) (trace.Trace, error) {
	return threeMessages(s, "edge-triggered", unix.EPOLLIN|unix.EPOLLET, func(p *epoll) error {
		return inTurn(
			p.ask, // 1
			p.takeOne,
			p.ask,          // 0
			p.look,         // and there is another
			p.sleepForMore, // it sleeps beside the data, until more come
			p.drain,        // both
		)
	}, (*sender).asScenario)
}

// EpollDrain is how edge-triggered epoll is used: after each event the program receives
// until the call says EAGAIN, which takes a descriptor that does not block. Then there
// is nothing left that it would not be told of, and it may sleep (epoll(7)).
func EpollDrain(s Scenario) (trace.Trace, error) {
	return threeMessages(s, "edge-triggered, drained", unix.EPOLLIN|unix.EPOLLET, func(p *epoll) error {
		return inTurn(
			p.ask,   // 1
			p.drain, // two messages, then EAGAIN
			p.sleepForMore,
			p.drain, // one, then EAGAIN
		)
	}, (*sender).asScenario)
}

// EpollOneshot has epoll(7) answer once and then be silent about the descriptor
// (EPOLLONESHOT), whatever is there and whatever comes: of several threads in
// epoll_wait(2) one gets the event, and no other can get the next while that one is at
// work. When done it arms the descriptor anew, by EPOLL_CTL_MOD, and is told at once
// of what there is.
func EpollOneshot(s Scenario) (trace.Trace, error) {
	const events = unix.EPOLLIN | unix.EPOLLONESHOT
	third := make(chan struct{}) // closed when the third message is there
	return threeMessages(s, "one-shot", events, func(p *epoll) error {
		return inTurn(
			p.ask, // 1
			p.takeOne,
			p.ask, // 0, of the second
			func() error {
				p.invite()
				return p.receiver.wait(third)
			},
			p.ask, // 0, of the third too
			func() error { return p.control(unix.EPOLL_CTL_MOD, p.pair.receiver, events) },
			p.ask, // 1
			p.drain,
		)
	}, func(s *sender) error {
		defer close(third)
		return s.sendAndSee()
	})
}

// threeMessages runs a program that watches its end by epoll, for events. Two messages
// are there before its first call, and last sends a third when the program invites it.
func threeMessages(s Scenario, how string, events uint32, program func(*epoll) error, last func(*sender) error) (trace.Trace, error) {
	return perform(s, play{
		model: "epoll", title: "epoll on " + s.Transport.name() + ", " + how,
		receive: func(r *receiver) error {
			if err := r.dontBlock(); err != nil {
				return err
			}
			if err := r.wait(r.arrived); err != nil {
				return err
			}
			return r.onEpoll(r.pair.receiver, events, program)
		},
		send: func(s *sender) error {
			for range 2 {
				if err := s.sendAndSee(); err != nil {
					return err
				}
			}
			close(s.arrived)
			if err := s.wait(s.invited); err != nil {
				return err
			}
			return last(s)
		},
	})
}

// inTurn takes the steps one after the other, up to the first that fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// ask asks for events and does not wait for any.
func (p *epoll) ask() error {
	_, err := p.wait(0)
	return err
}

// look looks how much is there.
func (p *epoll) look() error {
	_, err := p.queued(p.lane)
	return err
}

// sleepForMore sleeps in epoll_wait(2) until there is an event, and lets the sender of
// the third message come when it does.
func (p *epoll) sleepForMore() error {
	p.invite()
	p.entering(epollCall)
	_, err := p.wait(-1)
	p.left()
	return err
}

// takeOne receives one message.
func (r *receiver) takeOne() error {
	data := make([]byte, r.Size)
	n, err := r.receive(r.lane, data, 0)
	if err != nil {
		return os.NewSyscallError(r.Transport.call().name, err)
	}
	return r.verify(data[:n])
}

// drain receives messages until the call says that there are no more.
func (r *receiver) drain() error {
	data := make([]byte, r.Size)
	for {
		n, err := r.receive(r.lane, data, 0)
		if err == unix.EAGAIN {
			return nil
		}
		if err != nil {
			return os.NewSyscallError(r.Transport.call().name, err)
		}
		if err := r.verify(data[:n]); err != nil {
			return err
		}
	}
}
