//go:build linux && (amd64 || arm64)

package unix

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// event stands for the calls that the tally has counted.
func (t *tally) event(d *decoder) trace.Event {
	e := d.call(&t.first, t.side, t.why)
	e.Exit = t.last
	e.Usage, e.Stamp = d.whole(t.usage), nil
	why := func(format string, a ...any) { e.Why = append(e.Why, fmt.Sprintf(format, a...)) }
	if t.differ {
		e.Args = nil
		why("arguments: those of these %d calls differ, and were not kept", t.count)
	}
	if t.stamps {
		why("arrival: the kernel's times for the data of these %d calls were not kept", t.count)
	}
	median, exact := t.took.median()
	if !exact {
		why("median: a 64th longer at the most")
	}
	e.Run = &trace.Run{Count: t.count, Min: t.took.shortest, Median: median, Max: t.took.longest, Sum: t.took.sum}
	return e
}

// note says what a gap has swallowed, and whether events stand for it.
func (g *gap) note(l *Lane, shown bool) string {
	text := fmt.Sprintf("lane %s: %d events between the first %d and the last were counted and not kept, since a lane keeps %d",
		l.name, g.rows, l.limit/2, l.limit)
	var counted []string
	calls := 0
	for _, t := range g.tallies {
		calls += t.count
	}
	switch {
	case calls > 0 && shown:
		counted = append(counted, fmt.Sprintf("%d calls stand there as runs of what was alike in name, result and error", calls))
	case calls > 0:
		counted = append(counted, fmt.Sprintf("%d calls, some of which lie outside of this trace, so that none is shown", calls))
	}
	for _, name := range slices.Sorted(maps.Keys(g.others)) {
		counted = append(counted, fmt.Sprintf("%d of %s are not shown", g.others[name], name))
	}
	return text + ": " + strings.Join(counted, "; ")
}
