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
// when there is none, by the peer's last send before they were received.
func (d *twoLane) findArrivals() {
	var last *item
	for _, it := range d.items {
		e := d.event(it)
		if it.hidden > 0 {
			continue
		}
		if e.Stamp != nil && !strings.HasPrefix(e.Stamp.Source, "tx-") {
			r := d.moments[e.Stamp.At]
			if r == nil {
				r = d.row(e.Stamp.At)
			}
			d.arrivals = append(d.arrivals, arrival{it.event, e.Stamp, r, r})
		}
		if ps := d.phases[it.event]; len(ps) > 0 && e.Kind != trace.Work && e.Errno.Num == 0 {
			last = it
		}
	}
	if len(d.arrivals) > 0 || last == nil {
		return
	}
	send := -1
	for i := range d.t.Events {
		e := &d.t.Events[i]
		if e.Kind == trace.Syscall && d.t.Lanes[e.Lane].Role == trace.Peer && e.Errno.Num == 0 && sends(e.Name) && e.Enter <= d.event(last).Exit {
			send = i
		}
	}
	if send >= 0 && d.t.Events[send].Enter >= d.from {
		e := &d.t.Events[send]
		d.arrivals = append(d.arrivals, arrival{send, nil, d.row(e.Enter), d.row(e.Exit)})
	}
}

func sends(name string) bool {
	return strings.HasPrefix(name, "send") || strings.HasPrefix(name, "write") || strings.HasPrefix(name, "pwrite")
}

// drawArrival marks the moment at which the data came, or the peer's call in which
// they did.
func (d *twoLane) drawArrival(a arrival) {
	e := &d.t.Events[a.event]
	x := d.kernel.x0
	if a.stamp == nil {
		d.marks = append(d.marks, Shape{
			Form: Rect, Points: []Point{{x, a.from.y}, {d.kernel.x1, a.to.y}}, Stroke: Solid, Dash: Dashed, Event: a.event, Provenance: Inferred,
		})
		d.inferred = true
		y, _ := d.clear(a.from.y, a.to.y)
		d.note(d.kernel.middle(), y, a.event, Inferred, "peer's "+e.Name)
		return
	}
	side := d.program
	if e.Lane == d.helper {
		side = d.pool
	}
	noun, verb := d.noun()
	d.marks = append(d.marks,
		Shape{Form: Line, Points: []Point{{side.x1, a.from.y}, {x, a.from.y}}, Stroke: Faint, Width: 1, Event: a.event},
		Shape{Form: Circle, Points: []Point{{x, a.from.y}}, Size: 4, Fill: Solid, Event: a.event},
	)
	text := []string{noun + " " + verb, "± " + trace.FormatDuration(a.stamp.Uncertainty)}
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
