package figure

import "math"

// drawEnd puts a bar where a curve ends before others do, and hatches the rest of its way.
func (c *chart) drawEnd(k *curve) {
	if !k.ends(c.last) {
		return
	}
	p := c.at(k.end())
	x := p.X + 8
	c.hatch(x, p.Y-4, c.x.at(c.last), p.Y+4)
	c.line(Solid, 2.5, Whole, Point{x, p.Y - 9}, Point{x, p.Y + 9})
	for x := x; x < c.x.at(c.last); x += 6 {
		c.crowd.along(Point{x, p.Y - 8}, Point{x, p.Y + 8})
	}
}

// drawCut hatches what was asked for and not measured.
func (c *chart) drawCut() {
	if c.cut == nil {
		return
	}
	x0, x1 := c.x.at(c.last)+8, c.right
	c.hatch(x0, c.top, x1, c.bottom)
	c.line(Solid, 1.5, Whole, Point{x0, c.top}, Point{x0, c.bottom})
	c.crowd.within.x1 = x0 - 2
	lines := wrap(c.say("not measured"), max(60, x1-x0-8), textSize)
	for i, s := range lines {
		w := textWidth(s, textSize, false, false)
		mid := min((x0+x1)/2, c.right-w/2-3)
		y := c.top + 14 + 16*float64(i)
		c.rect(mid-w/2-3, y-12, mid+w/2+3, y+4, Paper)
		c.text(mid, y, s, Middle)
	}
}

// drawBeyond puts a bar across a curve where it goes beyond the programming interface.
func (c *chart) drawBeyond(k *curve) {
	for i, sp := range k.spots {
		if sp.beyond == "" {
			continue
		}
		p := c.at(sp)
		if i > 0 { // on the way there, and near it: the limit itself lies between the two
			q := c.at(k.spots[i-1])
			f := min(0.5, 11/max(1, math.Hypot(p.X-q.X, p.Y-q.Y)))
			p = Point{p.X + (q.X-p.X)*f, p.Y + (q.Y-p.Y)*f}
		}
		c.line(Solid, 2.5, Whole, Point{p.X, p.Y - 16}, Point{p.X, p.Y + 16})
		c.crowd.drawn = append(c.crowd.drawn, box{p.X - 2, p.Y - 16, p.X + 2, p.Y + 16})
		at, _, ok := c.crowd.put(Point{p.X, p.Y}, k.name+": "+sp.beyond)
		if ok {
			c.text(at.X, at.Y, k.name+": "+sp.beyond, Start)
		}
		return
	}
}

// drawNames writes the name of each line at the height of its end, and leads from the one
// to the other, but not across what was not measured: there that would be a curve.
func (c *chart) drawNames() {
	var is []int
	var ys []float64
	for i := range c.curves {
		if len(c.curves[i].spots) > 0 {
			is, ys = append(is, i), append(ys, c.at(c.curves[i].end()).Y)
		}
	}
	placed := apart(ys, 17, c.top-10, c.bottom+8)
	x := c.right + 18
	for n, i := range is {
		k := &c.curves[i]
		from := Point{c.at(k.end()).X + 7, ys[n]}
		switch {
		case c.cut != nil:
			from.X = c.right
		case k.ends(c.last):
			from.X = c.x.at(c.last)
		}
		c.line(Faint, 1, Whole, from, Point{max(from.X, c.right-2), ys[n]}, Point{x - 8, placed[n]})
		c.marker(i, x, placed[n])
		c.text(x+9, placed[n]+4.3, fit(k.name, c.mostLabel(), textSize, false, false), Start)
	}
}

// drawRemarks writes below the axis what was not measured, and returns where it ends.
func (c *chart) drawRemarks(y float64) float64 {
	for _, r := range c.remarks() {
		x := c.edge()
		if r.unseen {
			c.hatch(x+2, y-9, x+24, y-1)
			c.line(Solid, 2.5, Whole, Point{x + 2, y - 12}, Point{x + 2, y + 2})
			x += 32
		}
		y = c.paragraphs(x, y, c.sheet.width-c.edge()-x, []string{r.text})
	}
	return y
}
