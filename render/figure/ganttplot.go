package figure

import (
	"math"
	"strconv"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// plot is a stretch of time, to scale, with a row for each of some lanes.
type plot struct {
	x0, x1, top    float64
	rowHeight, bar float64
	from, to       trace.Time
	rows           []int     // lanes, or kernelRow
	lines          []float64 // where causes are linked, which texts had better not hide
}

func (p *plot) bottom() float64 { return p.top + p.rowHeight*float64(len(p.rows)) }

// middle is the height of the middle of a row.
func (p *plot) middle(r int) float64 { return p.top + p.rowHeight*(float64(r)+0.5) }

// row returns the row of a lane, -1 when it has none.
func (p *plot) row(lane int) int {
	for r, l := range p.rows {
		if l == lane {
			return r
		}
	}
	return -1
}

// x is where a time lies, at an edge when it lies outside.
func (p *plot) x(t trace.Time) float64 {
	t = min(max(t, p.from), p.to)
	return p.x0 + (p.x1-p.x0)*float64(t-p.from)/float64(p.to-p.from)
}

// has reports whether any of a stretch lies in the plot.
func (p *plot) has(from, to trace.Time) bool { return from <= p.to && to >= p.from }

// drawPlot draws all that happened within the plot.
func (g *gantt) drawPlot(p *plot) {
	for r := range p.rows {
		y := p.middle(r)
		g.back = append(g.back,
			Shape{Form: Rect, Points: []Point{{p.x0, y - p.bar/2}, {p.x1, y + p.bar/2}}, Fill: Tint, Event: -1})
	}
	g.drawCauses(p)
	for r, lane := range p.rows {
		if lane == kernelRow {
			g.drawKernel(p, r)
			continue
		}
		g.drawLane(p, r, lane)
	}
}

// drawTicks writes a scale: round times, counted from zero.
func (g *gantt) drawTicks(p *plot, zero trace.Time, y float64) {
	const room = 92 // for the text of a tick
	step := roundStep(p.to.Sub(p.from), int((p.x1-p.x0)/room))
	unit, name := tickUnit(step)
	first := int64(math.Ceil(float64(p.from-zero) / float64(step)))
	for n := first; zero+trace.Time(n*int64(step)) <= p.to; n++ {
		at := zero + trace.Time(n*int64(step))
		x := p.x(at)
		text := tickText(float64(n)*float64(step)/float64(unit)) + " " + name
		half := textWidth(text, ganttText, false, false) / 2
		g.back = append(g.back, Shape{Form: Line, Points: []Point{{x, p.top - 4}, {x, p.bottom()}}, Stroke: Faint, Width: 0.5, Event: -1})
		g.text(min(max(x, p.x0-30+half), p.x1-half), y, text, ganttText, Middle, false)
	}
}

// roundStep is the smallest of 1, 2 and 5 times a power of ten of which at most n make
// up a span.
func roundStep(span time.Duration, n int) time.Duration {
	for power := time.Duration(1); ; power *= 10 {
		for _, m := range []time.Duration{1, 2, 5} {
			if span <= m*power*time.Duration(max(n, 1)) {
				return m * power
			}
		}
	}
}

func tickUnit(step time.Duration) (unit time.Duration, name string) {
	switch {
	case step < time.Microsecond:
		return time.Nanosecond, "ns"
	case step < time.Millisecond:
		return time.Microsecond, "µs"
	case step < time.Second:
		return time.Millisecond, "ms"
	}
	return time.Second, "s"
}

func tickText(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), "-", "−", 1)
}

// place puts a text where it is clear of all others and within bounds, at the first of
// some places that is; it reports whether there was one.
func (g *gantt) place(l label, x0, x1 float64, places ...float64) bool {
	for _, x := range places {
		try := l
		try.x = x
		left, _, right, _ := try.box()
		if left-4 < x0 || right+4 > x1 {
			continue
		}
		clear := true
		a0, b0, a1, b1 := try.box()
		for _, s := range g.solid {
			clear = clear && (a1+4 <= s.X-7 || a0-4 >= s.X+7 || b1 <= s.Y-7 || b0 >= s.Y+7)
		}
		clear = clear && !g.hides(a0-4, b0, a1+4, b1)
		for _, other := range g.labels {
			wide := *other
			wide.lines = []string{other.lines[0] + "  "} // their grounds
			clear = clear && overlap(&try, &wide) == 0 && overlap(&try, other) == 0
		}
		if clear {
			g.labels = append(g.labels, &try)
			return true
		}
	}
	return false
}

// hides reports whether what lies in a box would leave too little of a bar to be seen.
func (g *gantt) hides(x0, y0, x1, y1 float64) bool {
	for _, bar := range g.filled {
		a, b := bar.Points[0], bar.Points[1]
		if x0 >= b.X || a.X >= x1 || y0 >= b.Y || a.Y >= y1 {
			continue
		}
		if seen := max(0, x0-a.X) + max(0, b.X-x1); seen < min(40, 0.3*(b.X-a.X)) {
			return true
		}
	}
	return false
}
