package figure

import (
	"cmp"
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

// findColumns divides the kernel's lane among requests that are in flight together.
func (d *twoLane) findColumns() {
	d.columns = map[int]column{}
	type flight struct {
		event, slot int
		to          trace.Time
	}
	var flights []flight
	slots := 0
	for _, it := range d.completions() {
		ps := d.inKernel(it)
		if len(ps) == 0 || d.toldByThread(it) {
			continue
		}
		taken := map[int]bool{}
		for _, f := range flights {
			if f.to > ps[0].From {
				taken[f.slot] = true
			}
		}
		slot := 0
		for taken[slot] {
			slot++
		}
		slots = max(slots, slot+1)
		flights = append(flights, flight{it.event, slot, ps[len(ps)-1].To})
	}
	if slots < 2 {
		return
	}
	width := (d.kernel.x1 - d.kernel.x0) / float64(slots)
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

// column returns the part of the kernel's lane that a request has.
func (d *twoLane) column(it *item) column {
	if c, ok := d.columns[it.event]; ok {
		return c
	}
	return d.kernel
}
