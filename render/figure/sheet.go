package figure

import (
	"cmp"
	"math"
	"slices"
)

// sheet gathers the shapes of a chart.
type sheet struct {
	width  float64
	shapes []Shape
}

// narrowWidth is that of a chart for a phone: 360 less the page's margins.
const narrowWidth = 328.0

// edge is what a sheet leaves free at its sides.
func (s *sheet) edge() float64 {
	if s.width == narrowWidth {
		return 2
	}
	return margin
}

func (s *sheet) text(x, y float64, text string, anchor Anchor) {
	s.shapes = append(s.shapes, Shape{Form: Text, Points: []Point{{x, y}}, Text: text, Size: textSize, Anchor: anchor, Fill: Solid, Event: -1})
}

// title writes what the chart is headed by, and what its upright axis is when that has a
// name, and returns where these end.
func (s *sheet) title(text, axis string) float64 {
	y := 22.0
	for _, line := range wrap(text, (s.width-2*s.edge())/boldWidth, titleSize) {
		s.shapes = append(s.shapes, Shape{Form: Text, Points: []Point{{s.edge(), y}}, Text: line,
			Size: titleSize, Bold: true, Fill: Solid, Event: -1})
		y += 19
	}
	y += 3
	for _, line := range wrap(axis, s.width-2*s.edge(), textSize) {
		s.text(s.edge(), y, line, Start)
		y += 16
	}
	return y
}

func (s *sheet) line(ink Ink, width float64, dash Dash, ps ...Point) {
	s.shapes = append(s.shapes, Shape{Form: Line, Points: ps, Stroke: ink, Width: width, Dash: dash, Event: -1})
}

func (s *sheet) rect(x0, y0, x1, y1 float64, fill Ink) {
	s.shapes = append(s.shapes, Shape{Form: Rect, Points: []Point{{x0, y0}, {x1, y1}}, Fill: fill, Event: -1})
}

// paragraphs writes texts below each other, each beginning on a line of its own, and
// returns where the next thing may begin. y is the first baseline.
func (s *sheet) paragraphs(x, y, width float64, texts []string) float64 {
	for _, text := range texts {
		for _, line := range wrap(text, width, textSize) {
			s.text(x, y, line, Start)
			y += 16
		}
		y += 3
	}
	return y
}

// hatch draws slanted strokes within a box, in one line there and back: what was not
// measured.
func (s *sheet) hatch(x0, y0, x1, y1 float64) {
	var ps []Point
	down := true
	for x := x0 - (y1 - y0); x < x1; x += 6 {
		// From the lower edge at x to the upper edge, cut at the box's sides.
		from, to := max(x, x0), min(x+y1-y0, x1)
		if from >= to {
			continue
		}
		a, b := Point{from, y1 - (from - x)}, Point{to, y1 - (to - x)}
		if down {
			a, b = b, a
		}
		ps, down = append(ps, a, b), !down
	}
	if len(ps) > 0 {
		s.line(Faint, 1, Whole, ps...)
	}
}

// marker draws the marker of the line of that index.
func (s *sheet) marker(i int, x, y float64) {
	const r = 4.5
	shape := Shape{Form: Polygon, Fill: Paper, Stroke: Solid, Event: -1}
	corners := func(ps ...Point) {
		for _, p := range ps {
			shape.Points = append(shape.Points, Point{x + p.X*r, y + p.Y*r})
		}
	}
	kind := i % 10
	switch kind {
	case 0, 6:
		shape.Form, shape.Points, shape.Size = Circle, []Point{{x, y}}, r
	case 1, 7:
		corners(Point{-0.9, -0.9}, Point{0.9, -0.9}, Point{0.9, 0.9}, Point{-0.9, 0.9})
	case 2, 3:
		corners(Point{0, -1.2}, Point{1.1, 0.8}, Point{-1.1, 0.8})
	case 4, 8:
		corners(Point{0, -1.3}, Point{1.3, 0}, Point{0, 1.3}, Point{-1.3, 0})
	case 5:
		s.line(Solid, 1.8, Whole, Point{x - r, y - r}, Point{x + r, y + r}, Point{x, y}, Point{x - r, y + r}, Point{x + r, y - r})
		return
	case 9:
		corners(Point{-1.1, -0.8}, Point{1.1, -0.8}, Point{0, 1.2})
	}
	if kind == 2 || kind == 4 || kind == 6 || kind == 7 {
		shape.Fill = Solid
	}
	s.shapes = append(s.shapes, shape)
}

