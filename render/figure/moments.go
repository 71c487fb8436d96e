package figure

import (
	"math"
	"strings"

	"nbrun/iomodels/trace"
)

// drawHidden says how many calls are left out between two that are shown.
func (d *twoLane) drawHidden(it *item) {
	if it.lane != d.app {
		return
	}
	k := 0
	for d.items[k] != it {
		k++
	}
	next := d.nextRow(it.lane, k)
	var before *row
	for _, other := range d.items[:k] {
		if other.lane == it.lane && other.enter != nil {
			before = d.lastRow(other)
		}
	}
	if before == nil || next == nil {
		return
	}
	more := "⋮ %s more calls"
	if it.alike {
		more = "⋮ %s more, all alike"
	}
	if it.varied {
		more = "⋮ %s more, of other arguments"
	}
	d.labels = append(d.labels, &label{
		x: d.program.x1 + 8, y: (before.y + next.y - 14) / 2, size: textSize, event: it.event,
		lines: []string{d.say(more, thousands(int64(it.hidden))),
			d.say("mean %s, total %s", trace.FormatDuration(mean(it.inCall, it.hidden)), trace.FormatDuration(it.inCall))},
	})
}

func (d *twoLane) drawRequest(it *item) {
	e := d.event(it)
	d.dotted = true
	to := d.boundary
	if d.helper >= 0 {
		to = d.pool.x0
	}
	name := queueName(e)
	room := to - d.program.x1 - 16
	if textWidth(name, labelSize, true, false) > room {
		name = strings.TrimPrefix(strings.TrimPrefix(name, "SQE "), "iocb ")
	}
	d.arrow(d.program.x1, to, it.enter.y, Dotted, OpenHead, it.event, fit(name, room, labelSize, true, false))
}

// queueName is a request's name, short enough for its arrow: "SQE RECVMSG".
func queueName(e *trace.Event) string {
	if op, ok := strings.CutPrefix(e.Name, "IORING_OP_"); ok {
		return "SQE " + op
	}
	if op, ok := strings.CutPrefix(e.Name, "IOCB_CMD_"); ok {
		return "iocb " + op
	}
	return e.Name
}

// drawLook shows what the program saw when it looked at memory, without a call.
func (d *twoLane) drawLook(it *item) {
	e := d.event(it)
	d.across(it.enter.y, it.event, d.say("%s: %s", d.look(e.Name), d.looked(e.Note)))
}

// across draws a line across the program's lane, and a text beside it.
func (d *twoLane) across(y float64, event int, text string) {
	d.marks = append(d.marks, Shape{Form: Line, Points: []Point{{d.program.x0, y}, {d.program.x1, y}}, Stroke: Solid, Width: 1, Event: event})
	lines := wrap(text, d.kernel.x0-d.program.x1-16, textSize)
	d.labels = append(d.labels, &label{x: d.program.x1 + 8, y: y, lines: lines, size: textSize, event: event, plate: true})
}

func (d *twoLane) drawCompletion(it *item) {
	e := d.event(it)
	d.dotted = true
	col := d.column(it)
	for _, p := range d.phases[it.event] {
		if d.toldByThread(it) || p.Name == trace.PhaseBuffered {
			continue
		}
		text := []string{d.say("request waits")}
		switch p.Name {
		case trace.PhaseCopy:
			d.drawCopyInCall(it, p)
			continue
		case trace.PhaseSeen:
			text = []string{d.say("copy in it; where:"), d.say("not measured")}
			d.unseen = true
		case trace.PhaseQueued:
			text = []string{d.say("not yet copied")}
			d.queued = true
		case trace.PhaseFlight:
			text = []string{d.say("in flight")}
		}
		if width := col.x1 - col.x0 - 6; col != d.kernel {
			if p.Name == trace.PhaseSeen {
				text = []string{d.say("copy in it")}
			}
			text = wrap(text[0], width, textSize)
		}
		d.band(col, d.strip(it), d.at(it, p.From), d.at(it, p.To), p, PhaseInk(p, e), text...)
	}
	from := d.kernel.x0
	text := d.say("done, ")
	switch {
	case d.helper >= 0:
		from, text = d.pool.x0, ""
	case strings.HasPrefix(e.Name, "IORING_"):
		text = "CQE, "
	}
	text += "res = " + result(e)
	if textWidth(text, labelSize, true, false) > d.room(d.program) {
		text = "= " + result(e)
	}
	d.arrow(from, d.program.x1, it.enter.y, Dotted, OpenHead, it.event, fit(text, d.room(d.program), labelSize, true, false))
}

