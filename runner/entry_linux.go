package runner

import (
	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
	"nbrun/runner/nb"
)

// entry is the worker's sink for what cells say by package nb.
func (w *worker) entry(e nb.Entry) {
	if unix.Gettid() == w.tid && w.inline {
		panic("a value within prose can neither check nor show anything: do it in a cell")
	}
	switch e.Kind {
	case nb.ShowEntry:
		mustDraw("nb.Show", w.report(valueReport(value{v: e.Value}, false)))
	case nb.FigureEntry:
		mustDraw("nb.Figure", w.report(figureReport(e.Figure, e.Traces)))
	case nb.TableEntry:
		w.report(report{Output: &notebook.Output{Kind: notebook.Table, Rows: e.Rows}})
	case nb.CheckEntry:
		w.report(report{At: newStack(w.engine.lines.Stack()), Output: &notebook.Output{
			Kind:     notebook.Check,
			Claim:    e.Claim,
			Verdict:  notebook.Verdict(e.Verdict),
			Got:      e.Got,
			Want:     e.Want,
			Attempts: e.Attempts,
		}})
	}
}

// mustDraw ends the cell whose call of a function asks for what cannot be drawn.
func mustDraw(function string, a ack) {
	if a.Undrawn != "" {
		panic(function + ": " + a.Undrawn)
	}
}

// figureReport asks for a figure drawn from these traces.
func figureReport(kind string, traces []trace.Trace) report {
	o := &notebook.Output{Kind: notebook.Figure, Name: kind}
	r := report{Output: o}
	for i, t := range traces {
		o.Traces = append(o.Traces, i)
		r.Traces = append(r.Traces, trace.Collapse(t))
	}
	return r
}
