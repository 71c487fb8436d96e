package figure

import (
	"fmt"

	"nbrun/iomodels/trace"
)

// chart is how some quantities grow with a number, both axes logarithmic.
type chart struct {
	kind, title string
	name        string // of the quantity, for the title
	says        string // what the upright axis is, in the chart's language
	across      string // what the other is
	counted     string // an adjective for it: "watched"
	exact, tick func(float64) string
	curves      []curve
	last        float64    // the greatest number that something was measured with; 0 when that of the curves counts
	cut         *trace.Cut // beyond which nothing was
	notes       []string   // of the caption
	data        [][]string

	tongue
	sheet
	crowd
	x, y                     logScale
	left, right, top, bottom float64
}

// curve is a line of a chart; one without spots was not measured.
type curve struct {
	name  string
	spots []spot
	why   []string
}

// spot is a point of a curve.
type spot struct {
	x, y, low, high float64
	beyond          string
}

func (k *curve) end() spot { return k.spots[len(k.spots)-1] }

// ends reports whether others of the series go on where the curve ends.
func (k *curve) ends(last float64) bool { return len(k.spots) > 0 && k.end().x < last }

// beyond is the first spot that lies beyond the programming interface.
func (k *curve) beyond() (spot, bool) {
	for _, sp := range k.spots {
		if sp.beyond != "" {
			return sp, true
		}
	}
	return spot{}, false
}

const (
	chartWidth  = 640.0
	chartHeight = 420.0
)

// mostLabel is the width of a line's name.
func (c *chart) mostLabel() float64 {
	if c.sheet.width == narrowWidth {
		return 112
	}
	return 150
}

// draw draws the chart, and once more for a phone.
func (c *chart) draw() Figure {
	wide, narrow := *c, *c
	f, n := wide.drawIn(chartWidth), narrow.drawIn(narrowWidth)
	f.Narrow = &n
	return f
}

func (c *chart) drawIn(width float64) Figure {
	c.sheet.width = width
	title := c.say("%s: %s", c.title, c.say(c.name))
	c.top = c.sheet.title(title, c.says)
	c.measure()
	c.drawCut()
	c.drawAxes()
	for _, k := range c.curves {
		c.drawSpread(&k)
		c.drawEnd(&k)
		for j, sp := range k.spots {
			if j > 0 {
				c.crowd.along(c.at(k.spots[j-1]), c.at(sp))
			}
			p := c.at(sp)
			c.crowd.drawn = append(c.crowd.drawn, box{p.X - 6, p.Y - 6, p.X + 6, p.Y + 6})
		}
	}
	c.drawGuides()
	for i, k := range c.curves {
		c.drawCurve(i, &k)
	}
	for _, k := range c.curves {
		c.drawBeyond(&k)
	}
	c.drawNames()
	height := c.drawRemarks(c.bottom + 58)
	if width == chartWidth {
		height = max(height, chartHeight)
	}
	return Figure{
		Kind: c.kind, Title: title, Lang: c.lang(),
		Caption: c.caption(), Alt: c.alt(), Data: c.table(c.named(c.data)),
		Width: width, Height: height, Shapes: c.shapes,
	}
}

// measure finds the axes and what room the names take beside them.
func (c *chart) measure() {
	width := c.sheet.width
	var xs, ys []float64
	names := 0.0
	for _, k := range c.curves {
		for _, sp := range k.spots {
			xs, ys = append(xs, sp.x), append(ys, sp.y, sp.low, sp.high)
		}
		if len(k.spots) > 0 {
			names = max(names, min(textWidth(k.name, textSize, false, false), c.mostLabel()))
		}
	}
	if c.last > 0 {
		xs = append(xs, c.last)
	} else {
		for _, x := range xs {
			c.last = max(c.last, x)
		}
	}
	if c.cut != nil {
		xs = append(xs, float64(c.cut.N))
	}
	c.bottom = max(350, c.top+240)
	c.y = newLogScale(ys, c.bottom, c.top)
	c.left = c.edge() + 8
	for _, v := range c.yTicks() {
		c.left = max(c.left, c.edge()+8+textWidth(c.tick(v), textSize, false, false))
	}
	c.right = width - c.edge() - names - 34
	c.x = newCountScale(xs, c.left+12, c.right-10)
	c.crowd.within = box{c.left + 3, c.top, c.right - 3, c.bottom}
}

