//go:build linux && (amd64 || arm64)

package iomodels

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A script is a model of what goes between two ends beside whole messages: parts of
// them, too many of them, their end. In a [play] the sender sends once; here the two
// take turns, and either may close.
type script struct {
	model, title string
	over         []Transport // that it can be played over, the empty Transport being the first
	size         int         // of the payload when the scenario has none, twice what may lie in the kernel; 100 when zero, and then it fits
	sends        bool        // the program is at the sender's end
	program      func(*party) error
	peer         func(*party) error
}

// streams are the transports that are streams in both directions.
var streams = []Transport{Unix, TCP}

// An exchange is a script being played.
type exchange struct {
	Scenario
	cast
	payload []byte
	gate    gate                  // the program
	over    chan struct{}         // one for each call of the program that is over, when the peer waits for that
	invited chan struct{}         // closed by the peer, when the program may begin
	asks    chan func(*unix.Lane) // what the peer wants looked at; closed when it is done

	helpers []*unix.Lane // threads of the program beside its own

	ends sync.Mutex
	pair *pair // whose descriptors are -1 once closed
}

// run plays the script and returns the record of its lanes: "program", "peer" and
// "watcher". Whatever happens, all threads have ended and all descriptors are closed
// when it returns.
func (sc script) run(s Scenario) (t trace.Trace, err error) {
	if s, err = sc.complete(s); err != nil {
		return t, err
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { t, err = sc.on(lane, s) })
	return t, err
}

// complete is [Scenario.complete] with the zeros of the script, which may be larger
// than what one call brings.
func (sc script) complete(s Scenario) (Scenario, error) {
	if s.Transport == "" {
		s.Transport = sc.over[0]
	}
	size := cmp.Or(s.Size, sc.size)
	if sc.size > 0 && size > 0 {
		s.Size = 1 // it need not go by one call, so the limits of one are not its
	}
	s, err := s.complete()
	switch {
	case err != nil:
	case !slices.Contains(sc.over, s.Transport):
		err = fmt.Errorf("scenario: transport %q; this is played over %q", s.Transport, sc.over)
	case size > 0 && size < sc.least(s.Transport):
		err = fmt.Errorf("scenario: %d bytes; as few may all lie in the kernel, so at least %d", size, sc.least(s.Transport))
	}
	if sc.size > 0 {
		s.Size = size
	}
	return s, err
}

// least is the smallest payload that cannot all lie in the kernel. What is written to a
// Unix socket lies in the send buffer alone (SO_RCVBUF in unix(7)), which is the smaller one.
func (sc script) least(over Transport) int {
	if over == Unix {
		return sc.size / 4
	}
	return sc.size / 2
}

// on plays the script; lane is for setting up and clearing away.
func (sc script) on(lane *unix.Lane, s Scenario) (trace.Trace, error) {
	pair, err := newPair(lane, s.Transport)
	if err != nil {
		return trace.Trace{}, fmt.Errorf("setup: %w", err)
	}
	x := &exchange{
		Scenario: s, payload: pattern(s.Size), pair: pair,
		over: make(chan struct{}), invited: make(chan struct{}), asks: make(chan func(*unix.Lane)),
	}
	x.cast = newCast(x.wake)
	mine, other := &pair.receiver, &pair.sender
	if sc.sends {
		mine, other = other, mine
	}
	if sc.size > 0 {
		if err := limitReceiveBuffer(lane, pair.receiver); err != nil {
			return trace.Trace{}, errors.Join(fmt.Errorf("setup: %w", err), pair.close(lane))
		}
	}
	acting := []*actor{
		x.act("program", trace.App, 3, func(lane *unix.Lane) error { return sc.program(&party{x, lane, mine}) }),
		x.act("peer", trace.Peer, 1, func(lane *unix.Lane) error {
			defer close(x.asks)
			return sc.peer(&party{x, lane, other})
		}),
		x.act("watcher", trace.Witness, 1, x.watch),
	}
	var lanes []*unix.Lane
	limit := time.After(3*gateLimit + 10*s.Delay)
	for _, a := range acting {
		select {
		case <-a.ended:
		case <-limit:
			x.fail(fmt.Errorf("setup: the exchange did not come to its end"))
			<-a.ended
		}
		lanes = append(lanes, a.lane)
	}
	if err := errors.Join(x.err, pair.close(lane)); err != nil {
		return trace.Trace{}, err
	}
	t := unix.Window(sc.title+" "+s.Transport.name(), sc.model, slices.Concat(lanes[:1], x.helpers, lanes[1:])...)
	t.Payload = s.Size
	t.Notes = slices.Concat(t.Notes, pair.notes, x.gate.weakness(), x.notes)
	return t, t.Check()
}

// wake ends all sleep at both ends.
func (x *exchange) wake() (err error) {
	x.ends.Lock()
	defer x.ends.Unlock()
	for _, fd := range []int{x.pair.receiver, x.pair.sender} {
		if fd < 0 || x.Transport == Pipe {
			continue // nobody sleeps on a pipe here
		}
		if e := sys.Shutdown(fd, sys.SHUT_RDWR); e != nil && e != sys.ENOTCONN {
			err = errors.Join(err, os.NewSyscallError("shutdown", e))
		}
	}
	return err
}
