package figure

// narrow arranges the columns below each other, for a phone: each as a row of its bar,
// the words beside that, and its quantities at the right.
func (s *summary) narrow() Figure {
	p := &pen{used: map[Ink]bool{}}
	const words, facts = 106.0, summaryBar + 8 + 106 + 14
	room := summaryNarrow
	if s.isSchematic() {
		p.stamp(summaryNarrow-1, 1, s.words.schematic)
		room -= 90
	}
	y := p.text(0, 4, Start, titleSize, true, false, wrap(s.title(), room/boldWidth, titleSize)...) + 12
	for i, c := range s.columns {
		if i > 0 {
			p.line(Whole, Faint, 0.8, Point{0, y}, Point{summaryNarrow, y})
			y += 10
			if c.emulated {
				y += 20
			}
		}
		y = s.heading(p, c, i, 0, y, summaryNarrow) + 6
		y += s.chips(p, c, 0, y, summaryNarrow) + 2
		if text := s.words.braces[c.verdict]; text != "" {
			y = p.text(0, y, Start, textSize, false, false, wrap(text, summaryNarrow, textSize)...) + 6
		}
		h := bandHeights(s.columns[i:i+1], words, [2]float64{100, 76})
		right := s.facts(p, c, facts, y, h)
		if spare := right - y - h[0] - h[1]; spare > 0 {
			h[1] += spare
		}
		s.bar(p, c, 0, y, words, h)
		if c.split {
			p.line(Whole, Solid, 2, Point{0, y + h[0]}, Point{facts - 8, y + h[0]})
		}
		y += h[0] + h[1] + 12
	}
	y = s.legend(p, 1, y+2, summaryNarrow-1)
	if s.isSchematic() {
		y = p.text(0, y, Start, textSize, false, false, wrap(s.words.copyNote, summaryNarrow, textSize)...)
	}
	return Figure{Width: summaryNarrow, Height: y + 4, Shapes: p.shapes()}
}

// facts writes at the right of a row what was measured, or else the names of the phases.
func (s *summary) facts(p *pen, c *summaryColumn, x, y float64, h [2]float64) float64 {
	w, width := s.words, summaryNarrow-x
	if s.isSchematic() {
		for i, at := range []float64{y, y + h[0]} {
			at = p.text(x, at+4, Start, textSize, true, false, w.phase[i])
			p.text(x, at, Start, textSize, false, false, wrap(w.phases[i], width, textSize)...)
		}
		return 0
	}
	for k, head := range append(w.measures[:len(w.measures):len(w.measures)], w.copied) {
		text, bold := c.copied, false
		if k < len(c.measures) {
			text, bold = c.measures[k], c.measures[k] != w.notMeasured
		}
		y = p.text(x, y, Start, textSize, false, false, wrap(head, width, textSize)...)
		y = p.text(x, y, Start, textSize, bold, false, wrap(text, width/boldWidth, textSize)...) + 3
	}
	return y
}
