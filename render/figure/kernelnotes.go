package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// kernelNotes says on the kernel's lane what a call found there.
func (d *twoLane) kernelNotes(it *item, phases []trace.Phase) {
	e := d.event(it)
	for _, p := range phases {
		switch p.Name {
		case trace.PhaseSpin:
			y := it.exit.y
			if d.arrivedIn(e) { // it had looked before that
				y = it.enter.y
			}
			text := d.say("no data")
			if strings.HasPrefix(object(e), "/") { // a file has data, where not in memory
				text = d.say("would wait")
			}
			d.kernelNote(y, it.event, text)
		case trace.PhaseWait:
			if strings.HasPrefix(e.Name, "accept") {
				d.kernelNote(it.enter.y, it.event, d.say("no connection yet"))
			} else if p.To < e.Exit || e.Errno.Num == 0 && e.Ret == 0 {
				d.kernelNote(it.enter.y, it.event, d.say("no data yet"))
			}
		case trace.PhaseRoom:
			d.kernelNote(it.enter.y, it.event, d.say("no room"))
		case trace.PhaseNews:
			if p.To < e.Exit {
				d.kernelNote(it.enter.y, it.event, d.say("nothing new yet"))
			}
		case trace.PhaseOff:
			d.deviceNote(it, p)
		case trace.PhaseCopy, trace.PhaseWakeCopy:
			d.kernelNote(it.exit.y, it.event, d.say("copied"))
		case trace.PhaseWake:
			d.kernelNote(it.exit.y, it.event, d.say("ready"))
		}
	}
	if text := outcome(e, phases); text != "" {
		d.kernelNote(it.exit.y, it.event, d.say(text))
	}
}

// arrivedIn reports whether the kernel stamped an arrival within a call.
func (d *twoLane) arrivedIn(e *trace.Event) bool {
	for _, a := range d.arrivals {
		if a.stamp != nil && a.stamp.At > e.Enter && a.stamp.At < e.Exit {
			return true
		}
	}
	return false
}

// outcome says what became of a call, where its phases do not.
func outcome(e *trace.Event, phases []trace.Phase) string {
	of := object(e)
	file, stream := strings.HasPrefix(of, "/"), hasPrefix(of, "tcp", "unix", "pipe")
	reads := hasPrefix(e.Name, "read", "recv", "pread")
	switch {
	case e.Errno.Name == "EPIPE":
		return "nobody reads"
	case e.Errno.Name == "ECONNRESET":
		return "reset"
	case e.Errno.Num != 0:
		return ""
	case reads && e.Ret == 0 && stream:
		return "end of the stream"
	case reads && e.Ret == 0 && file:
		return "end of the file"
	case sends(e.Name) && len(phases) == 0 && e.Ret > 0 && (file || stream || strings.HasPrefix(of, "udp")):
		return "taken"
	}
	return ""
}

func hasPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// deviceNote says what the device did while a call was off the processor: what was read
// is counted, and what is written is not when it happens.
func (d *twoLane) deviceNote(it *item, p trace.Phase) {
	u := d.event(it).Usage
	if u == nil {
		return
	}
	text := []string{d.say("device writes")}
	if u.Inblock > 0 {
		text = []string{d.say("device reads"), d.say("%s bytes", thousands(u.Inblock*512))}
	} else if !strings.Contains(p.Source, "on the disk") {
		return
	}
	y, _ := d.clear(d.at(it, p.From), d.at(it, p.To))
	d.note(d.kernel.middle(), y, it.event, Inferred, text...)
}

func (d *twoLane) kernelNote(y float64, event int, text string) {
	d.note(d.kernel.middle(), y, event, Inferred, text)
}

// plateOverBands gives those texts of the kernel's lane that lie over a pattern a
// ground of their own.
func (d *twoLane) plateOverBands() {
	for _, l := range d.labels {
		x0, y0, x1, y1 := l.box()
		for _, s := range d.marks {
			if s.Form == Rect && hasPattern(s.Fill) && s.Points[0].X >= d.kernel.x0 && s.Points[1].Y-s.Points[0].Y > 12 &&
				x0 < s.Points[1].X && x1 > s.Points[0].X && y0 < s.Points[1].Y && y1 > s.Points[0].Y {
				l.plate = true
			}
		}
	}
}
