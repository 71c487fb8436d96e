package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"nbrun/iomodels/trace"
)

// toldByThread reports whether what a thread did in its calls says what there is to say
// of a request meanwhile.
func (d *twoLane) toldByThread(it *item) bool {
	for _, b := range d.braces {
		if d.t.Events[b.event].Kind != trace.Syscall || b.phase == trace.PhaseSubmit || b.phase == trace.PhaseBuffered {
			continue
		}
		for _, p := range d.phases[it.event] {
			if p.Name != trace.PhaseBuffered && b.from.at < p.To && p.From < b.to.at {
				return true
			}
		}
	}
	return false
}

// flight is a request on the kernel's lane.
type flight struct {
	event, slot int
	from, to    trace.Time
}

// findColumns divides the kernel's lane among requests that are in flight together.
func (d *twoLane) findColumns() {
	d.columns = map[int]column{}
	var together []flight // those that overlap one of them
	var until trace.Time
	for _, it := range d.completions() {
		ps := d.inKernel(it)
		if d.toldByThread(it) {
			continue
		}
		f := flight{event: it.event, from: ps[0].From, to: ps[len(ps)-1].To}
		if len(together) > 0 && f.from >= until {
			d.divide(together)
			together = nil
		}
		until = max(until, f.to)
		together = append(together, f)
	}
	d.divide(together)
}

// divide gives each of some requests the first part of the lane that is free.
func (d *twoLane) divide(flights []flight) {
	var until []trace.Time // by slot
	for i := range flights {
		slot := 0
		for slot < len(until) && until[slot] > flights[i].from {
			slot++
		}
		if slot == len(until) {
			until = append(until, 0)
		}
		until[slot], flights[i].slot = flights[i].to, slot
	}
	if len(until) < 2 {
		return
	}
	width := (d.kernel.x1 - d.kernel.x0) / float64(len(until))
	for _, f := range flights {
		x0 := d.kernel.x0 + width*float64(f.slot)
		d.columns[f.event] = column{x0, x0 + width}
	}
}

// completions returns the completions shown, in the order in which their requests came
// to the kernel.
func (d *twoLane) completions() []*item {
	var items []*item
	for _, it := range d.items {
		if d.event(it).Kind == trace.CQE && it.hidden == 0 && len(d.inKernel(it)) > 0 {
			items = append(items, it)
		}
	}
	slices.SortStableFunc(items, func(a, b *item) int { return cmp.Compare(d.inKernel(a)[0].From, d.inKernel(b)[0].From) })
	return items
}

// inKernel returns the phases of a request that are drawn on the kernel's lane.
func (d *twoLane) inKernel(it *item) []trace.Phase {
	var ps []trace.Phase
	for _, p := range d.phases[it.event] {
		if p.Name != trace.PhaseBuffered && p.Name != trace.PhaseCopy {
			ps = append(ps, p)
		}
	}
	return ps
}

// strip names the true-scale strip of a request: those in flight together have one
// each.
func (d *twoLane) strip(it *item) string {
	if c, ok := d.columns[it.event]; ok && c.x0 > d.kernel.x0 {
		n := 1 + int(math.Round((c.x0-d.kernel.x0)/(c.x1-c.x0)))
		return fmt.Sprintf("kernel, %d", n)
	}
	return "kernel"
}

// column returns the part of the kernel's lane that a request has.
func (d *twoLane) column(it *item) column {
	if c, ok := d.columns[it.event]; ok {
		return c
	}
	return d.kernel
}
