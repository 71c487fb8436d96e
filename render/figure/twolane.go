package figure

import (
	"fmt"

	"nbrun/iomodels/trace"
)

// column is a lane's band.
type column struct{ x0, x1 float64 }

func (c column) middle() float64 { return (c.x0 + c.x1) / 2 }

// Where the columns of a two-lane figure lie. With a helper, which is a thread of the
// program, there are three and the user's side has two of them.
const (
	twoLaneWidth = 720.0
	margin       = 12.0
	axisX        = 112.0
	braceX       = 610.0
	laneHeads    = 46.0
	lanesTop     = 72.0
	firstRow     = 100.0

	textSize  = 12.0
	labelSize = 13.0
	titleSize = 15.0
)

// twoLane is a figure of that kind while it is laid out.
type twoLane struct {
	*scene
	program, pool, kernel column
	boundary              float64

	axis     axis
	moments  map[trace.Time]*row // a row for each time that something begins or ends at
	arrivals []arrival
	boxes    []arrival // peers' calls that make room, read or end
	braces   []*brace
	columns  map[int]column // of requests in flight together, by event

	back, marks, front []Shape
	labels             []*label
	used               map[Ink]bool
	dotted, dashed     bool // what the legend must explain
	inferred, woke     bool
	forRoom, forData   bool
	unseen, queued     bool
	relative           bool // some times count from the row above
	strips             []strip
	breaks             []float64 // heights of the breaks
}

// TwoLane draws what the program did beside what the kernel did, time running down: a
// call as an arrow to the kernel and an arrow back, what its thread did in between as
// a pattern on its lane, the two phases as braces. It draws one thread of the program
// (the one that got the data), and one helper when there is one.
//
// Its words are in lang, a language tag, where it has them. A trace that fails Check, or
// that has nothing to draw, is an error.
func TwoLane(t trace.Trace, lang string) (Figure, error) {
	if err := t.Check(); err != nil {
		return Figure{}, fmt.Errorf("a figure of what cannot have happened: %w", err)
	}
	s, err := newScene(&t, tongueOf(lang))
	if err != nil {
		return Figure{}, fmt.Errorf("two-lane figure: %w", err)
	}
	d := &twoLane{
		scene:    s,
		program:  column{120, 250},
		kernel:   column{470, 600},
		boundary: 360,
		moments:  map[trace.Time]*row{},
		used:     map[Ink]bool{},
	}
	if s.helper >= 0 {
		d.program, d.pool, d.kernel, d.boundary = column{120, 196}, column{300, 376}, column{490, 604}, 402
	}
	return d.draw(), nil
}

func (d *twoLane) draw() Figure {
	d.rows()
	d.axis.measure()
	d.findBraces()
	d.findColumns()
	d.makeRoom()
	bottom := d.axis.place(firstRow)
	d.breaks = d.axis.breaks()
	for _, sp := range d.spins() {
		d.drawSpin(sp)
	}
	for _, it := range d.items {
		d.drawItem(it)
	}
	for _, a := range d.arrivals {
		d.drawArrival(a)
	}
	for _, b := range d.boxes {
		d.drawBox(b)
	}
	d.drawBraces()
	d.drawTimes()
	spread(d.labels)
	d.plateOverBands()
	for _, l := range d.labels {
		_, _, _, y1 := l.box()
		bottom = max(bottom, y1)
	}
	d.drawFurniture(bottom + 12)
	height := d.drawStrips(bottom + 46)
	height = d.drawLegend(height)
	return d.figure(height)
}

