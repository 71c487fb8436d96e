//go:build linux && (amd64 || arm64)

package iomodels

import (
	"cmp"
	"slices"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A guest is a lane of another process, which tells by itself what it did. Its system
// calls are not recorded; what it tells are events of other kinds.
type guest struct {
	trace.Lane
	events []trace.Event
	zero   int64 // what CLOCK_MONOTONIC said at Time 0, in ns
}

// newGuest makes a guest whose clock is related to the record's: both count on
// CLOCK_MONOTONIC, from different moments.
func newGuest(name string, pid int) *guest {
	g := &guest{Lane: trace.Lane{Name: name, Role: trace.App, TID: pid, Level: 1}}
	best := time.Hour
	for range 20 {
		var ts sys.Timespec
		a := unix.Now()
		if err := sys.ClockGettime(sys.CLOCK_MONOTONIC, &ts); err != nil {
			panic("the clock that Go runs on is not there: " + err.Error())
		}
		if b := unix.Now(); b.Sub(a) < best {
			best, g.zero = b.Sub(a), ts.Nano()-int64(a+(b-a)/2)
		}
	}
	return g
}

// at puts a time of CLOCK_MONOTONIC on the record's clock.
func (g *guest) at(ns int64) trace.Time { return trace.Time(ns - g.zero) }

// add appends an event.
func (g *guest) add(e trace.Event) {
	e.NR, e.Seq = -1, len(g.events)
	g.events = append(g.events, e)
}

// replace puts the guest's lane in the place of t's first, which has no events: that
// of the thread that started the other process.
func (g *guest) replace(t *trace.Trace) {
	t.Lanes[0] = g.Lane
	t.Events = append(t.Events, g.events...)
	slices.SortFunc(t.Events, func(a, b trace.Event) int {
		return cmp.Or(cmp.Compare(a.Enter, b.Enter), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Seq, b.Seq))
	})
}
