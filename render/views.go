package render

import (
	"slices"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

// defaultViews are the views of a trace whose cell names none.
func defaultViews(t trace.Trace) []string {
	if len(t.Events) == 0 {
		return []string{"table"} // which says so
	}
	if t.WebSteps() != nil {
		return []string{"web-request", "table"}
	}
	return []string{"two-lane", "table"}
}

// sideBySide are the views that show several traces in one figure.
var sideBySide = []string{"bars", "blocked-cpu", "summary", "matrix", "residency"}

// shown writes the traces that a cell showed: each by the views that the cell names, but
// those that take several once for all.
func (p *page) shown(i int, o notebook.Output, c *captions) {
	views := p.x.Notebook.Cells[i].Options.Views
	if len(o.Traces) > 1 {
		var each []string
		for _, view := range views {
			if slices.Contains(sideBySide, view) {
				p.draw(view, o.Traces, c)
			} else {
				each = append(each, view)
			}
		}
		if each == nil && views != nil {
			return
		}
		views = each
	}
	for _, t := range o.Traces {
		one := o
		one.Traces = []int{t}
		if title := p.traceTitle(t); len(o.Traces) > 1 && title != "" {
			p.m.el("p", title, "class", "series-title")
		}
		p.traced(i, one, views, c)
	}
}
