//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A trio is three senders, with their one receiver.
type trio struct {
	Scenario
	cast
	gate    gate // the receiver
	payload []byte
	control []byte
	senders []*oneOfThree // in the order of their descriptors
}

// oneOfThree is a sender, with both ends of its transport.
type oneOfThree struct {
	name           string
	pair           *pair
	open, received chan struct{} // closed when it may send, and when that was received
}

// inOrderOfSending are the senders as they come.
func (c *trio) inOrderOfSending() []*oneOfThree {
	return []*oneOfThree{c.senders[2], c.senders[0], c.senders[1]}
}

func receiveThree(s Scenario, model string, receive func(*trio, *unix.Lane) error) (t trace.Trace, err error) {
	if s, err = s.complete(); err != nil {
		return t, err
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { t, err = meetThree(lane, s, model, receive) })
	return t, err
}

// meetThree has the three send to one thread, which runs receive; lane is for setting
// up and clearing away.
func meetThree(lane *unix.Lane, s Scenario, model string, receive func(*trio, *unix.Lane) error) (t trace.Trace, err error) {
	c := &trio{Scenario: s, payload: pattern(s.Size), control: make([]byte, controlSize)}
	c.cast = newCast(c.wake)
	for _, name := range []string{"A", "B", "C"} {
		p, failed := newPair(lane, s.Transport)
		if failed != nil {
			return t, fmt.Errorf("setup: %w", failed)
		}
		defer func() { err = errors.Join(err, p.close(lane)) }()
		c.senders = append(c.senders, &oneOfThree{name, p, make(chan struct{}), make(chan struct{})})
	}

	acting := []*actor{c.act("receiver", trace.App, 3, func(lane *unix.Lane) error { return receive(c, lane) })}
	for _, from := range c.senders {
		acting = append(acting, c.act("sender "+from.name, trace.Peer, 1, func(lane *unix.Lane) error { return c.send(lane, from) }))
	}
	acting = append(acting, c.act("watcher", trace.Witness, 1, c.watch))
	var lanes []*unix.Lane
	for _, a := range acting {
		<-a.ended
		lanes = append(lanes, a.lane)
	}
	if c.err != nil {
		return t, c.err
	}
	t = unix.Window("Three senders to one thread, by "+model+" on "+s.Transport.name(), model, lanes...)
	t.Payload = s.Size
	for _, from := range c.senders {
		for _, note := range from.pair.notes {
			t.Notes = append(t.Notes, "sender "+from.name+": "+note)
		}
	}
	t.Notes = append(t.Notes, c.gate.weakness()...)
	return t, t.Check()
}

// receiveAll receives once from each sender. Which of them it can receive from, wait
// says: it makes the call and returns the descriptors that are ready. They do not
// block, for the reason that [StolenDatagram] shows.
func (c *trio) receiveAll(lane *unix.Lane, in call, wait func() (ready []int, err error)) error {
	for _, from := range c.senders {
		if err := lane.SetNonblock(from.pair.receiver, true); err != nil {
			return os.NewSyscallError("fcntl", err)
		}
	}
	for left := len(c.senders); left > 0; {
		c.gate.enter(lane.TID(), in)
		ready, err := wait()
		c.gate.leave(false)
		if err == unix.EINTR && !c.stopped() {
			continue
		}
		if err != nil {
			return os.NewSyscallError(in.name, err)
		}
		for _, fd := range ready {
			if err := c.receiveFrom(lane, fd); err != nil {
				return err
			}
			left--
		}
	}
	return nil
}

// receiveFrom receives from the sender whose descriptor it is.
func (c *trio) receiveFrom(lane *unix.Lane, fd int) error {
	data := make([]byte, c.Size)
	n, err := c.Transport.receive(lane, fd, data, c.control, 0)
	switch {
	case c.stopped():
		return errStopped
	case err != nil:
		return os.NewSyscallError(c.Transport.call().name, err)
	case !bytes.Equal(data[:n], c.payload):
		return fmt.Errorf("received %d bytes %.40q, %d bytes %.40q were sent", n, data[:n], len(c.payload), c.payload)
	}
	for _, from := range c.senders {
		if from.pair.receiver == fd {
			mark(lane, from.name+" is received")
			close(from.received)
		}
	}
	return nil
}

// send is what one of the three does.
func (c *trio) send(lane *unix.Lane, from *oneOfThree) error {
	if err := c.wait(from.open); err != nil {
		return err
	}
	if err := sleep(lane, c.Delay); err != nil {
		return err
	}
	mark(lane, from.name+" sends")
	return from.pair.send(lane, c.payload)
}

// watch lets one after the other send, each when the receiver sleeps again.
func (c *trio) watch(lane *unix.Lane) error {
	for _, from := range c.inOrderOfSending() {
		if err := c.gate.await(lane, c.stop); err != nil {
			return err
		}
		close(from.open)
		if err := c.wait(from.received); err != nil {
			return err
		}
	}
	return nil
}

// wake ends all sleep at the receiver's ends.
func (c *trio) wake() (err error) {
	for _, from := range c.senders {
		err = errors.Join(err, from.pair.wake())
	}
	return err
}
