package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// request is a phase of a request in the kernel, and the line of the kernel's row that
// it is drawn on: requests may be in flight together.
type request struct {
	event    int
	from, to trace.Time
	fill     Ink
	prov     Provenance
	line     int
}

const requestLines = 5 // at most

// findRequests finds what requests did in the kernel between being made and being seen
// to be complete.
func (g *gantt) findRequests() {
	var until []trace.Time // by line
	left := 0
	for i := range g.t.Events {
		e := &g.t.Events[i]
		if e.Kind != trace.CQE || !g.shows(e.Lane) || !strings.HasPrefix(e.Name, "IO") { // others are no kernel's
			continue
		}
		line := -1
		for _, p := range g.phases[i] {
			switch p.Name {
			case trace.PhaseWait, trace.PhaseSeen, trace.PhaseQueued, trace.PhaseFlight:
			default:
				continue // on a thread's row
			}
			if line < 0 {
				for line = 0; line < len(until) && until[line] > p.From; line++ {
				}
				if line == requestLines {
					left++
					break
				}
				if line == len(until) {
					until = append(until, 0)
				}
			}
			until[line] = max(until[line], p.To)
			g.requests = append(g.requests, request{i, p.From, p.To, PhaseInk(p, e), provenanceOf(p), line})
		}
	}
	if left > 0 {
		g.notes = append(g.notes, g.say("Of requests in flight together %d are drawn at most, %d more are not.", requestLines, left))
	}
}

// drawKernel draws the kernel's row: what requests did, and when data came and went.
func (g *gantt) drawKernel(p *plot, r int) {
	y := p.middle(r)
	lines := 1
	for _, q := range g.requests {
		lines = max(lines, q.line+1)
	}
	height := p.bar / float64(lines)
	for line := range lines {
		mid := y - p.bar/2 + height*(float64(line)+0.5)
		var short []tick
		for _, q := range g.requests {
			if q.line != line || !p.has(q.from, q.to) || q.from == p.to || q.to == p.from {
				continue
			}
			x0, x1 := p.x(q.from), p.x(q.to)
			if x1-x0 < leastBar {
				short = append(short, tick{q.event, x0, q.fill})
				continue
			}
			g.bar(x0, x1, mid, height-1, segment{q.from, q.to, q.fill, q.prov}, q.event)
		}
		g.drawTickMarks(p, mid, height-1, short)
	}
	g.drawStamps(p, y)
}

// drawStamps draws when data came and went; of too many, how many there are where.
func (g *gantt) drawStamps(p *plot, y float64) {
	var seen []arrival
	for _, a := range g.arrivals {
		if p.has(a.stamp.At, a.stamp.At) {
			seen = append(seen, a)
		}
	}
	if len(seen) > mostTick {
		var ticks []tick
		for _, a := range seen {
			ticks = append(ticks, tick{event: a.event, x: p.x(a.stamp.At)})
		}
		g.drawTickMarks(p, y, p.bar, ticks)
		return
	}
	for _, a := range seen {
		at, off := a.stamp.At, trace.Time(a.stamp.Uncertainty)
		if x0, x1 := p.x(at-off), p.x(at+off); x1-x0 > 2 {
			g.front = append(g.front, Shape{Form: Line, Points: []Point{{x0, y}, {x1, y}}, Stroke: Solid, Width: 2, Event: a.event})
		}
		what, _ := g.stampSign(a.stamp)
		g.putSign(what, p.x(at), y, p.bar, a.event)
	}
	for _, a := range seen {
		_, name := g.stampSign(a.stamp)
		for _, text := range []string{name + " ± " + trace.FormatDuration(a.stamp.Uncertainty), name} {
			l := label{y: y, lines: []string{text}, size: ganttText, anchor: Middle, event: a.event, plate: true}
			x, half := p.x(a.stamp.At), textWidth(text, l.size, false, false)/2+12
			if g.place(l, p.x0, p.x1, x+half, x-half) {
				break
			}
		}
	}
}

// stampSign says how a kernel's stamp is drawn, and what is written beside it.
func (z tongue) stampSign(s *trace.Stamp) (what sign, name string) {
	if of, sent := strings.CutPrefix(s.Source, "tx-"); sent {
		return signSent, of
	}
	return signArrival, z.say("arrival")
}