// rows puts a row on the axis for each moment that an arrow or a boundary lies at.
func (d *twoLane) rows() {
	for _, it := range d.items {
		e := d.event(it)
		if it.hidden > 0 {
			continue
		}
		switch e.Kind {
		case trace.Probe:
			it.enter = d.row(e.Enter)
		case trace.Syscall:
			if it.signal {
				it.enter = d.row(e.Enter)
				continue
			}
			it.enter, it.exit = d.row(e.Enter), d.row(e.Exit)
		case trace.Work:
			if e.Touches() {
				it.enter, it.exit = d.row(e.Enter), d.row(e.Exit)
			}
		case trace.SQE, trace.Mark:
			it.enter = d.row(e.Enter)
		case trace.CQE, trace.Signal:
			it.enter = d.row(e.Exit)
		}
	}
	d.workRows()
	d.findArrivals()
	d.findBoxes()
	for _, it := range d.items {
		for _, p := range d.phases[it.event] {
			if it.hidden == 0 && endsInside(p.Name) && d.moments[p.To] == nil {
				d.row(p.To)
			}
		}
	}
}

// endsInside reports whether a phase of that name may end before its call does.
func endsInside(name trace.PhaseName) bool {
	switch name {
	case trace.PhaseWait, trace.PhaseNews, trace.PhaseOff, trace.PhaseRoom, trace.PhaseQueued:
		return true
	}
	return false
}

func (d *twoLane) row(at trace.Time) *row {
	r := d.axis.add(at)
	if d.moments[at] == nil {
		d.moments[at] = r
	}
	return r
}

// workRows gives rows to the beginning and the end of work, so that its band shows
// what the program did besides.
func (d *twoLane) workRows() {
	for _, it := range d.items {
		e := d.event(it)
		if e.Kind != trace.Work || e.Touches() {
			continue
		}
		for _, at := range []trace.Time{e.Enter, e.Exit} {
			if d.moments[at] == nil {
				d.row(at)
			}
		}
	}
}

// makeRoom widens the axis for what must stand beside it.
func (d *twoLane) makeRoom() {
	for _, b := range d.braces {
		d.axis.require(b.from, b.to, float64(len(b.lines))*textSize*lineHeight+6)
	}
	for _, it := range d.items {
		for _, p := range d.phases[it.event] {
			if from, to := d.moments[p.From], d.moments[p.To]; p.Name == trace.PhaseOff && it.hidden == 0 && from != nil && to != nil {
				d.axis.require(from, to, 80) // for what the device did, above a break
			}
		}
	}
	var shown *item // the last one with a row
	for k, it := range d.items {
		if it.hidden > 0 {
			if next := d.nextRow(it.lane, k); shown != nil && next != nil {
				d.axis.require(d.lastRow(shown), next, 62)
			}
			continue
		}
		if it.enter != nil && it.lane == d.app {
			shown = it
		}
		if e := d.event(it); (e.Kind == trace.Probe || e.Kind == trace.Mark || e.Touches()) && it.enter.i+1 < len(d.axis.rows) {
			d.axis.require(it.enter, d.axis.rows[it.enter.i+1], 56) // for two lines and the next arrow's label
		}
	}
	for _, b := range d.boxes {
		d.axis.require(b.from, b.to, 40)
	}
	for _, a := range d.arrivals {
		if n := a.to.i + 1; n < len(d.axis.rows) {
			d.axis.require(a.to, d.axis.rows[n], 30)
		}
		if a.from.i > 0 {
			d.axis.require(d.axis.rows[a.from.i-1], a.from, 30)
		}
	}
}

func (d *twoLane) lastRow(it *item) *row {
	if it.exit != nil {
		return it.exit
	}
	return it.enter
}

// nextRow returns the first row of the lane's items after index k.
func (d *twoLane) nextRow(lane, k int) *row {
	for _, it := range d.items[k:] {
		if it.lane == lane && it.enter != nil {
			return it.enter
		}
	}
	return nil
}

// at returns the height of a moment of an item.
func (d *twoLane) at(it *item, t trace.Time) float64 {
	e := d.event(it)
	switch {
	case it.enter != nil && it.enter.at == t && t == e.Enter:
		return it.enter.y
	case it.exit != nil && t == e.Exit:
		return it.exit.y
	case it.enter != nil && it.enter.at == t:
		return it.enter.y
	case d.moments[t] != nil:
		return d.moments[t].y
	}
	return d.axis.y(t)
}
