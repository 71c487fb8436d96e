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
	var sent, receives []int
	for i := range g.t.Events {
		e := &g.t.Events[i]
		if e.Stamp != nil && g.shows(e.Lane) {
			g.arrivals = append(g.arrivals, arrival{event: i, stamp: e.Stamp})
		}
		if e.Kind != trace.Syscall && e.Kind != trace.CQE || e.Errno.Num != 0 || !g.shows(e.Lane) {
			continue
		}
		switch g.t.Lanes[e.Lane].Role {
		case trace.Peer:
			if e.Kind == trace.Syscall && sends(e.Name) {
				sent = append(sent, i)
			}
			g.findSignal(i)
		case trace.App, trace.Helper:
			if e.Run == nil {
				receives = append(receives, i)
			}
			g.findSignal(i)
		}
	}
	if len(sent) == 0 {
		return
	}
	if len(g.t.Events)*len(receives) > mostPairs {
		g.notes = append(g.notes, g.say("Which send brought what was received is not shown: there are too many."))
		return
	}
	told := sendsTold{t: g.t, phases: g.phases, claims: map[int]claim{}}
	for _, i := range receives {
		if g.t.Events[i].Stamp != nil {
			told.claims[g.stampedSend(i, sent)] = theirs
		}
	}
	for _, i := range receives {
		e := &g.t.Events[i]
		if e.Stamp != nil {
			continue
		}
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

// stampedSend finds the send in which data with a stamp came, -1 if that is not known.
func (g *gantt) stampedSend(of int, among []int) int {
	e := &g.t.Events[of]
	at, off := e.Stamp.At, trace.Time(e.Stamp.Uncertainty)
	by := -1
	for _, i := range among {
		s := &g.t.Events[i]
		if match, known := sameWay(s, e); known && !match || at < s.Enter-off || at > s.Exit+off {
			continue
		}
		if by >= 0 {
			return -1 // either may have sent them
		}
		by = i
	}
	if by >= 0 {
		g.causes = append(g.causes, cause{by: by, of: of, from: at, to: at, stamp: true})
	}
	return by
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

// drawCauses links causes with what they made go on.
func (g *gantt) drawCauses(p *plot) {
	for _, c := range g.causes {
		by, of := p.row(g.t.Events[c.by].Lane), p.row(g.t.Events[c.of].Lane)
		if by < 0 || of < 0 || !p.has(c.from, c.from) || !p.has(c.to, c.to) {
			continue
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
		p.lines = append(p.lines, p.x(c.from), p.x(c.to))
		g.front = append(g.front, Shape{Form: Line, Points: []Point{{p.x(c.from), y0}, {p.x(c.to), y1}}, Stroke: Solid, Width: 1, Event: c.of})
	}
}
