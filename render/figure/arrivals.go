package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// arrival is the moment at which data came, or the peer's call within which they did.
type arrival struct {
	event    int
	stamp    *trace.Stamp // nil for a peer's call
	from, to *row         // the same for a stamp
}

// findArrivals finds when the data came: by the kernel's stamps on what is shown, or,
// when there is none, by the peers' sends that they came with.
func (d *twoLane) findArrivals() {
	for _, it := range d.items {
		e := d.event(it)
		if it.hidden == 0 && e.Stamp != nil && !strings.HasPrefix(e.Stamp.Source, "tx-") {
			r := d.moments[e.Stamp.At]
			if r == nil {
				r = d.row(e.Stamp.At)
			}
			d.arrivals = append(d.arrivals, arrival{it.event, e.Stamp, r, r})
		}
	}
	if len(d.arrivals) > 0 {
		return
	}
	told := newSendsTold(d.t, d.phases)
	for _, it := range d.items {
		if it.hidden > 0 {
			continue
		}
		send := told.send(it.event)
		if send < 0 {
			for _, piece := range told.pieces(it.event) {
				told.claims[piece] = theirs
				it.pieces = append(it.pieces, piece)
				e := &d.t.Events[piece]
				d.arrivals = append(d.arrivals, arrival{piece, nil, d.row(e.Enter), d.row(e.Exit)})
			}
			continue
		}
		it.send = send + 1
		if e := &d.t.Events[send]; told.claims[send] == none {
			told.claims[send] = theirs
			d.arrivals = append(d.arrivals, arrival{send, nil, d.row(e.Enter), d.row(e.Exit)})
		}
	}
}

// drawArrival marks the moment at which the data came, or the peer's call in which
// they did.
func (d *twoLane) drawArrival(a arrival) {
	if a.stamp == nil {
		d.drawBox(a)
		return
	}
	e := &d.t.Events[a.event]
	x := d.kernel.x0
	side := d.program
	if e.Lane == d.helper {
		side = d.pool
	}
	d.marks = append(d.marks,
		Shape{Form: Line, Points: []Point{{side.x1, a.from.y}, {x, a.from.y}}, Stroke: Faint, Width: 1, Event: a.event},
		Shape{Form: Circle, Points: []Point{{x, a.from.y}}, Size: 4, Fill: Solid, Event: a.event},
	)
	text := []string{d.arrives(), "± " + trace.FormatDuration(a.stamp.Uncertainty)}
	if c, ok := d.columns[a.event]; ok {
		text = append(wrap(text[0], c.x1-c.x0-4, textSize), text[1])
		d.plate(c.middle(), a.from.y-float64(len(text))*textSize*lineHeight/2-5, a.event, Measured, text...)
		return
	}
	if e.Kind == trace.CQE && d.startsBand(a) { // above the band of the copy
		d.plate(d.kernel.middle()+4, a.from.y-19, a.event, Measured, text...)
		return
	}
	d.note(d.kernel.middle()+4, a.from.y, a.event, Measured, text...)
}

// startsBand reports whether the kernel's lane is filled from an arrival on.
func (d *twoLane) startsBand(a arrival) bool {
	for _, b := range d.braces {
		if b.event == a.event && b.from == a.from && a.stamp.At >= d.from {
			return true
		}
	}
	return false
}
