package figure

import (
	"slices"

	"fmt"
	"strings"

	"nbrun/iomodels/trace"
)

// drawStep draws a step: its arrow, its disc at the arrow's beginning, what happens
// above and how it is known below.
func (d *web) drawStep(s *webStep) {
	ink := Solid
	if s.absent {
		ink = Faint
	}
	if s.fromX != s.toX {
		to := d.tip(s)
		d.shapes = append(d.shapes, Shape{Form: Line, Points: []Point{{s.fromX, s.y}, {to, s.y}}, Stroke: ink, Width: 2, Head: FullHead, Event: s.mark, Provenance: s.by})
	}
	d.shapes = append(d.shapes, disc(s.fromX, s.y, s.by, s.absent, s.mark)...)
	d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{s.fromX, s.y + 4.3}}, Text: s.n, Size: textSize, Anchor: Middle, Bold: true, Fill: Solid, Event: s.mark, Provenance: s.by})
	line := func(y float64, text string, bold, struck bool) {
		d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{s.textX, y}}, Text: text, Size: textSize, Bold: bold, Struck: struck, Fill: Solid, Event: s.mark, Provenance: s.by})
	}
	for i, text := range s.above {
		line(s.y-6-float64(len(s.above)-1-i)*textSize*lineHeight, text, true, s.absent)
	}
	for i, text := range s.below {
		line(s.y+16+float64(i)*textSize*lineHeight, text, false, false)
	}
}

// tip is where a step's arrow ends: at the line of who gets it, or at the disc there.
func (d *web) tip(s *webStep) float64 {
	before := 0.0
	switch s.toX {
	case serverX:
		before = bandWidth / 2
	case diskX:
		before = diskWidth / 2
	}
	for _, next := range d.steps {
		if next.fromX == s.toX && next.y == s.y && next != s {
			before = discSize + 1
		}
	}
	if s.fromX > s.toX {
		before = -before
	}
	return s.toX - before
}

// disc draws the disc of a step with the outline of its provenance: whole, dashed, or
// double and grey.
func disc(x, y float64, by Provenance, absent bool, mark int) []Shape {
	c := Shape{Form: Circle, Points: []Point{{x, y}}, Size: discSize, Fill: Paper, Stroke: Solid, Width: 2, Event: mark, Provenance: by}
	if absent {
		c.Stroke = Faint
	}
	switch by {
	case Inferred:
		c.Dash = Dashed
	case Schematic:
		c.Stroke, c.Width = Faint, 1
		inner := c
		inner.Size -= 3
		return []Shape{c, inner}
	}
	return []Shape{c}
}

// operation is what some steps make together.
type operation struct {
	words  operationWords
	event  int // that shows its phases; -1 for none
	mark   int
	y0, y1 float64
	spared bool // no waiting for a device, or for room, is known
	unread bool // nor a copy to the server
	unsure bool // whether a device was waited for was not measured
	bands  map[trace.PhaseName][2]float64
}

func (d *web) operations() []operation {
	arrived, read, asked, came, sent := d.step("3"), d.step("8"), d.step("4"), d.step("7"), d.step("9")
	copied := d.step("3b")
	began := d.step("0").bottom + 4
	calls := asked.y + discSize
	return []operation{{
		words: d.words.operations[0], event: copied.event, mark: copied.mark, y0: began, y1: copied.y + 6,
		bands: map[trace.PhaseName][2]float64{trace.PhaseWait: {began, arrived.y}, trace.PhaseWakeCopy: {arrived.y, copied.y}, trace.PhaseCopy: {arrived.y, copied.y}},
	}, {
		words: d.words.operations[1], event: read.event, mark: read.mark, y0: asked.y - 6, y1: read.y + 6,
		spared: asked.event >= 0 && d.step("5").absent, unread: read.absent, unsure: d.unsure(),
		bands: map[trace.PhaseName][2]float64{trace.PhaseOff: {calls, came.y}, trace.PhaseCopy: {came.y, read.y}},
	}, {
		words: d.words.operations[2], event: sent.event, mark: sent.mark, y0: sent.y - 6, y1: d.step("10").y + 6,
		spared: sent.event >= 0 && !d.waited(sent.event), unread: read.absent,
		bands: map[trace.PhaseName][2]float64{trace.PhaseRoom: {sent.y + discSize, d.step("10").y}},
	}}
}

