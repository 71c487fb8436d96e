package render

import "nbrun/iomodels/trace"

// defaultViews are the views of a trace whose cell names none.
func defaultViews(t trace.Trace) []string {
	if t.WebSteps() != nil {
		return []string{"web-request", "table"}
	}
	return []string{"two-lane", "table"}
}
