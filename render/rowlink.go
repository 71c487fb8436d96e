package render

import (
	"fmt"

	"nbrun/iomodels/trace"
)

// rowPrefix begins the ids of rows: that of event 3 of lane 0 of trace 2 is "row.2.0.3".
const rowPrefix = "row."

// rowName returns the attributes that name the row of an event of the trace of this
// index: TRACE.LANE.SEQ, as its marks are named in figures. Where an event has several
// rows the first has the id, and the others data-event, which the script gives to all.
func (p *page) rowName(index int, e *trace.Event) []string {
	name := fmt.Sprintf("%d.%d.%d", index, e.Lane, e.Seq)
	if p.rowIDs[name] {
		return []string{"data-event", name}
	}
	p.rowIDs[name] = true
	return []string{"id", rowPrefix + name}
}

// linkMarks makes the marks of a figure lead to the rows of their events, and reports
// whether one does.
func (p *page) linkMarks(d drawing) bool {
	linked := false
	for f := d.f; f != nil; f = f.Narrow {
		for i := range f.Marks {
			m := &f.Marks[i]
			if m.Trace >= len(d.traces) {
				continue
			}
			if name := fmt.Sprintf("%d.%s", d.traces[m.Trace], m.Ref); p.rowIDs[name] {
				m.Row = rowPrefix + name
			}
		}
		linked = linked || f.Focusable()
	}
	return linked
}
