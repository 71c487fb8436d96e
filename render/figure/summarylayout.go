package figure

import "strings"

// Where the parts of a summary figure lie. On a wide screen the columns stand side by
// side, with the names of the rows at their left; on a narrow one they lie below each
// other.
const (
	summaryGutter = 120.0
	summaryPitch  = 200.0 // from column to column
	summaryColumnWidth,
	summaryBar = 184.0, 72.0
	summaryNarrow = 328.0 // a phone's 360, less the page's margins

	summaryLine = textSize * lineHeight
)

// pen collects the shapes of a figure: what lies below, what has marks, what lies above.
type pen struct {
	back, marks, front []Shape
	used               map[Ink]bool
}

func (p *pen) shapes() []Shape {
	return append(append(p.back, p.marks...), p.front...)
}

// text writes lines from a height down and returns the height below them.
func (p *pen) text(x, y float64, anchor Anchor, size float64, bold, mono bool, lines ...string) float64 {
	for _, l := range lines {
		if l == "" {
			continue
		}
		p.front = append(p.front, Shape{Form: Text, Points: []Point{{x, y + size*0.97}}, Text: l, Size: size, Anchor: anchor, Bold: bold, Mono: mono, Fill: Solid, Event: -1})
		y += size * lineHeight
	}
	return y
}

func (p *pen) line(dash Dash, ink Ink, width float64, ps ...Point) {
	p.front = append(p.front, Shape{Form: Line, Points: ps, Stroke: ink, Width: width, Dash: dash, Event: -1})
}

// stamp writes a word in a double frame whose right upper corner is given.
func (p *pen) stamp(x1, y float64, word string) {
	x0 := x1 - textWidth(word, textSize, false, true) - 16
	for _, inset := range []float64{0, 3} {
		p.back = append(p.back, Shape{Form: Rect, Points: []Point{{x0 + inset, y + inset}, {x1 - inset, y + 24 - inset}}, Stroke: Faint, Width: 1, Event: -1})
	}
	p.text((x0+x1)/2, y+4.5, Middle, textSize, true, false, word)
}

// need returns the least height of an act whose words beside it have that width.
func (d *act) need(words float64) float64 {
	h := 0.0
	if d.fill != None {
		h = 12
	}
	if n := len(d.besideLines(words)); n > 0 {
		h = max(h, float64(n)*summaryLine+4)
	}
	if len(d.inside) > 0 {
		h = max(h, float64(len(d.insideLines()))*summaryLine+14)
	}
	return h
}

func (d *act) besideLines(words float64) []string {
	var lines []string
	for _, b := range d.beside {
		lines = append(lines, wrap(b, words, textSize)...)
	}
	if len(lines) == 2 { // "= 100" stands beside what it is of
		if one := strings.Join(lines, " "); textWidth(one, textSize, false, false) <= words {
			return []string{one}
		}
	}
	return lines
}

func (d *act) insideLines() []string {
	var lines []string
	for _, l := range d.inside {
		lines = append(lines, wrap(l, summaryBar-8, textSize)...)
	}
	return lines
}

// needs returns how high the two bands of a column must be.
func (c *summaryColumn) needs(words float64) (h [2]float64) {
	for i, band := range c.bands {
		for j := range band {
			h[i] += band[j].need(words)
		}
	}
	switch {
	case !c.split:
		h[0] += 2*summaryLine + 4 // for the words that say so
	case len(c.bands[0]) == 0:
		h[0] += 3*summaryLine + 3
	default:
		h[0] += summaryLine + 3 // above the line
	}
	return h
}

// bandHeights returns the heights of the two bands of columns that share them, at least
// those given.
func bandHeights(columns []*summaryColumn, words float64, h [2]float64) [2]float64 {
	for _, c := range columns {
		if n := c.needs(words); c.split {
			h[0], h[1] = max(h[0], n[0]), max(h[1], n[1])
		} else {
			h[1] = max(h[1], n[0]-h[0])
		}
	}
	return h
}

