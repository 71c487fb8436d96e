package figure

import (
	"nbrun/iomodels/trace"
)

// cause is an event of one thread that made another's go on.
type cause struct {
	by, of   int // indexes into Trace.Events
	from, to trace.Time
	stamp    bool   // the moment is the kernel's: from == to
	signal   string // the one that it sent; "" when it sent data
}

// mostPairs is how many pairs of events are looked at to find which belong together.
const mostPairs = 1 << 25

// findCauses finds the arrivals, the sends that made them and the signals that were
// sent.
func (g *gantt) findCauses() {
	var stamped, others []int // calls that receive
	for i := range g.t.Events {
		e := &g.t.Events[i]
		if !g.shows(e.Lane) {
			continue
		}
		if e.Stamp != nil {
			g.arrivals = append(g.arrivals, arrival{event: i, stamp: e.Stamp})
		}
		if e.Kind != trace.Syscall && e.Kind != trace.CQE || e.Errno.Num != 0 {
			continue
		}
		role := g.t.Lanes[e.Lane].Role
		if role != trace.Witness {
			g.findSignal(i)
		}
		switch receives := (role == trace.App || role == trace.Helper) && e.Run == nil; {
		case receives && e.Stamp != nil:
			stamped = append(stamped, i)
		case receives:
			others = append(others, i)
		}
	}
	told := newSendsTold(g.t, g.phases)
	for _, i := range stamped {
		by := told.stamped(i)
		if by < 0 || !g.shows(g.t.Events[by].Lane) {
			continue
		}
		at := g.t.Events[i].Stamp.At
		g.causes = append(g.causes, cause{by: by, of: i, from: at, to: at, stamp: true})
		told.claims[by] = theirs
	}
	if len(told.sends)*len(others) > mostPairs {
		g.notes = append(g.notes, g.say("Which send brought what was received is not shown: there are too many."))
		return
	}
	for _, i := range others {
		e := &g.t.Events[i]
		by := told.send(i)
		if by < 0 || told.claims[by] != none || !g.shows(g.t.Events[by].Lane) {
			continue
		}
		told.claims[by] = theirs
		s := &g.t.Events[by]
		from := s.Exit
		if from > e.Exit { // the data came while it still ran
			from = s.Enter
		}
		g.causes = append(g.causes, cause{by: by, of: i, from: from, to: e.Exit})
	}
}

// findSignal finds the event of another thread in which a signal that a call sends was
// seen: as a signal, or as a call that it interrupted.
func (g *gantt) findSignal(i int) {
	e := &g.t.Events[i]
	n, ok := signalled[e.Name]
	if !ok || e.Kind != trace.Syscall || n >= len(e.Args) {
		return
	}
	for lane := range g.t.Lanes {
		if lane == e.Lane || uint64(g.t.Lanes[lane].TID) != e.Args[n].Raw || !g.shows(lane) {
			continue
		}
		for _, k := range g.byLane[lane] {
			s := &g.t.Events[k]
			if s.Exit >= e.Enter && (s.Kind == trace.Signal || s.Errno.Name == "EINTR") {
				g.causes = append(g.causes, cause{by: i, of: k, from: e.Enter, to: s.Exit, signal: signalSent(e)})
				return
			}
		}
	}
}

// drawCauses links causes with what they made go on; of those that would lie on each
// other the first.
func (g *gantt) drawCauses(p *plot) {
	type link struct{ by, of, from, to int }
	drawn := map[link]bool{}
	for _, c := range g.causes {
		by, of := p.row(g.t.Events[c.by].Lane), p.row(g.t.Events[c.of].Lane)
		if by < 0 || of < 0 || !p.has(c.from, c.from) || !p.has(c.to, c.to) {
			continue
		}
		x0, x1 := p.x(c.from), p.x(c.to)
		if len(g.causes) > mostTick {
			at := link{by, of, int(x0), int(x1)}
			if drawn[at] {
				continue
			}
			drawn[at] = true
		}
		g.signs[signCause] = true
		y0, y1 := p.middle(by), p.middle(of)
		if c.stamp {
			top, bottom := min(y0, y1), max(y0, y1)
			if k := p.row(kernelRow); k >= 0 {
				bottom = p.middle(k)
			}
			y0, y1 = top, bottom
		}
		p.lines = append(p.lines, x0, x1)
		g.front = append(g.front, Shape{Form: Line, Points: []Point{{x0, y0}, {x1, y1}}, Stroke: Solid, Width: 1, Event: c.of})
	}
}
