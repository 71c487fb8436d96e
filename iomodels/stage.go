//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A play is one model in the scenario: how the receiver gets its data and,
// where it differs from the scenario's way, how the sender comes to send it.
type play struct {
	model   string // trace.Trace.Model
	title   string // trace.Trace.Title
	receive func(*receiver) error
	send    func(*sender) error // nil: pass the gate, wait for Delay, send
}

// A stage is where a play is performed: a transport, three threads and what these
// have to tell one another.
type stage struct {
	Scenario
	cast
	payload []byte
	control []byte // for the control message that comes with the data
	pair    *pair
	gate    gate

	asks    chan func(*watcher) // what the sender wants looked at; closed when it has sent
	arrived chan struct{}       // closed when the data were seen at the receiver's end
	invited chan struct{}       // closed by the receiver, in plays where the gate alone is not enough
}

// perform plays p and returns the record of its lanes: "receiver", those that the
// receiver started, "sender" and "watcher". Whatever happens, all threads have
// ended and all descriptors are closed when it returns.
func perform(s Scenario, p play) (t trace.Trace, err error) {
	if s, err = s.complete(); err != nil {
		return t, err
	}
	if p.send == nil {
		p.send = (*sender).asScenario
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { t, err = p.on(lane, s) })
	return t, err
}

// on plays p; lane is for setting up and clearing away.
func (p play) on(lane *unix.Lane, s Scenario) (trace.Trace, error) {
	pair, err := newPair(lane, s.Transport)
	if err != nil {
		return trace.Trace{}, fmt.Errorf("setup: %w", err)
	}
	st := &stage{
		Scenario: s, cast: newCast(pair.wake), payload: pattern(s.Size), control: make([]byte, controlSize), pair: pair,
		asks: make(chan func(*watcher)), arrived: make(chan struct{}), invited: make(chan struct{}),
	}
	r := &receiver{stage: st}
	receiving := st.act("receiver", trace.App, 3, func(lane *unix.Lane) error {
		r.lane = lane
		return p.receive(r)
	})
	sending := st.act("sender", trace.Peer, 1, func(lane *unix.Lane) error {
		defer close(st.asks)
		return p.send(&sender{st, lane})
	})
	watching := st.act("watcher", trace.Witness, 1, func(lane *unix.Lane) error { return (&watcher{st, lane}).serve() })

	<-sending.ended
	select {
	case <-receiving.ended:
	case <-time.After(gateLimit):
		st.fail(fmt.Errorf("setup: the data were sent, and %v later the receiver did not have it", gateLimit))
		<-receiving.ended
	}
	<-watching.ended
	if err := errors.Join(st.err, pair.close(lane)); err != nil {
		return trace.Trace{}, err
	}
	t := unix.Window(p.title, p.model, slices.Concat([]*unix.Lane{receiving.lane}, r.helpers, []*unix.Lane{sending.lane, watching.lane})...)
	t.Payload = s.Size
	t.Notes = slices.Concat(t.Notes, pair.notes, st.gate.weakness(), st.notes)
	return t, t.Check()
}

// queued is how many bytes the receiver could have, of UDP in the first datagram. The
// look is recorded on lane.
func (s *stage) queued(lane *unix.Lane) (int, error) {
	at := unix.Now()
	n, err := sys.IoctlGetInt(s.pair.receiver, sys.SIOCINQ)
	if err != nil {
		return 0, os.NewSyscallError("ioctl", err)
	}
	look(lane, "SIOCINQ", s.pair.receiver, at, fmt.Sprintf("%d bytes in the %s", n, s.Transport.holder()))
	return n, nil
}