// waited reports whether a call that sends is known to have waited for room.
func (d *web) waited(event int) bool {
	return slices.ContainsFunc(d.phases[event], func(p trace.Phase) bool { return p.Name == trace.PhaseRoom })
}

// unsure reports whether nothing tells if the disk was read for the answer.
func (d *web) unsure() bool {
	s := d.step("5")
	return d.t != nil && !s.absent && s.by == Schematic
}

// name is what an operation of this run consists of.
func (d *web) name(o operation) string {
	switch {
	case o.unread:
		return o.words.neither
	case o.spared:
		return o.words.noWait
	case o.unsure:
		return o.words.unsure
	}
	return o.words.all
}

var webInks = map[trace.PhaseName]Ink{
	trace.PhaseWait: Wait, trace.PhaseRoom: Wait, trace.PhaseOff: Idle, trace.PhaseWakeCopy: Copy, trace.PhaseCopy: Copy,
}

// drawOperations draws what the server's thread did in the operations' calls on its
// line, and their names and phases beside it.
func (d *web) drawOperations() {
	for _, o := range d.operations() {
		for _, p := range d.phases[o.event] {
			if y, ok := o.bands[p.Name]; ok {
				ink, by := webInks[p.Name], provenanceOf(p)
				d.used[ink] = true
				band := Shape{Form: Rect, Points: []Point{{serverX - bandWidth/2, y[0]}, {serverX + bandWidth/2, y[1]}}, Fill: ink, Stroke: ink, Event: o.mark, Provenance: by}
				if by == Inferred {
					band.Dash = Dashed
				}
				d.shapes = append(d.shapes, band)
			}
		}
		x := operationX
		d.shapes = append(d.shapes, Shape{Form: Line, Points: []Point{{x - 5, o.y0}, {x, o.y0}, {x, o.y1}, {x - 5, o.y1}}, Stroke: Solid, Width: 1.2, Event: o.mark})
		d.label(o, x+10)
	}
}

// unbroken keeps a number and its unit in one line.
var unbroken = strings.NewReplacer("≤ ", "≤\u00a0", " ns", "\u00a0ns", " µs", "\u00a0µs", " ms", "\u00a0ms")

// label writes what an operation is called and what was measured of it beside its
// bracket.
func (d *web) label(o operation, x float64) {
	const room = webWidth - 8 - operationX - 10
	what, parts, _ := strings.Cut(d.name(o), d.words.separators[2])
	name := append(wrapText(what+d.words.separators[2], room/boldWidth, textSize), wrapText(parts, room/boldWidth, textSize)...)
	var said []string
	for _, s := range d.said(o) {
		said = append(said, wrapText(unbroken.Replace(s), room, textSize)...)
	}
	y := (o.y0+o.y1)/2 - float64(len(name)+len(said))*textSize*lineHeight/2
	for i, lines := range [][]string{name, said} {
		if len(lines) == 0 {
			continue
		}
		l := &label{x: x, lines: lines, size: textSize, bold: i == 0, event: o.mark}
		l.y = y + l.height()/2
		y += l.height()
		d.labels = append(d.labels, l)
	}
}

// said tells the phases of an operation, or how long its call took when it has none.
func (d *web) said(o operation) (said []string) {
	if d.t == nil || o.event < 0 || o.spared && o.unread {
		return nil
	}
	for _, p := range d.phases[o.event] {
		name := string(p.Name)
		if w, ok := d.words.phases[p.Name]; ok {
			name = w
		}
		said = append(said, name+" "+lengthText(p))
	}
	if e := &d.t.Events[o.event]; said == nil && e.Kind == trace.Syscall {
		said = append(said, fmt.Sprintf("%s %s", e.Name, trace.FormatDuration(e.Duration())))
	}
	return said
}
