package figure

import (
	"cmp"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// zoom is a short window that is drawn enlarged.
type zoom struct {
	at       trace.Time // what it lies around
	arrival  bool       // that is an arrival
	from, to trace.Time
	density  int // how many things begin or end in it
}

// chooseZooms chooses the densest windows around arrivals or, where no kernel stamped
// one, around the causes known, or the ends of calls. A record that is hardly longer
// than a window is large enough as it is.
func (g *gantt) chooseZooms() {
	if g.to.Sub(g.from) < 4*zoomWindow {
		return
	}
	var found []zoom
	add := func(at trace.Time, arrival bool) {
		z := zoom{at: at, arrival: arrival, from: at - trace.Time(zoomBefore)}
		z.to = z.from + trace.Time(zoomWindow)
		found = append(found, z)
	}
	for _, a := range g.arrivals {
		if !strings.HasPrefix(a.stamp.Source, "tx-") && a.stamp.At >= g.from {
			add(a.stamp.At, true)
		}
	}
	if found == nil {
		for _, c := range g.causes {
			add(c.from, false)
		}
	}
	for _, divided := range []bool{true, false} { // better where a phase ends than where any call does
		if found != nil {
			break
		}
		for _, lane := range g.lanes {
			for _, i := range g.byLane[lane] {
				if e := &g.t.Events[i]; g.t.Lanes[lane].Role == trace.App && len(found) < mostTick && (len(g.phases[i]) > 1 || !divided) {
					add(e.Exit, false)
				}
			}
		}
	}
	g.weigh(found)
	slices.SortStableFunc(found, func(a, b zoom) int { return cmp.Compare(b.density, a.density) })
	for _, z := range found {
		clear := len(g.zooms) < zoomMost
		for _, other := range g.zooms {
			clear = clear && (z.from >= other.to || z.to <= other.from)
		}
		if clear {
			g.zooms = append(g.zooms, z)
		}
	}
	slices.SortFunc(g.zooms, func(a, b zoom) int { return cmp.Compare(a.from, b.from) })
}

// weigh counts what begins or ends in each window.
func (g *gantt) weigh(zooms []zoom) {
	var moments []trace.Time
	for _, lane := range g.lanes {
		if g.t.Lanes[lane].Role == trace.Witness {
			continue
		}
		for _, i := range g.byLane[lane] {
			moments = append(moments, g.t.Events[i].Enter, g.t.Events[i].Exit)
		}
	}
	slices.Sort(moments)
	for k := range zooms {
		first, _ := slices.BinarySearch(moments, zooms[k].from)
		last, _ := slices.BinarySearch(moments, zooms[k].to+1)
		zooms[k].density = last - first
	}
}

// zoomRows are the rows that have something to show in a window.
func (g *gantt) zoomRows(whole *plot) []int {
	var rows []int
	for _, lane := range whole.rows {
		shown := lane == kernelRow
		for _, z := range g.zooms {
			if lane == kernelRow || g.t.Lanes[lane].Role == trace.Witness {
				break
			}
			for _, i := range g.byLane[lane] {
				e := &g.t.Events[i]
				shown = shown || e.Enter <= z.to && e.Exit >= z.from
			}
		}
		if shown {
			rows = append(rows, lane)
		}
	}
	return rows
}

// drawZooms draws the windows below the whole, each linked with its place there, and
// returns where they end.
func (g *gantt) drawZooms(whole *plot) float64 {
	rows := g.zoomRows(whole)
	n := float64(len(g.zooms))
	width := (ganttWidth - 2*margin - zoomGap*(n-1)) / n
	names := 150.0
	if n > 1 {
		names = zoomNames
	}
	top := whole.bottom() + 34
	bottom := 0.0
	for k, z := range g.zooms {
		left := margin + (width+zoomGap)*float64(k)
		p := &plot{x0: left + names, x1: left + width - 4, top: top + 50, rowHeight: 28, bar: 20, from: z.from, to: z.to, rows: rows}
		bottom = p.bottom() + 6
		g.funnel(whole, z, left, left+width, top)
		g.back = append(g.back, Shape{Form: Rect, Points: []Point{{left, top}, {left + width, bottom}}, Stroke: Faint, Width: 1, Event: -1})
		at := trace.FormatDuration(z.at.Sub(g.from))
		title := g.say("200 µs around the arrival at +%s", at)
		if !z.arrival || textWidth(title, ganttText, false, true) > width-16 {
			title = g.say("200 µs around +%s", at)
		}
		g.text(left+8, top+19, title, ganttText, Start, true)
		g.drawTicks(p, z.at, top+40)
		for r, lane := range rows {
			name := g.laneName(lane, names-12)
			if lane != kernelRow && n > 1 {
				name = fit(g.lane(g.t.Lanes[lane].Name), names-12, ganttText, false, false)
			}
			g.text(left+8, p.middle(r)+5, name, ganttText, Start, false)
		}
		g.drawPlot(p)
	}
	return bottom
}

// funnel links a window's place in the whole with its panel.
func (g *gantt) funnel(whole *plot, z zoom, left, right, top float64) {
	x0, x1 := whole.x(z.from), whole.x(z.to)
	y := whole.bottom()
	g.back = append(g.back,
		Shape{Form: Polygon, Points: []Point{{x0, y}, {x1, y}, {right, top}, {left, top}}, Fill: Tint, Event: -1},
		Shape{Form: Line, Points: []Point{{x0, whole.top - 4}, {x0, y}, {left, top}}, Stroke: Faint, Width: 1, Event: -1},
		Shape{Form: Line, Points: []Point{{x1, whole.top - 4}, {x1, y}, {right, top}}, Stroke: Faint, Width: 1, Event: -1})
}
