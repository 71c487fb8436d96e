package figure

import (
	"slices"

	"nbrun/iomodels/trace"
)

// strip is a stretch of the true-scale strip.
type strip struct {
	lane     string // "application", "helper", "kernel", "kernel, 2"
	from, to trace.Time
	fill     Ink
	event    int
}

// side returns the column of an item's thread and what the strip calls it.
func (d *twoLane) side(it *item) (column, string) {
	if it.lane == d.app {
		return d.program, "application"
	}
	return d.pool, "helper"
}

func (d *twoLane) drawItem(it *item) {
	e := d.event(it)
	switch {
	case it.hidden > 0:
		d.drawHidden(it)
	case it.signal:
		d.drawSignal(it)
	case e.Kind == trace.Syscall:
		d.drawCall(it)
	case e.Kind == trace.Probe:
		d.drawLook(it)
	case e.Kind == trace.SQE:
		d.drawRequest(it)
	case e.Kind == trace.CQE:
		d.drawCompletion(it)
	case e.Kind == trace.Signal:
		d.drawSignal(it)
	case e.Kind == trace.Work:
		d.drawWork(it)
	case e.Kind == trace.Mark:
		d.across(it.enter.y, it.event, d.moment(e.Name))
	}
}

// drawCall draws the arrow to the kernel, what the thread did in the call, and the
// arrow back.
func (d *twoLane) drawCall(it *item) {
	e := d.event(it)
	side, _ := d.side(it)
	phases := d.phases[it.event]
	for _, p := range phases {
		d.drawPhase(it, p)
	}
	dash := Whole
	if e.Errno.Num != 0 {
		dash, d.dashed = Dashed, true
	}
	room := d.room(side)
	d.arrow(side.x1, d.kernel.x0, it.enter.y, Whole, FullHead, it.event, callLabel(e, room))
	back := "= " + result(e)
	if took := back + " (" + trace.FormatDuration(e.Duration()) + ")"; d.plain(it) && textWidth(took, labelSize, true, false) <= room {
		back = took
	}
	d.arrow(d.kernel.x0, side.x1, it.exit.y, dash, FullHead, it.event, fit(back, room, labelSize, true, false))
	d.kernelNotes(it, phases)
}

// plain reports whether nothing but its arrows tells a call's length.
func (d *twoLane) plain(it *item) bool {
	for _, b := range d.braces {
		if b.event == it.event && !b.spin {
			return false
		}
	}
	return true
}

// room is the width that a label has beside a thread's column.
func (d *twoLane) room(side column) float64 {
	if d.helper >= 0 && side == d.program {
		return d.pool.x0 - side.x1 - 8
	}
	return d.kernel.x0 - side.x1 - 8
}

// note puts a text on a lane.
func (d *twoLane) note(x, y float64, event int, prov Provenance, lines ...string) {
	d.labels = append(d.labels, &label{x: x, y: y, lines: lines, size: textSize, anchor: Middle, event: event, prov: prov})
}

// drawPhase fills a thread's lane during a phase of its call.
func (d *twoLane) drawPhase(it *item, p trace.Phase) {
	e := d.event(it)
	fill, text := PhaseInk(p, e), d.phase(p.Name)
	switch {
	case p.Name == trace.PhaseFault, p.Name == trace.PhaseCall && isDisk(p):
		d.drawRest(it, p)
	case p.Name == trace.PhaseCall && fill == Wait:
		text = d.say("asleep, copy")
	case fill == Wait && asleep(e):
		text = d.say("asleep")
	case fill == Wait:
		text = d.say("waiting")
	case fill == Spin, fill == Held, fill == Work: // drawn for several calls, before the call, by drawWork
		fill = None
	}
	if fill != None {
		side, lane := d.side(it)
		d.band(side, lane, d.at(it, p.From), d.at(it, p.To), p, fill, wrap(text, side.x1-side.x0-6, textSize)...)
	}
}

// drawRest outlines what is left of a call that was off the processor for a while.
func (d *twoLane) drawRest(it *item, p trace.Phase) {
	side, _ := d.side(it)
	y0, y1 := d.at(it, p.From), d.at(it, p.To)
	d.inferred = true
	d.marks = append(d.marks, Shape{
		Form: Rect, Points: []Point{{side.x0, y0}, {side.x1, y1}}, Stroke: Faint, Dash: Dashed, Event: p.Event, Provenance: Inferred,
	})
	if y, room := d.clear(y0, y1); room > textSize*lineHeight {
		d.note(side.middle(), y, p.Event, Inferred, fit(d.phase(p.Name), side.x1-side.x0-6, textSize, false, false))
	}
}

// band fills a lane for the time of a phase.
func (d *twoLane) band(side column, lane string, y0, y1 float64, p trace.Phase, fill Ink, text ...string) {
	d.used[fill] = true
	d.inferred = d.inferred || provenanceOf(p) == Inferred
	d.forRoom = d.forRoom || p.Name == trace.PhaseRoom
	d.forData = d.forData || fill == Wait && p.Name != trace.PhaseRoom
	d.woke = d.woke || p.Name == trace.PhaseWakeCopy || p.Name == trace.PhaseWake
	d.marks = append(d.marks, Shape{
		Form: Rect, Points: []Point{{side.x0, y0}, {side.x1, y1}}, Fill: fill, Stroke: fill,
		Dash: outline(provenanceOf(p)), Event: p.Event, Provenance: provenanceOf(p),
	})
	d.strips = append(d.strips, strip{lane, p.From, p.To, fill, p.Event})
	for i := range text {
		text[i] = fit(text[i], side.x1-side.x0-6, textSize, false, false)
	}
	y, room := d.clear(y0, y1)
	lines := min(len(text), int((room-1)/(textSize*lineHeight)))
	if lines > 0 {
		d.plate(side.middle(), y, p.Event, provenanceOf(p), text[:lines]...)
	}
}

// clear returns the middle and the height of the first part of a band that is clear
// of breaks and high enough for a label, or else of the highest.
func (d *twoLane) clear(y0, y1 float64) (middle, height float64) {
	const half, enough = 6, 40 // of a break; for two lines
	top := y0
	for _, end := range append(slices.Clone(d.breaks), y1+half) {
		if end-half <= top || end-half > y1 {
			continue
		}
		if h := end - half - top; h > height && height < enough {
			middle, height = top+h/2, h
		}
		top = end + half
	}
	return middle, height
}

// plate puts a text on a ground of its own, so that it can be read over a pattern.
func (d *twoLane) plate(x, y float64, event int, prov Provenance, lines ...string) {
	d.note(x, y, event, prov, lines...)
	d.labels[len(d.labels)-1].plate = true
}

func outline(p Provenance) Dash {
	if p == Inferred {
		return Dashed
	}
	return Whole
}

// drawSpin fills the lane from the first question to the last answer.
func (d *twoLane) drawSpin(sp spin) {
	if sp.first.enter == nil || sp.last.exit == nil {
		return
	}
	p := trace.Phase{Name: trace.PhaseSpin, From: sp.first.enter.at, To: sp.last.exit.at, Event: sp.first.event}
	d.band(d.program, "application", sp.first.enter.y, sp.last.exit.y, p, Spin, d.say("spinning"))
}