// lineDash is how the line of that index is drawn.
func lineDash(i int) Dash { return []Dash{Dotted, Dashed, Whole, DashDot, Long}[i%5] }

// apart moves the centres of boxes, each so high, until none overlaps another and all
// lie between top and bottom, as little as can be: those that touch move together.
func apart(centres []float64, height, top, bottom float64) []float64 {
	order := make([]int, len(centres))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(centres[a], centres[b]) })
	type pile struct {
		first, n int // of order
		middle   float64
	}
	var piles []pile
	for k, i := range order {
		p := pile{k, 1, centres[i]}
		for {
			half := float64(p.n) * height / 2
			p.middle = max(min(p.middle, bottom-half), top+half)
			last := len(piles) - 1
			if last < 0 || p.middle-half >= piles[last].middle+float64(piles[last].n)*height/2-1e-9 {
				break
			}
			q := piles[last]
			p = pile{q.first, q.n + p.n, (q.middle*float64(q.n) + p.middle*float64(p.n)) / float64(q.n+p.n)}
			piles = piles[:last]
		}
		piles = append(piles, p)
	}
	placed := make([]float64, len(centres))
	for _, p := range piles {
		for k := range p.n {
			placed[order[p.first+k]] = p.middle + (float64(k)-float64(p.n-1)/2)*height
		}
	}
	return placed
}

// box is a rectangle that something takes up.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) meets(o box) bool { return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1 }

// crowd is what lies in a part of a chart. Texts never lie over each other; over what
// is drawn they do where there is no other place.
type crowd struct {
	within box
	texts  []box
	drawn  []box
}

// along takes up the way of a line.
func (c *crowd) along(ps ...Point) {
	for i := 1; i < len(ps); i++ {
		a, b := ps[i-1], ps[i]
		n := int(math.Hypot(b.X-a.X, b.Y-a.Y)/4) + 1
		for k := range n + 1 {
			f := float64(k) / float64(n)
			x, y := a.X+(b.X-a.X)*f, a.Y+(b.Y-a.Y)*f
			c.drawn = append(c.drawn, box{x - 2, y - 2, x + 2, y + 2})
		}
	}
}

// put finds a place for a text near a point, and takes it up. It returns the left end of
// its baseline, and false when there is none within the chart.
func (c *crowd) put(near Point, text string) (Point, box, bool) {
	w, h := textWidth(text, textSize, false, false), textSize*lineHeight
	best, least, found := box{}, 0.0, false
	for _, far := range []float64{9, 16, 26, 40, 60, 85, 115, 150, 200, 260} {
		for _, way := range []Point{{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {0.8, -0.8}, {0.8, 0.8}, {-0.8, -0.8}, {-0.8, 0.8}} {
			x, y := near.X+way.X*far, near.Y+way.Y*far
			switch { // the text's side that faces the point lies there
			case way.X == 0:
				x = max(c.within.x0, min(x-w/2, c.within.x1-w))
			case way.X < 0:
				x -= w
			}
			b := box{x, y - h/2 + way.Y*h/2, x + w, y + h/2 + way.Y*h/2}
			if cost, ok := c.cost(b); ok && (!found || cost+far < least-1e-9) {
				best, least, found = b, cost+far, true
			}
		}
	}
	if found {
		c.texts = append(c.texts, best)
	}
	return Point{best.x0, best.y0 + textSize*0.97}, best, found
}

// cost is how much of what is drawn a text would hide, and false where it cannot be.
func (c *crowd) cost(b box) (float64, bool) {
	if b.x0 < c.within.x0 || b.y0 < c.within.y0 || b.x1 > c.within.x1 || b.y1 > c.within.y1 {
		return 0, false
	}
	for _, t := range c.texts {
		if b.meets(t) {
			return 0, false
		}
	}
	cost := 0.0
	for _, d := range c.drawn {
		if b.meets(d) {
			cost += 5
		}
	}
	return cost, true
}
