package render

import (
	"fmt"
	"strconv"

	"nbrun/render/notebook"
)

// ownCalls calls f for each trace of a cell's own calls that the page shows and of
// which the lines are known that made them.
func ownCalls(x *notebook.Execution, f func(o notebook.Output)) {
	for i, r := range x.Results {
		options := x.Notebook.Cells[i].Options
		if options.NoOutput || options.Trace == notebook.TraceOff {
			continue
		}
		for _, o := range r.Outputs {
			if o.Kind == notebook.Traced && o.Auto && len(o.Lines) > 0 {
				f(o)
			}
		}
	}
}

// callsOfLines says of each line of the notebook that made calls where the first of
// them stands on the page: its row or, where that may not be shown, all of its trace.
func callsOfLines(x *notebook.Execution) map[int]string {
	calls := map[int]string{}
	ownCalls(x, func(o notebook.Output) {
		index := o.Traces[0]
		for i, line := range o.Lines {
			if line == 0 || calls[line] != "" {
				continue
			}
			e := &x.Traces[index].Events[i]
			calls[line] = fmt.Sprintf("%s%d.%d.%d", rowPrefix, index, e.Lane, e.Seq)
			if i >= firstRows {
				calls[line] = ownCallsAnchor(index)
			}
		}
	})
	return calls
}

// ownCallsAnchor is the id of the box with a cell's own calls.
func ownCallsAnchor(index int) string { return fmt.Sprintf(".calls.%d", index) }

// madeBy writes the cell of a row that says which line made the call.
func (r *rows) madeBy(i int) {
	m, line := r.m, r.lines[i]
	m.open("td")
	switch {
	case line == 0:
	case r.page.lines[line]:
		m.el("a", strconv.Itoa(line), "href", "#"+lineAnchor(line))
	default:
		m.text(strconv.Itoa(line))
	}
	m.shut("td")
}
