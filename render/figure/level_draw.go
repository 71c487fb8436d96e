package figure

import "nbrun/iomodels/trace"

const (
	levelWidth = 720.0
	levelStep  = 22.0
)

// draw draws a row for each call, time running down, with the level to its right, and
// for a phone below it.
func (d *level) draw() Figure {
	wide, narrow := *d, *d
	f, n := wide.drawIn(levelWidth), narrow.drawIn(narrowWidth)
	f.Narrow = &n
	return f
}

func (d *level) narrow() bool { return d.sheet.width == narrowWidth }

func (d *level) drawIn(width float64) Figure {
	d.sheet.width = width
	top := d.sheet.title(d.title(), d.say("bytes in the kernel, after each call")) + 14
	most := int64(1)
	for _, r := range d.rows {
		most = max(most, r.high)
	}
	x0, x1 := 404.0, width-margin-textWidth(thousands(most), textSize, false, false)-16
	if d.narrow() {
		x0, x1 = 22, width-8
	}
	at := func(n int64) float64 { return x0 + (x1-x0)*float64(n)/float64(most) }
	d.text(x0, top, "0", Middle)
	d.text(x1, top, thousands(most), End)
	y := top + 8
	from := y
	var line []Point // of the level, as far as it is known
	stop := func() {
		if len(line) > 1 {
			d.line(Solid, 2, Whole, line...)
		}
		line = nil
	}
	var marks []Shape
	for i, r := range d.rows {
		if d.left > 0 && i == d.rest {
			stop()
			d.text(x0+8, y+15, d.say("⋮ %d rows not shown", d.left), Start)
			y += levelStep
		}
		mark := len(d.marks)
		d.marks = append(d.marks, Mark{Ref: ref(&d.t.Events[r.event]), Label: d.tongue.mark(d.t, r.event)})
		y = d.drawCall(r, y, mark)
		if d.narrow() { // there is a text above
			stop()
			d.line(Faint, 1, Whole, Point{x0, y}, Point{x0, y + levelStep})
		}
		if r.low > 0 {
			d.add(Shape{Form: Rect, Points: []Point{{x0, y}, {at(r.low), y + levelStep}}, Fill: Held}, mark)
		}
		if r.low < r.high {
			stop()
			marks = append(marks, Shape{Form: Rect, Points: []Point{{at(r.low), y + 2}, {at(r.high), y + levelStep - 2}}, Stroke: Solid, Width: 1, Dash: Dashed, Provenance: Inferred, Event: mark})
		} else {
			line = append(line, Point{at(r.low), y}, Point{at(r.low), y + levelStep})
		}
		if i == 0 || r.low != d.rows[i-1].low || r.high != d.rows[i-1].high || d.narrow() {
			d.drawValue(r, at(r.high), y, mark)
		}
		if said := d.told(r); said != silent {
			marks = append(marks, said.sign(x0-9, y+levelStep/2, mark))
		}
		y += levelStep
	}
	stop()
	d.shapes = append(d.shapes, marks...)
	if !d.narrow() {
		d.line(Faint, 1, Whole, Point{x0, from}, Point{x0, y})
	}
	y = d.drawLegend(y + 12)
	return Figure{
		Kind: "level", Title: d.title(), Lang: d.lang(), Caption: d.caption(), Alt: d.alt(), Data: d.data(),
		Width: width, Height: y, Shapes: d.shapes, Marks: d.marks,
	}
}

func (d *level) add(s Shape, mark int) {
	s.Event = mark
	d.shapes = append(d.shapes, s)
}

// drawCall writes what the row is of, and returns where its level is drawn.
func (d *level) drawCall(r levelRow, y float64, mark int) float64 {
	e := &d.t.Events[r.event]
	lane, at := d.lane(d.t.Lanes[e.Lane].Name), d.at(r)
	put := func(x, y float64, text string, anchor Anchor, mono bool) {
		d.add(Shape{Form: Text, Points: []Point{{x, y}}, Text: text, Size: textSize, Anchor: anchor, Mono: mono, Fill: Solid}, mark)
	}
	if d.narrow() {
		put(d.width-d.edge(), y+14, at, End, false)
		room := d.width - 3*d.edge() - textWidth(at, textSize, false, false) - 8
		put(d.edge(), y+14, fit(d.call(r), room, textSize, true, false), Start, true)
		return y + 19
	}
	put(88, y+15, at, End, false)
	put(98, y+15, fit(lane, 66, textSize, false, false), Start, false)
	put(168, y+15, fit(d.call(r), 220, textSize, true, false), Start, true)
	return y
}

// drawValue writes the level beside the end of its bar, or within it where there is no
// room.
func (d *level) drawValue(r levelRow, x, y float64, mark int) {
	text := d.amount(r)
	w := textWidth(text, textSize, false, false)
	s := Shape{Form: Text, Points: []Point{{x + 7, y + 15}}, Text: text, Size: textSize, Fill: Solid}
	if x+7+w > d.width-d.edge() {
		s.Points[0].X, s.Anchor = x-7, End
	}
	d.add(s, mark)
}

// answer is what a call told the program of readiness.
type answer uint8

const (
	silent answer = iota
	ready         // a wait reported something
	notNow        // there is nothing to be had, or no room
)

func (d *level) told(r levelRow) answer {
	e := &d.t.Events[r.event]
	switch asks := isAsking(e); {
	case r.entry || e.Kind != trace.Syscall:
	case asks && e.Ret > 0:
		return ready
	case asks && e.Ret == 0 && e.Errno.Num == 0, e.Errno.Name == "EAGAIN":
		return notNow
	}
	return silent
}

func (a answer) sign(x, y float64, mark int) Shape {
	s := Shape{Form: Circle, Points: []Point{{x, y}}, Size: 4.5, Fill: Solid, Stroke: Solid, Event: mark}
	if a == notNow {
		s.Fill = Paper
	}
	return s
}

// drawLegend explains the signs, and returns the figure's height.
func (d *level) drawLegend(y float64) float64 {
	x := d.edge()
	entry := func(text string, sign func(x, y float64) Shape) {
		w := textWidth(text, textSize, false, false) + 46
		if x > d.edge() && x+w-16 > d.width-d.edge() {
			x, y = d.edge(), y+20
		}
		d.shapes = append(d.shapes, sign(x, y))
		d.text(x+28, y+11, text, Start)
		x += w
	}
	box := func(fill Ink, dash Dash) func(x, y float64) Shape {
		return func(x, y float64) Shape {
			return Shape{Form: Rect, Points: []Point{{x, y}, {x + 22, y + 13}}, Fill: fill, Stroke: Solid, Width: 1, Dash: dash, Event: -1}
		}
	}
	entry(d.say("in the kernel"), box(Held, Whole))
	if d.unknown {
		entry(d.say("perhaps: a call was under way"), box(None, Dashed))
	}
	signs := map[answer]bool{}
	for _, r := range d.rows {
		signs[d.told(r)] = true
	}
	if signs[ready] {
		entry(d.say("a wait reported"), func(x, y float64) Shape { return ready.sign(x+11, y+7, -1) })
	}
	if signs[notNow] {
		entry(d.say("the answer was: not now"), func(x, y float64) Shape { return notNow.sign(x+11, y+7, -1) })
	}
	return y + 24
}
