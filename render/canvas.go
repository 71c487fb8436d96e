package render

import (
	"bytes"
	"fmt"

	"nbrun/render/figure"
)

// drawing is a figure whose place on the page is kept.
type drawing struct {
	f      *figure.Figure
	number int
	traces []int // which it is drawn from
}

// keepPlace keeps the place of a figure until the rows are written to which its marks
// lead. No content can look like such a place, since a < in a text is escaped.
func (p *page) keepPlace(f *figure.Figure, traces []int) {
	p.m.trusted(placeOf(p.figures))
	p.drawings = append(p.drawings, drawing{f, p.figures, traces})
}

func placeOf(number int) []byte { return fmt.Appendf(nil, "<!--figure %d-->", number) }

// withDrawings writes what was written of the page's body, with its figures.
func (p *page) withDrawings(body []byte) {
	for _, d := range p.drawings {
		before, after, _ := bytes.Cut(body, placeOf(d.number))
		p.m.trusted(before)
		p.canvas(d)
		body = after
	}
	p.m.trusted(body)
}

// canvas writes the drawing of a figure in a box that scrolls where it is too wide. Its
// marks take the reader through it; without such the box itself takes the focus.
func (p *page) canvas(d drawing) {
	attrs := []string{"class", "canvas"}
	if !p.linkMarks(d) {
		attrs = append(attrs, "tabindex", "0", "role", "group", "aria-label", p.say("Figure %d", d.number))
	}
	p.m.open("div", attrs...)
	p.m.trusted(d.f.SVG(fmt.Sprintf("%s%d", figurePrefix, d.number), d.traces...))
	p.m.shut("div")
}
