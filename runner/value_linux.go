package runner

import (
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
	"nbrun/runner/symbols"
)

// value is one result of a cell's last expression, with the type that Go gives
// it. The type is empty when only the value is known (nb.Show).
type value struct {
	v   any
	typ string
}

// valueReport shows a value: a trace as what its cell's views say, a series as its
// tables, all else as Go prints it. Within prose a duration is rounded to the digits that it supports.
func valueReport(v value, inline bool) report {
	switch x := v.v.(type) {
	case trace.Trace:
		return report{Output: &notebook.Output{Kind: notebook.Traced, Traces: []int{0}}, Traces: []trace.Trace{trace.Collapse(x)}}
	case []trace.Trace:
		if len(x) == 0 {
			break
		}
		r := report{Output: &notebook.Output{Kind: notebook.Traced}}
		for i, t := range x {
			r.Output.Traces = append(r.Output.Traces, i)
			r.Traces = append(r.Traces, trace.Collapse(t))
		}
		return r
	case trace.Series:
		return report{Output: &notebook.Output{Kind: notebook.Series, Series: &x}}
	case int64:
		if inline && x == trace.Unknown {
			return textReport("not measured", v.typ)
		}
	case time.Duration:
		if inline {
			return textReport(trace.FormatDuration(x), v.typ)
		}
	}
	typ := v.typ
	if typ == "" {
		typ = symbols.Sprintf("%T", v.v)
	}
	return textReport(symbols.Sprintf("%v", v.v), typ)
}

func textReport(text, typ string) report {
	return report{Output: &notebook.Output{Kind: notebook.Value, Text: text, Type: typ}}
}