// bar draws what a column's thread did, from the left upper corner of its bar.
func (s *summary) bar(p *pen, c *summaryColumn, x, y, words float64, h [2]float64) {
	p.back = append(p.back, Shape{Form: Rect, Points: []Point{{x, y}, {x + summaryBar, y + h[0] + h[1]}}, Fill: Tint, Stroke: Faint, Width: 1, Event: -1})
	if !c.split {
		bottom := y + h[0] + h[1] - 2*summaryLine
		s.band(p, c.bands[0], x, y, words, h[0]+h[1], 2*summaryLine+4)
		p.text(x+summaryBar+8, bottom, Start, textSize, false, false, wrap(c.unsplit, words, textSize)...)
		return
	}
	if len(c.bands[0]) == 0 {
		p.text(x+summaryBar+8, y, Start, textSize, false, false, wrap(s.words.there, words, textSize)...)
	}
	p.text(x+summaryBar+8, y+h[0]-summaryLine-3, Start, textSize, false, false, c.arrival)
	s.band(p, c.bands[0], x, y, words, h[0], summaryLine+3)
	s.band(p, c.bands[1], x, y+h[0], words, h[1], 0)
}

// band lays acts out over a height: each has what it needs, and long ones more. Beside
// the end of the last there stay spare pixels without words.
func (s *summary) band(p *pen, band []act, x, y, words, height, spare float64) {
	room, weight := height-spare, 0.0
	for i := range band {
		room -= band[i].need(words)
		weight += band[i].weight()
	}
	for i := range band {
		d := &band[i]
		h := d.need(words)
		if weight > 0 {
			h += room * d.weight() / weight
		}
		if i == len(band)-1 {
			h += spare
		}
		s.act(p, d, x, y, h, words)
		y += h
	}
}

// weight says how much of the room that is left over an act takes.
func (d *act) weight() float64 {
	if d.fill == None {
		return 0
	}
	return stretch(d.took)
}

func (s *summary) act(p *pen, d *act, x, y, h, words float64) {
	if d.fill != None {
		p.used[d.fill] = true
		p.marks = append(p.marks, Shape{
			Form: Rect, Points: []Point{{x, y}, {x + summaryBar, y + h}}, Fill: d.fill, Stroke: d.fill, Width: 1, Dash: outline(d.prov), Event: d.mark, Provenance: d.prov,
		})
	}
	write := func(l *label) {
		if len(l.lines) > 0 {
			l.size, l.event, l.prov = textSize, d.mark, d.prov
			p.marks = append(p.marks, l.shapes()...)
		}
	}
	write(&label{x: x + summaryBar/2, y: y + h/2, lines: d.insideLines(), anchor: Middle, plate: true})
	beside := d.besideLines(words)
	write(&label{x: x + summaryBar + 8, y: y + 2 + float64(len(beside))*summaryLine/2, lines: beside})
}

// chips writes what a column is judged to be, from the left, and returns their height.
func (s *summary) chips(p *pen, c *summaryColumn, x, y, width float64) float64 {
	at, bottom := x, y+22
	for i, text := range s.chipTexts(c) {
		w := textWidth(text, textSize, false, i == 0) + 14
		if at > x && at+w > x+width {
			at, bottom = x, bottom+26
		}
		thick := 1.2
		if i == 0 && !c.verdict.synchronous() {
			thick = 2.6
		}
		p.front = append(p.front, Shape{Form: Rect, Points: []Point{{at + 1.5, bottom - 21}, {at + w - 1.5, bottom - 1}}, Fill: Paper, Stroke: Solid, Width: thick, Event: -1})
		p.text(at+w/2, bottom-18, Middle, textSize, i == 0, false, text)
		at += w + 6
	}
	return bottom - y
}

// chipTexts are a column's chips, the verdict first.
func (s *summary) chipTexts(c *summaryColumn) []string {
	w := s.words
	switch c.verdict {
	case nothingCame:
		return []string{w.nothingCame}
	case unknown:
		return []string{w.notMeasured, w.toldOf + w.told[c.told]}
	}
	first := w.asynchronous
	if c.verdict.synchronous() {
		first = w.synchronous
	}
	return []string{first, w.toldOf + w.told[c.told]}
}

// legend explains the fills that the figure uses.
func (s *summary) legend(p *pen, x, y, width float64) float64 {
	left, bottom := x, y
	for _, ink := range inks {
		name := s.words.legend[ink]
		if !p.used[ink] || name == "" {
			continue
		}
		w := 30 + textWidth(name, textSize, false, false)
		if x > left && x+w > left+width {
			x, y = left, y+20
		}
		p.back = append(p.back, Shape{Form: Rect, Points: []Point{{x, y}, {x + 22, y + 12}}, Fill: ink, Stroke: ink, Width: 1, Event: -1})
		p.text(x+28, y-1, Start, textSize, false, false, name)
		x, bottom = x+w+14, y+20
	}
	return bottom
}
