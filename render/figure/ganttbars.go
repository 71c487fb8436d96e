package figure

import (
	"math"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

const (
	leastBar = 1.0 // pixels below which a bar is a tick
	mostTick = 500 // ticks of a row beyond which they are counted and not drawn
	binWidth = 3.0
)

// segment is a stretch of an event with one fill.
type segment struct {
	from, to trace.Time
	fill     Ink // None when nothing is known of it but that it was in a call
	prov     Provenance
}

// segments divides an event into what its thread did.
func (g *gantt) segments(i int) []segment {
	e := &g.t.Events[i]
	var segs []segment
	for _, p := range g.phases[i] {
		if p.Name == trace.PhaseBuffered || e.Kind == trace.CQE {
			continue
		}
		segs = append(segs, segment{p.From, p.To, PhaseInk(p, e), provenanceOf(p)})
	}
	if segs == nil {
		segs = append(segs, segment{from: e.Enter, to: e.Exit})
	}
	return segs
}

// drawLane draws the events of a lane: bars, ticks or their density, and signs.
func (g *gantt) drawLane(p *plot, r, lane int) {
	y := p.middle(r)
	var ticks []tick
	var bars []barred
	var signs []int
	for k, i := range g.byLane[lane] {
		e := &g.t.Events[i]
		if !p.has(e.Enter, e.Exit) {
			continue
		}
		switch e.Kind {
		case trace.Signal, trace.CQE, trace.SQE, trace.Mark:
			if _, at, _ := g.signOf(e); p.has(at, at) {
				signs = append(signs, i)
			}
			continue
		}
		next := p.x1
		if is := g.byLane[lane]; k+1 < len(is) {
			next = p.x(g.t.Events[is[k+1]].Enter)
		}
		b := barred{i, p.x(e.Enter), p.x(e.Exit), next}
		for _, s := range g.segments(i) {
			if !p.has(s.from, s.to) || s.from == p.to || s.to == p.from {
				continue
			}
			x0, x1 := p.x(s.from), p.x(s.to)
			if x1-x0 < leastBar {
				ticks = append(ticks, tick{i, x0, s.fill})
				continue
			}
			g.bar(x0, x1, y, p.bar, s, i)
		}
		if b.x1-b.x0 >= leastBar {
			bars = append(bars, b)
		}
	}
	if len(signs) > mostTick {
		for _, i := range signs {
			_, at, _ := g.signOf(&g.t.Events[i])
			ticks = append(ticks, tick{event: i, x: p.x(at)})
		}
		signs = nil
	}
	g.drawTickMarks(p, y, p.bar, ticks)
	for _, i := range signs {
		g.drawSign(p, y, i)
	}
	for _, i := range signs {
		g.nameSign(p, y, i)
	}
	for _, b := range bars {
		g.nameBar(p, y, b)
	}
}

// barred is an event that has a bar, and where the next one of its lane begins.
type barred struct {
	event        int
	x0, x1, next float64
}

func (g *gantt) bar(x0, x1, y, height float64, s segment, event int) {
	stroke, width := s.fill, 1.2
	if s.fill == None {
		stroke = Faint
		g.signs[signPlain] = true
	} else {
		g.used[s.fill] = true
	}
	if s.prov == Inferred {
		g.signs[signInferred] = true
	}
	bar := Shape{
		Form: Rect, Points: []Point{{x0, y - height/2}, {x1, y + height/2}}, Fill: s.fill, Stroke: stroke, Width: width,
		Dash: outline(s.prov), Event: event, Provenance: s.prov,
	}
	g.marks = append(g.marks, bar)
	if s.fill != None {
		g.filled = append(g.filled, bar)
	}
}

// nameBar writes what a bar is of in it, or behind it where nothing follows.
func (g *gantt) nameBar(p *plot, y float64, b barred) {
	e := &g.t.Events[b.event]
	texts := []string{e.Name}
	switch {
	case e.Kind == trace.Probe:
		texts = []string{strings.TrimSpace(g.look(e.Name))}
	case e.Run != nil:
		texts = []string{e.Name + " × " + thousands(int64(e.Run.Count)), "× " + thousands(int64(e.Run.Count))}
	case e.Kind == trace.Syscall:
		texts = []string{e.Name + " = " + result(e), e.Name}
	case e.Kind == trace.Work && !e.Touches():
		texts = []string{g.say("own work")}
	case e.Touches():
		texts = []string{g.accessed(e)}
	}
	for _, clear := range []bool{true, false} { // of the lines between causes, if it can be
		for _, text := range texts {
			l := label{y: y, lines: []string{text}, size: ganttText, anchor: Middle, event: b.event, plate: true, mono: e.Kind == trace.Syscall}
			half := textWidth(text, l.size, l.mono, false) / 2
			if 2*half+12 <= b.x1-b.x0 && g.place(l, b.x0, b.x1, p.inBar(b, half, clear)...) {
				return
			}
			if behind := b.x1 + half + 6; (!clear || p.clear(behind, half)) && g.place(l, b.x1, b.next, behind) {
				return
			}
		}
	}
}

// inBar returns where in a bar a text may have its middle: in the bar's or, clear of what
// links causes, beside that.
func (p *plot) inBar(b barred, half float64, clear bool) []float64 {
	middle := (b.x0 + b.x1) / 2
	if !clear {
		return []float64{middle}
	}
	var places []float64
	for _, x := range p.lines {
		if math.Abs(x-middle) < half+5 {
			places = append(places, x-half-7, x+half+7)
		}
	}
	if places == nil {
		return []float64{middle}
	}
	return slices.DeleteFunc(places, func(x float64) bool { return !p.clear(x, half) })
}

// clear reports whether no line between causes begins or ends where a text with its
// middle at x lies.
func (p *plot) clear(x, half float64) bool {
	return !slices.ContainsFunc(p.lines, func(at float64) bool { return math.Abs(at-x) < half+5 })
}

// tick is a segment too short for a bar.
type tick struct {
	event int
	x     float64
	fill  Ink
}

// drawTickMarks draws short segments as lines; of too many, how many there are where.
func (g *gantt) drawTickMarks(p *plot, y, height float64, ticks []tick) {
	if len(ticks) <= mostTick {
		for _, t := range ticks {
			g.signs[signTick] = true
			g.marks = append(g.marks, Shape{Form: Line, Points: []Point{{t.x, y - height/2}, {t.x, y + height/2}}, Stroke: Solid, Width: 1, Event: t.event})
		}
		return
	}
	g.signs[signDensity] = true
	bins := map[int][]tick{}
	most := 0
	for _, t := range ticks {
		n := int((t.x - p.x0) / binWidth)
		bins[n] = append(bins[n], t)
		most = max(most, len(bins[n]))
	}
	for n := 0; n <= int((p.x1-p.x0)/binWidth); n++ {
		in := bins[n]
		if len(in) == 0 {
			continue
		}
		x := p.x0 + binWidth*float64(n)
		h := 4 + (height-4)*math.Log1p(float64(len(in)))/math.Log1p(float64(most))
		first := in[0].event
		g.counted[first] = g.closeTogether(len(in), g.mark(g.t, first))
		g.marks = append(g.marks, Shape{
			Form: Rect, Points: []Point{{x, y + height/2 - h}, {min(x+binWidth, p.x1), y + height/2}}, Fill: Faint, Event: first,
		})
	}
	l := label{y: y, lines: []string{"× " + thousands(int64(len(ticks)))}, size: ganttText, anchor: Middle, event: ticks[0].event, plate: true}
	g.place(l, p.x0, p.x1, (ticks[0].x+ticks[len(ticks)-1].x)/2, (p.x0+p.x1)/2)
}

// closeTogether names a mark that stands for several events.
func (g *gantt) closeTogether(n int, first string) string {
	if n == 1 {
		return g.say("1 event close together, the first: %s", first)
	}
	return g.say("%s events close together, the first: %s", thousands(int64(n)), first)
}
