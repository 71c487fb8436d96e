package figure

import (
	"cmp"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// brace is a phase in the right gutter: how long it took, in words.
type brace struct {
	from, to *row
	lines    []string
	event    int
	prov     Provenance
	spin     bool // it spans many calls
	phase    trace.PhaseName
}

// findBraces chooses the phases that get a brace: those of the threads before those
// of requests, so that no two lie beside each other. The others are in the table.
func (d *twoLane) findBraces() {
	buffered := func(p trace.Phase) bool { return p.Name == trace.PhaseBuffered }
	d.bracesOf(trace.Syscall, func(p trace.Phase) bool { return !buffered(p) })
	for _, sp := range d.spins() {
		d.spinBrace(sp)
	}
	d.bracesOf(trace.Work, func(p trace.Phase) bool { return p.Name != trace.PhaseWork })
	d.bracesOf(trace.Syscall, buffered)
	d.bracesOfRequests()
}

// bracesOfRequests gives braces to requests, longer ones first.
func (d *twoLane) bracesOfRequests() {
	items := slices.Clone(d.items)
	slices.SortStableFunc(items, func(a, b *item) int {
		return cmp.Compare(d.event(b).Exit-d.begins(b), d.event(a).Exit-d.begins(a))
	})
	for _, it := range items {
		if d.event(it).Kind == trace.CQE && it.hidden == 0 {
			for _, p := range d.phases[it.event] {
				if text := d.braceText(it, p); text != nil {
					d.brace(it, p, text)
				}
			}
		}
	}
}

// begins is when an item's first phase does.
func (d *twoLane) begins(it *item) trace.Time {
	if ps := d.phases[it.event]; len(ps) > 0 {
		return ps[0].From
	}
	return d.event(it).Enter
}

func (d *twoLane) bracesOf(kind trace.Kind, want func(trace.Phase) bool) {
	for _, it := range d.items {
		if d.event(it).Kind != kind || it.hidden > 0 {
			continue
		}
		for _, p := range d.phases[it.event] {
			if text := d.braceText(it, p); text != nil && want(p) {
				d.brace(it, p, text)
			}
		}
	}
}

func (d *twoLane) brace(it *item, p trace.Phase, text []string) {
	from, to := d.moments[p.From], d.moments[p.To]
	if e := d.event(it); it.exit != nil && p.To == e.Exit {
		to = it.exit
	} else if it.exit == nil && p.To == e.Exit {
		to = it.enter
	}
	if e := d.event(it); it.exit != nil && p.From == e.Enter {
		from = it.enter
	}
	if from != nil && to != nil {
		d.addBrace(&brace{from: from, to: to, lines: text, event: it.event, prov: provenanceOf(p), phase: p.Name})
	}
}

func (d *twoLane) addBrace(b *brace) bool {
	for _, other := range d.braces {
		if b.from.i < other.to.i && other.from.i < b.to.i {
			return false
		}
	}
	if b.from.i < b.to.i {
		d.braces = append(d.braces, b)
	}
	return true
}

// provenanceOf says whether both ends of a phase, and what it is, were measured.
func provenanceOf(p trace.Phase) Provenance {
	if p.Why != "" || p.Name == trace.PhaseSpin || p.Name == trace.PhaseSeen || isDisk(p) {
		return Inferred
	}
	return Measured
}

// isDisk reports whether only the length of a phase is known, not its place.
func isDisk(p trace.Phase) bool { return len(p.Source) > 8 && p.Source[:8] == "off-CPU " }

// braceText returns what a brace says, or nil for a phase that gets none.
func (d *twoLane) braceText(it *item, p trace.Phase) []string {
	e := d.event(it)
	length := lengthText(p)
	switch p.Name {
	case trace.PhaseWait:
		name := d.phase(p.Name)
		if strings.HasPrefix(e.Name, "accept") {
			name = d.say("wait for a connection")
		}
		return append(wrap(name, d.braceRoom(), textSize), length)
	case trace.PhaseNews, trace.PhaseQueued, trace.PhaseOff, trace.PhaseRoom, trace.PhaseSleep, trace.PhaseSeen,
		trace.PhaseFault:
		return append(wrap(d.phase(p.Name), d.braceRoom(), textSize), length)
	case trace.PhaseWakeCopy, trace.PhaseCopy, trace.PhaseWake:
		lines := append(wrap(d.phase(p.Name), d.braceRoom(), textSize), length)
		if e.Usage != nil && p.Name == trace.PhaseWakeCopy {
			lines = append(lines, "CPU ≤ "+trace.FormatDuration(e.Usage.CPU))
		}
		return lines
	case trace.PhaseBuffered:
		return []string{d.say("in the buffer"), length}
	case trace.PhaseFlight:
		return []string{d.say("in flight,"), d.say("not split"), length}
	case trace.PhaseCall, trace.PhaseSubmit:
		if isDisk(p) {
			return []string{d.phase(p.Name), length}
		}
		if asleep(e) && p.Why != "" {
			if p.Name == trace.PhaseSubmit {
				return append(wrap(d.say("asleep in %s", e.Name), d.braceRoom(), textSize), length)
			}
			return []string{d.say("wait + copy,"), d.say("not split"), length}
		}
	}
	return nil
}

// braceRoom is the width of a brace's text: of Han, which is as wide as it is said to be,
// more than of letters.
func (d *twoLane) braceRoom() float64 {
	if d.chinese {
		return twoLaneWidth - braceX - 12
	}
	return twoLaneWidth - braceX - 20
}

// lengthText writes how long a phase took, as far as that is known.
func lengthText(p trace.Phase) string {
	if p.AtMost {
		return "≤ " + trace.FormatDuration(p.Bound())
	}
	return trace.FormatDuration(p.Length())
}

func asleep(e *trace.Event) bool { return e.Usage != nil && e.Usage.Rusage && e.Usage.Nvcsw > 0 }

// sleepKnown reports whether the record tells if the thread slept in e. Under a tracer it
// does not: each of its stops counts as a switch.
func sleepKnown(e *trace.Event) bool {
	return e.Usage != nil && e.Usage.Rusage && e.Usage.Nvcsw != trace.Unknown
}

func (d *twoLane) spinBrace(sp spin) {
	if sp.first.enter == nil || sp.last.exit == nil {
		return
	}
	length := sp.last.exit.at.Sub(sp.first.enter.at)
	d.addBrace(&brace{
		from: sp.first.enter, to: sp.last.exit, event: sp.first.event, prov: Inferred, spin: true,
		lines: []string{d.say("spin"), d.say("%s calls", thousands(int64(sp.count))), trace.FormatDuration(length)},
	})
}

func (d *twoLane) drawBraces() {
	for _, b := range d.braces {
		y0, y1 := b.from.y+1, b.to.y-1
		mid := (y0 + y1) / 2
		r := min(5, (y1-y0)/4)
		x := braceX
		d.marks = append(d.marks, Shape{
			Form: Line, Stroke: Solid, Width: 1.2, Event: b.event, Provenance: b.prov,
			Points: []Point{{x, y0}, {x + 3, y0 + r}, {x + 3, mid - r}, {x + 7, mid}, {x + 3, mid + r}, {x + 3, y1 - r}, {x, y1}},
		})
		d.labels = append(d.labels, &label{x: x + 11, y: mid, lines: b.lines, size: textSize, event: b.event, prov: b.prov})
	}
}
