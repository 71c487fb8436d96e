package figure

import "nbrun/iomodels/trace"

// sign is a thing that the legend of a gantt explains, beside the fills.
type sign uint8

const (
	signPlain sign = iota
	signTick
	signDensity
	signSignal
	signDone
	signRequest
	signMark
	signArrival
	signSent
	signCause
	signInferred
)

var signNames = map[sign]string{
	signPlain:    "in a call or a look, not divided",
	signTick:     "shorter than a pixel",
	signDensity:  "many close together: the higher, the more",
	signSignal:   "signal",
	signDone:     "completion seen",
	signRequest:  "request made",
	signMark:     "mark of the program",
	signArrival:  "arrival, by the kernel's stamp",
	signSent:     "sent, by the kernel's stamp",
	signCause:    "cause and effect",
	signInferred: "dashed outline: inferred",
}

// signOf says how an event that is a moment is drawn, when it was, and what is
// written beside it.
func (z tongue) signOf(e *trace.Event) (what sign, at trace.Time, name string) {
	switch e.Kind {
	case trace.Signal:
		return signSignal, e.Exit, e.Name
	case trace.CQE:
		return signDone, e.Exit, "res = " + result(e)
	case trace.SQE:
		return signRequest, e.Enter, queueName(e)
	}
	return signMark, e.Enter, z.moment(e.Name)
}

// drawSign draws an event that is a moment: a triangle for a signal, a diamond for a
// completion seen, a circle for a request, a line for a mark.
func (g *gantt) drawSign(p *plot, y float64, i int) {
	what, at, _ := g.signOf(&g.t.Events[i])
	g.putSign(what, p.x(at), y, p.bar, i)
}

func (g *gantt) putSign(what sign, x, y, bar float64, event int) {
	s := signShape(what, x, y, bar)
	s.Event = event
	g.signs[what] = true
	g.front = append(g.front, s)
	g.solid = append(g.solid, Point{x, y})
}

// nameSign writes beside a sign what it is of.
func (g *gantt) nameSign(p *plot, y float64, i int) {
	_, at, name := g.signOf(&g.t.Events[i])
	x := p.x(at)
	l := label{y: y, lines: []string{name}, size: ganttText, anchor: Middle, event: i, plate: true}
	half := textWidth(name, l.size, false, false)/2 + 12
	g.place(l, p.x0, p.x1, x+half, x-half)
}

// signShape draws a sign with its middle at a point, on a row with bars so high.
func signShape(what sign, x, y, bar float64) Shape {
	switch what {
	case signSignal:
		return Shape{Form: Polygon, Points: []Point{{x - 6, y - bar/2 - 2}, {x + 6, y - bar/2 - 2}, {x, y - bar/2 + 9}}, Fill: Solid, Stroke: Paper, Width: 1}
	case signDone:
		return Shape{Form: Polygon, Points: []Point{{x - 6, y}, {x, y - 7}, {x + 6, y}, {x, y + 7}}, Fill: Solid, Stroke: Paper, Width: 1}
	case signRequest:
		return Shape{Form: Circle, Points: []Point{{x, y}}, Size: 4, Fill: Paper, Stroke: Solid}
	case signArrival:
		return Shape{Form: Circle, Points: []Point{{x, y}}, Size: 4.5, Fill: Solid, Stroke: Paper, Width: 1}
	case signSent:
		return Shape{Form: Circle, Points: []Point{{x, y}}, Size: 3.5, Fill: Paper, Stroke: Solid}
	case signPlain:
		return Shape{Form: Rect, Points: []Point{{x - 11, y - 7}, {x + 11, y + 7}}, Stroke: Faint, Width: 1.2}
	case signDensity:
		return Shape{Form: Polygon, Points: []Point{{x - 11, y + 7}, {x - 11, y}, {x + 11, y - 7}, {x + 11, y + 7}}, Fill: Faint}
	case signCause:
		return Shape{Form: Line, Points: []Point{{x - 6, y - 8}, {x + 6, y + 8}}, Stroke: Solid, Width: 1}
	case signInferred:
		return Shape{Form: Rect, Points: []Point{{x - 11, y - 7}, {x + 11, y + 7}}, Stroke: Solid, Dash: Dashed}
	}
	width := 1.0
	if what == signMark {
		width = 2.5
	}
	return Shape{Form: Line, Points: []Point{{x, y - bar/2}, {x, y + bar/2}}, Stroke: Solid, Width: width}
}

// drawLegend explains the fills and signs that are used, and returns the figure's
// height.
func (g *gantt) drawLegend(y float64) float64 {
	x := margin
	entry := func(name string, sample func(x, y float64) Shape) {
		w := 34 + textWidth(name, ganttText, false, false)
		if x > margin && x+w > ganttWidth-margin {
			x, y = margin, y+26
		}
		s := sample(x+13, y)
		s.Event = -1
		g.back = append(g.back, s)
		g.text(x+34, y+5, name, ganttText, Start, false)
		x += w + 18
	}
	for _, f := range fillNames {
		if g.used[f.fill] {
			entry(g.say(g.fillName(f.fill, f.name)), func(x, y float64) Shape {
				return Shape{Form: Rect, Points: []Point{{x - 11, y - 7}, {x + 11, y + 7}}, Fill: f.fill, Stroke: f.fill}
			})
		}
	}
	for s := signPlain; s <= signInferred; s++ {
		if g.signs[s] {
			entry(g.say(signNames[s]), func(x, y float64) Shape { return signShape(s, x, y, 16) })
		}
	}
	return y + 20
}

// fillName says what a fill means here, by the phases that were painted with it.
func (g *gantt) fillName(fill Ink, name string) string {
	var room, data, woke, unseen, both bool
	for i := range g.t.Events {
		for _, p := range g.phases[i] {
			room = room || p.Name == trace.PhaseRoom
			data = data || p.Name != trace.PhaseRoom && PhaseInk(p, &g.t.Events[i]) == Wait
			woke = woke || p.Name == trace.PhaseWakeCopy || p.Name == trace.PhaseWake
			both = both || (p.Name == trace.PhaseCall || p.Name == trace.PhaseSubmit) && PhaseInk(p, &g.t.Events[i]) == Wait
			unseen = unseen || p.Name == trace.PhaseSeen
		}
	}
	switch {
	case fill == Wait && both:
		return "waiting; dashed: not split from the copy"
	case fill == Wait && room && data:
		return "waiting for data or for room"
	case fill == Wait && room:
		return "waiting for room"
	case fill == Copy && woke:
		return "delivery, wake-up and copy"
	case fill == Copy && unseen:
		return "copy, some time in it"
	case fill == Held:
		return "request or data in the kernel"
	}
	return name
}