// drawCopyInCall fills the program's lane for the call between the last look in vain
// and the one that saw the completion: what was copied, was copied in it.
func (d *twoLane) drawCopyInCall(it *item, p trace.Phase) {
	call := d.copyCall(it)
	if call == nil {
		return
	}
	c := d.event(call)
	p.From, p.To, p.Why = c.Enter, c.Exit, "the looks before and after it"
	d.band(d.program, "application", call.enter.y, call.exit.y, p, Copy, d.say("copy"))
}

// copyCall returns the shown call that lies between the looks of a completion, nil
// when there is none.
func (d *twoLane) copyCall(it *item) *item {
	e := d.event(it)
	for _, other := range d.items {
		if c := d.event(other); c.Kind == trace.Syscall && other.lane == it.lane && other.hidden == 0 && c.Enter >= e.Enter && c.Exit <= e.Exit {
			return other
		}
	}
	return nil
}

// arrow draws an arrow with a label above it.
func (d *twoLane) arrow(x0, x1, y float64, dash Dash, head Head, event int, text string) {
	d.marks = append(d.marks, Shape{
		Form: Line, Points: []Point{{x0, y}, {x1, y}}, Stroke: Solid, Width: 2, Dash: dash, Head: head, Event: event,
	})
	d.arrowLabel(x0, x1, y, event, text)
}

func (d *twoLane) arrowLabel(x0, x1, y float64, event int, text string) {
	d.labels = append(d.labels, &label{
		x: min(x0, x1) + 6, y: y - 12, lines: []string{text}, size: labelSize, mono: true, event: event, fixed: true, plate: true,
	})
}

// drawSignal draws a wave from the kernel to the program.
func (d *twoLane) drawSignal(it *item) {
	y := it.enter.y
	text := d.event(it).Name
	if it.signal {
		text = signalSent(d.event(it))
	}
	x0, x1 := d.kernel.x0, d.program.x1
	var wave []Point
	for x := x0; x > x1+14; x -= 2 {
		wave = append(wave, Point{x, y + 3*math.Sin((x0-x)*math.Pi/8)})
	}
	wave = append(wave, Point{x1 + 12, y}, Point{x1, y})
	d.marks = append(d.marks, Shape{
		Form: Line, Points: wave, Stroke: Solid, Width: 1.5, Head: OpenHead, Event: it.event,
	})
	d.arrowLabel(x0, x1, y-2, it.event, fit(text, d.room(d.program), labelSize, true, false))
}

func (d *twoLane) drawWork(it *item) {
	e := d.event(it)
	if e.Touches() {
		d.drawTouch(it)
		return
	}
	for _, p := range d.phases[it.event] {
		y0, y1 := d.at(it, p.From), d.at(it, p.To)
		text := append([]string{d.say("own work")}, wrap(d.say("%s rounds", thousands(e.Work)), d.program.x1-d.program.x0-6, textSize)...)
		d.band(d.program, "application", y0, y1, p, Work, text...)
	}
}

// drawTouch draws an access to memory: what it touches, and below that the time that
// the kernel took to have it there.
func (d *twoLane) drawTouch(it *item) {
	e, phases := d.event(it), d.phases[it.event]
	for _, p := range phases {
		d.drawPhase(it, p)
		switch p.Name {
		case trace.PhaseFault:
			d.kernelNote(d.at(it, p.To), it.event, d.say("mapped"))
		case trace.PhaseOff:
			d.deviceNote(it, p)
		}
	}
	d.across(it.enter.y, it.event, d.say("%s, no system call", d.accessed(e)))
	y := it.exit.y
	d.marks = append(d.marks, Shape{Form: Line, Points: []Point{{d.program.x0, y}, {d.program.x1, y}}, Stroke: Solid, Width: 1, Event: it.event})
	if d.plain(it) {
		d.labels = append(d.labels, &label{x: d.program.x1 + 8, y: y, lines: []string{"(" + trace.FormatDuration(e.Duration()) + ")"}, size: textSize, event: it.event, plate: true})
	}
}
