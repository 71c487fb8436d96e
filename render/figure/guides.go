package figure

import "math"

// drawGuides draws, in grey, what stays constant and what grows as the number does,
// where they hide the least.
func (c *chart) drawGuides() {
	linear, constant := c.drawGuide(1), c.drawGuide(0)
	away := c.nameGuide(linear, "× n", Point{c.left, c.top})
	c.nameGuide(constant, c.say("constant"), away)
}

// drawGuide draws the one that grows so, and returns its ends; nil when there is no place
// for it.
func (c *chart) drawGuide(slope float64) []Point {
	const tries = 40
	var best []Point
	least := math.Inf(1)
	for i := range tries {
		f := 0.04 + 0.92*float64(i)/tries // of the axis
		if slope > 0 {
			f = 2*f - 1 // a steep one comes in from below too
		}
		ps := c.guide(slope, c.y.least*math.Pow(c.y.most/c.y.least, f))
		if len(ps) < 2 || math.Hypot(ps[1].X-ps[0].X, ps[1].Y-ps[0].Y) < (c.x.at(c.last)-c.left)/2 {
			continue
		}
		if cost := c.hidden(ps) + 0.02*math.Abs(f-0.3); cost < least {
			best, least = ps, cost
		}
	}
	if best != nil {
		c.line(Faint, 1.2, Dashed, best...)
		c.crowd.along(best...)
	}
	return best
}

// nameGuide writes the name of a guide with these ends, away from a point, and returns
// where it stands.
func (c *chart) nameGuide(ends []Point, name string, away Point) Point {
	if ends == nil {
		return away
	}
	a, b := ends[0], ends[1]
	var near Point
	for _, f := range []float64{0.85, 0.5, 0.15} { // of its way, where the other name is not near
		near = Point{a.X + (b.X-a.X)*f, a.Y + (b.Y-a.Y)*f}
		if math.Hypot(near.X-away.X, near.Y-away.Y) > 120 {
			break
		}
	}
	at, _, ok := c.crowd.put(near, name)
	if ok {
		c.text(at.X, at.Y, name, Start)
	}
	return at
}

// guide is the part within the chart of what is v with the least number and grows from
// there with this slope.
func (c *chart) guide(slope, v float64) []Point {
	var ps []Point
	const steps = 200
	ratio := c.last / c.x.least // not where nothing was measured
	for i := range steps + 1 {
		n := math.Pow(ratio, float64(i)/steps)
		y := v * math.Pow(n, slope)
		if y < c.y.least || y > c.y.most {
			continue
		}
		p := Point{c.x.at(c.x.least * n), c.y.at(y)}
		if len(ps) < 2 {
			ps = append(ps, p)
		} else {
			ps[1] = p
		}
	}
	return ps
}

// hidden is how much of what is drawn lies near a line.
func (c *chart) hidden(ps []Point) float64 {
	var way crowd
	way.along(ps...)
	n := 0.0
	for _, w := range way.drawn {
		w = box{w.x0 - 6, w.y0 - 6, w.x1 + 6, w.y1 + 6}
		for _, there := range [][]box{c.crowd.drawn, c.crowd.texts} {
			for _, d := range there {
				if w.meets(d) {
					n++
				}
			}
		}
	}
	return n
}
