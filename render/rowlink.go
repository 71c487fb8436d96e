package render

import (
	"bytes"
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// rowPrefix begins the ids of rows: that of event 3 of lane 0 of trace 2 is "row.2.0.3".
const rowPrefix = "row."

// rowName returns the attributes that name the row of an event of the trace of this
// index: TRACE.LANE.SEQ, as its marks are named in figures. Where an event has several
// rows the first has the id, and the others data-event, which the script gives to all.
func (p *page) rowName(index int, e *trace.Event) []string {
	name := fmt.Sprintf("%d.%d.%d", index, e.Lane, e.Seq)
	if p.rowIDs[name] {
		return []string{"data-event", name}
	}
	p.rowIDs[name] = true
	return []string{"id", rowPrefix + name}
}

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

// linkMarks makes the marks of a figure lead to the rows of their events, and reports
// whether one does.
func (p *page) linkMarks(d drawing) bool {
	linked := false
	for f := d.f; f != nil; f = f.Narrow {
		for i := range f.Marks {
			m := &f.Marks[i]
			if m.Trace >= len(d.traces) {
				continue
			}
			if name := fmt.Sprintf("%d.%s", d.traces[m.Trace], m.Ref); p.rowIDs[name] {
				m.Row = rowPrefix + name
			}
		}
		linked = linked || f.Focusable()
	}
	return linked
}
