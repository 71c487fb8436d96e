package figure

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// wide arranges the columns side by side.
func (s *summary) wide() Figure {
	p := &pen{used: map[Ink]bool{}}
	const words = summaryColumnWidth - summaryBar - 8
	width := summaryGutter + summaryPitch*float64(len(s.columns))
	if len(s.columns) == 1 { // its title needs it
		width += summaryPitch
	}
	p.text(margin, 10, Start, titleSize, true, false, s.title())
	if s.isSchematic() {
		p.stamp(width-margin, 8, s.words.schematic)
	}
	top := 44.0
	if slices.ContainsFunc(s.columns, func(c *summaryColumn) bool { return c.emulated }) {
		top += 22 // for the stamp
	}
	heads := top
	for i, c := range s.columns {
		top = max(top, heads+56, s.heading(p, c, i, s.left(i), heads, summaryColumnWidth)+8)
	}
	h := bandHeights(s.columns, words, [2]float64{170, 124})
	for i, c := range s.columns {
		s.bar(p, c, s.left(i), top, words, h)
	}
	s.gutter(p, top, h)
	bottom := top + h[0] + h[1]
	chips := 0.0
	for i, c := range s.columns {
		chips = max(chips, s.chips(p, c, s.left(i), bottom+8, summaryColumnWidth+10))
	}
	y := s.braces(p, bottom+chips+16)
	if !s.isSchematic() {
		y = s.measureRows(p, y+8)
	}
	y = s.legend(p, summaryGutter, y+10, width-summaryGutter-margin)
	if s.isSchematic() {
		y = p.text(width-margin, y, End, textSize, false, false, s.words.copyNote) + 4
	}
	return Figure{Width: width, Height: y + 4, Shapes: p.shapes()}
}

func (s *summary) left(i int) float64 { return summaryGutter + summaryPitch*float64(i) }

// heading writes a column's number, name and calls, and returns the height below them.
func (s *summary) heading(p *pen, c *summaryColumn, i int, x, y, width float64) float64 {
	name := strconv.Itoa(i+1) + " " + c.name
	if s.isSchematic() && c.verdict == byKernel {
		name += " *"
	}
	p.text(x, y, Start, labelSize, true, false, name)
	if c.emulated {
		p.stamp(x+width, y-28, s.words.emulated)
	}
	y += labelSize*lineHeight + 2
	for _, line := range wrapMono(c.calls, width) {
		y = p.text(x, y, Start, textSize, false, true, line)
	}
	return y
}

// wrapMono is wrap for monospaced text: all its runes are as wide as the widest letter.
func wrapMono(s string, width float64) []string {
	var lines []string
	line := ""
	for _, w := range pieces(s) {
		if line != "" && float64(utf8.RuneCountInString(line+w))*textSize*0.602 > width {
			lines, line = append(lines, line), ""
		}
		if line == "" && w[0] == ' ' {
			w = w[1:]
		}
		line += w
	}
	return append(lines, fit(line, width, textSize, true, false))
}

// gutter names the two phases at the left of the columns, and draws the line between
// them: through the columns of which it is known when the data came.
func (s *summary) gutter(p *pen, top float64, h [2]float64) {
	y := top + h[0]
	for i, c := range s.columns {
		x := s.left(i)
		if c.split {
			right := x + summaryColumnWidth
			if i+1 < len(s.columns) {
				right = s.left(i+1) - 8
			}
			p.line(Whole, Solid, 2, Point{x - 8, y}, Point{right, y})
		}
	}
	lines := wrap(s.words.hasArrived, summaryGutter-margin-12, textSize)
	p.text(summaryGutter-12, y-float64(len(lines))*summaryLine/2-1, End, textSize, true, false, lines...)
	for i, ends := range [2][2]float64{{top + 1, y - 14}, {y + 14, top + h[0] + h[1] - 1}} {
		x := summaryGutter - 12
		p.line(Whole, Solid, 1.2, Point{x + 5, ends[0]}, Point{x, ends[0]}, Point{x, ends[1]}, Point{x + 5, ends[1]})
		lines := wrap(s.words.phases[i], x-margin-6, textSize)
		at := (ends[0]+ends[1])/2 - float64(len(lines)+1)*summaryLine/2
		at = p.text(x-6, at, End, textSize, true, false, s.words.phase[i])
		p.text(x-6, at, End, textSize, false, false, lines...)
	}
}

// braces draws one below each run of columns of which the same is true.
func (s *summary) braces(p *pen, y float64) float64 {
	bottom := y
	for i := 0; i < len(s.columns); {
		n, differ := i+1, false
		for ; n < len(s.columns) && s.columns[n].verdict == s.columns[i].verdict; n++ {
			differ = differ || s.columns[n].number != s.columns[i].number
		}
		text := s.words.braces[s.columns[i].verdict]
		if s.columns[i].verdict == ownCall && differ {
			text = s.words.phase1Differs
		}
		x0, x1 := s.left(i), s.left(n-1)+summaryColumnWidth
		if text != "" {
			p.line(Whole, Solid, 1.2, Point{x0, y}, Point{x0, y + 6}, Point{x1, y + 6}, Point{x1, y})
			bottom = max(bottom, p.text((x0+x1)/2, y+10, Middle, textSize, false, false, wrap(text, x1-x0, textSize)...))
		}
		i = n
	}
	return bottom
}

// measureRows writes the quantities below their columns.
func (s *summary) measureRows(p *pen, y float64) float64 {
	right := s.left(len(s.columns)) - 16
	heads := append(s.words.measures[:len(s.words.measures):len(s.words.measures)], s.words.copied)
	for k, head := range heads {
		p.line(Whole, Faint, 0.8, Point{margin, y}, Point{right, y})
		bottom := p.text(summaryGutter-12, y+3, End, textSize, false, false, wrap(head, summaryGutter-margin-12, textSize)...)
		for i, c := range s.columns {
			text, bold := c.copied, false
			if k < len(c.measures) {
				text, bold = c.measures[k], c.measures[k] != s.words.notMeasured
			}
			bottom = max(bottom, p.text(s.left(i), y+3, Start, textSize, bold, false, wrap(text, summaryColumnWidth/boldWidth, textSize)...))
		}
		y = bottom + 3
	}
	return y
}
