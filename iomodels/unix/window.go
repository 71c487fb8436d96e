//go:build linux && (amd64 || arm64)

package unix

import (
	"cmp"
	"slices"

	"nbrun/iomodels/trace"
)

// Window returns what is recorded of these lanes so far, as a trace of their own.
// Lane i of the trace is lanes[i].
func Window(title, model string, lanes ...*Lane) trace.Trace {
	t := trace.Trace{Title: title, Model: model}
	from := readClocks()
	if len(lanes) > 0 {
		from = lanes[0].from
	}
	for _, l := range lanes {
		if l.from.at < from.at {
			from = l.from
		}
	}
	d := newDecoder(from)
	for i, l := range lanes {
		t.Lanes = append(t.Lanes, trace.Lane{Name: l.name, Role: l.role, TID: l.tid, Level: l.level})
		t.Events = d.lane(t.Events, i, l, 0, maxTime)
	}
	d.finish(&t)
	return t
}

const maxTime = trace.Time(1<<63 - 1)

// finish sorts the events and fills what is of the trace as a whole.
func (d *decoder) finish(t *trace.Trace) {
	t.Clock = d.clock
	t.Notes = append(t.Notes, d.notes...)
	t.Overhead = overhead()
	slices.SortFunc(t.Events, func(a, b trace.Event) int {
		return cmp.Or(cmp.Compare(a.Enter, b.Enter), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Seq, b.Seq))
	})
}

// lane appends the events of l that entered at from or later and before to; their
// Seq counts from 0. Calls of a lane follow one another, so a chunk whose last one
// is too early is skipped.
func (d *decoder) lane(events []trace.Event, index int, l *Lane, from, to trace.Time) []trace.Event {
	seq := 0
	var sites []int
	add := func(e trace.Event, site int) {
		sites = append(sites, site)
		e.Lane, e.Seq = index, seq
		events = append(events, e)
		if seq++; e.Run != nil {
			seq += e.Run.Count - 1
		}
	}
	var later []ref // to be collapsed
	for c := l.head.Load(); c != nil; {
		n := int(c.n.Load())
		if n > 0 && c.rows[n-1].enter >= from {
			for i := range n {
				switch r := &c.rows[i]; {
				case r.enter < from || r.enter >= to:
				case d.collapse:
					later = append(later, ref{c, i})
				default:
					add(d.event(l, c, i), int(r.site))
				}
			}
		}
		left, next := d.leftOut(l, c, from, to)
		if left != nil || next == nil {
			collapsed, sites := d.collapsed(l, later)
			for i, e := range collapsed {
				add(e, sites[i])
			}
			for _, e := range left {
				add(e, 0)
			}
			later = nil
		}
		c = next
	}
	d.sites = append(d.sites[:index], sites)
	return events
}

// leftOut returns the chunk that follows c, and the events that stand for the calls of
// the gap between the two, if there is one that lies within the times.
func (d *decoder) leftOut(l *Lane, c *chunk, from, to trace.Time) (left []trace.Event, next *chunk) {
	g := &l.gap
	g.Lock()
	defer g.Unlock()
	next = c.next.Load()
	if c != g.after {
		return nil, next
	}
	if g.to < from || g.from >= to {
		return nil, next
	}
	whole := g.from >= from && g.to < to
	d.notes = append(d.notes, g.note(l, whole))
	if whole {
		for _, t := range g.tallies {
			left = append(left, t.event(d))
		}
	}
	return left, next
}