func (c *chart) yTicks() []float64 { return c.y.ticks(func(float64) float64 { return 20 }) }

func (c *chart) at(sp spot) Point { return Point{c.x.at(sp.x), c.y.at(sp.y)} }

// drawAxes draws the axes, their ticks and what they are.
func (c *chart) drawAxes() {
	for _, v := range c.yTicks() {
		y := c.y.at(v)
		c.line(Faint, 0.3, Whole, Point{c.left, y}, Point{c.right, y})
		c.text(c.left-6, y+4, c.tick(v), End)
	}
	if c.y.zeros {
		c.line(Faint, 0.3, Whole, Point{c.left, c.y.zero}, Point{c.right, c.y.zero})
		c.text(c.left-6, c.y.zero+4, c.y.zeroText(), End)
	}
	format := func(v float64) string { return fmt.Sprintf("%.0f", v) }
	for _, v := range c.x.ticks(func(v float64) float64 { return textWidth(format(v), textSize, false, false) + 10 }) {
		x := c.x.at(v)
		c.line(Faint, 1, Whole, Point{x, c.bottom}, Point{x, c.bottom + 5})
		c.text(x, c.bottom+18, format(v), Middle)
	}
	if c.x.zeros {
		c.text(c.x.zero, c.bottom+18, c.x.zeroText(), Middle)
	}
	c.line(Faint, 1, Whole, Point{c.left, c.top - 8}, Point{c.left, c.bottom}, Point{c.right, c.bottom})
	if c.y.zeros {
		breakAxis(&c.sheet, c.left, (c.y.zero+c.y.from)/2+2, false)
	}
	c.text((c.left+c.right)/2, c.bottom+36, c.say(c.across), Middle)
}

// breakAxis cuts an axis in two at a place: what lies before it is on no scale.
func breakAxis(s *sheet, x, y float64, lying bool) {
	if lying {
		s.rect(x-2, y-3, x+2, y+3, Paper)
		s.line(Faint, 1.2, Whole, Point{x - 4, y + 5}, Point{x, y - 5})
		s.line(Faint, 1.2, Whole, Point{x, y + 5}, Point{x + 4, y - 5})
		return
	}
	s.rect(x-3, y-2, x+3, y+2, Paper)
	s.line(Faint, 1.2, Whole, Point{x - 5, y}, Point{x + 5, y - 4})
	s.line(Faint, 1.2, Whole, Point{x - 5, y + 4}, Point{x + 5, y})
}

// drawSpread draws upright strokes from what a tenth of the rounds took to nine tenths.
func (c *chart) drawSpread(k *curve) {
	for _, sp := range k.spots {
		if sp.low == sp.high {
			continue
		}
		x, y0, y1 := c.x.at(sp.x), c.y.at(sp.low), c.y.at(sp.high)
		c.line(Faint, 1.5, Whole, Point{x - 4, y0}, Point{x + 4, y0}, Point{x, y0}, Point{x, y1}, Point{x - 4, y1}, Point{x + 4, y1})
		c.crowd.along(Point{x, y0}, Point{x, y1})
	}
}

// drawCurve draws the line and its markers.
func (c *chart) drawCurve(i int, k *curve) {
	var ps []Point
	for _, sp := range k.spots {
		ps = append(ps, c.at(sp))
	}
	if len(ps) > 1 {
		c.line(Solid, 1.5, lineDash(i), ps...)
	}
	for _, p := range ps {
		c.marker(i, p.X, p.Y)
	}
}
