//go:build linux && (amd64 || arm64)

package unix

import (
	"math"

	"nbrun/iomodels/trace"
)

// site, when set, tells which statement the calling goroutine is at.
var site func() int

// SetSites has the package functions note of each call which statement of the program
// makes it: f returns its number, from 1, or 0 when that is not known. It must be set
// before the first call. It costs a call what f costs.
func SetSites(f func() int) { site = f }

// here is the number of the statement that makes a call.
func here() uint16 {
	if site == nil {
		return 0
	}
	if n := site(); n > 0 && n <= math.MaxUint16 {
		return uint16(n)
	}
	return 0
}

// SharedSites is [Shared] with the number of the statement that made each event's call,
// as [SetSites] has it. With collapse it is as [trace.Collapse] leaves it, without its
// price: of a long run of like calls only those are made events that remain. A cell that
// has asked a hundred thousand times in vain, and whose time is up, can still be shown.
func SharedSites(from, to trace.Time, collapse bool) (t trace.Trace, sites []int) {
	return sharedTrace(from, to, collapse)
}

// sitesOf returns the sites of a trace's events. Those of a lane have kept their order.
func (d *decoder) sitesOf(t *trace.Trace) []int {
	sites := make([]int, len(t.Events))
	next := make([]int, len(t.Lanes))
	for i := range t.Events {
		lane := t.Events[i].Lane
		sites[i] = d.sites[lane][next[lane]]
		next[lane]++
	}
	return sites
}
