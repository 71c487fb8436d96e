//go:build linux && (amd64 || arm64)

package iomodels

import "nbrun/iomodels/unix"

// A sender is the peer: what the receiver waits for.
type sender struct {
	*stage
	lane *unix.Lane
}

// asScenario is what the sender does unless a play says otherwise.
func (s *sender) asScenario() error {
	if err := s.passGate(); err != nil {
		return err
	}
	if err := sleep(s.lane, s.Delay); err != nil {
		return err
	}
	return s.send()
}

// whenInvited is the same for plays in which the receiver says when the sender may
// come to the gate.
func (s *sender) whenInvited() error {
	if err := s.wait(s.invited); err != nil {
		return err
	}
	return s.asScenario()
}

// beforeAll sends without looking at the receiver, who waits until the data are there.
func (s *sender) beforeAll() error {
	if err := sleep(s.lane, s.Delay); err != nil {
		return err
	}
	if err := s.send(); err != nil {
		return err
	}
	return s.awaitArrival()
}

// passGate returns when the receiver was seen waiting, or came back from a call
// that does not wait.
func (s *sender) passGate() error {
	return s.ask(func(w *watcher) error { return s.gate.await(w.lane, s.stop) })
}

// awaitArrival returns when the data were seen at the receiver's end.
func (s *sender) awaitArrival() error { return s.ask((*watcher).seeArrival) }

// ask has the watcher do something and returns when it is done.
func (s *sender) ask(f func(*watcher) error) error {
	done := make(chan error, 1)
	select {
	case s.asks <- func(w *watcher) { done <- f(w) }:
		return <-done
	case <-s.stop:
		return errStopped
	}
}

// send sends the payload.
func (s *sender) send() error { return s.pair.send(s.lane, s.payload) }
