//go:build linux && (amd64 || arm64)

package unix

import (
	"slices"
	"time"

	"nbrun/iomodels/trace"
)

// The runs that are summed up, and what is kept of them, are those of trace.Collapse.
const (
	collapseAbove = 64
	collapseKeep  = 8
)

// A ref is the place of a row.
type ref struct {
	c *chunk
	i int
}

func (r ref) row() *row    { return &r.c.rows[r.i] }
func (r ref) side() []byte { return r.c.side(r.row()) }
func (r ref) seq() int     { return r.c.first + r.i }

// collapsed decodes rows of a lane, in order, but for the runs that it sums up. The
// sites are those of the events.
func (d *decoder) collapsed(l *Lane, rows []ref) (events []trace.Event, sites []int) {
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && l.alike(rows[0], rows[n]) {
			n++
		}
		run := rows[:n]
		rows = rows[n:]
		var middle []ref
		if n > collapseAbove {
			middle = run[collapseKeep : n-collapseKeep]
			run = slices.Concat(run[:collapseKeep+1], run[n-collapseKeep:])
		}
		for i, r := range run {
			e := d.event(l, r.c, r.i)
			if i == collapseKeep && middle != nil {
				d.sumUp(&e, middle)
			}
			events, sites = append(events, e), append(sites, int(r.row().site))
		}
	}
	return events, sites
}

// alike reports whether two rows may be summed up as one.
func (l *Lane) alike(a, b ref) bool {
	x, y := a.row(), b.row()
	if x.nr == rowEvent || x.nr != y.nr || x.ret != y.ret || x.errno != y.errno || x.quality != y.quality || x.site != y.site || x.args != y.args {
		return false
	}
	p, q := a.side(), b.side()
	_, stamped := item(p, tagStamp)
	_, too := item(q, tagStamp)
	if stamped || too {
		return false
	}
	if x.quality&outside != 0 {
		fn, _ := item(p, tagName)
		other, _ := item(q, tagName)
		if string(fn) != string(other) {
			return false
		}
	}
	return slices.Equal(l.reasons(a.seq()), l.reasons(b.seq()))
}

// sumUp makes e, the event of the first of the rows, stand for all of them.
func (d *decoder) sumUp(e *trace.Event, rows []ref) {
	run := &trace.Run{Count: len(rows)}
	took := make([]time.Duration, len(rows))
	usage := &trace.Usage{Rusage: true}
	for i, r := range rows {
		row := r.row()
		took[i] = row.exit.Sub(row.enter)
		run.Sum += took[i]
		usage = sumOf(usage, usageOf(r.side()))
	}
	slices.Sort(took)
	run.Min, run.Median, run.Max = took[0], took[len(took)/2], took[len(took)-1]
	e.Exit, e.Run, e.Usage = rows[len(rows)-1].row().exit, run, d.whole(usage)
}

// whole is a sum of usages without what was not measured of all of them.
func (d *decoder) whole(u *trace.Usage) *trace.Usage {
	if u != nil && (d.traced || !u.Rusage) {
		return &trace.Usage{CPU: u.CPU}
	}
	return u
}
