package render

import (
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

// Lines lead to the calls that they made and calls to their lines, where both are shown.
func TestLinesOfCalls(t *testing.T) {
	nb, problems := notebook.Parse("a.md", []byte("```go\nfunc f() { g() }\nf()\n```\n\n```go\n//| echo: false\nf()\n```\n\n```go\n//| include: false\nf()\n```\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	own := func(index int, lines ...int) notebook.Result {
		return notebook.Result{Status: notebook.OK, Outputs: []notebook.Output{{Kind: notebook.Traced, Traces: []int{index}, Auto: true, Lines: lines}}}
	}
	x := &notebook.Execution{Notebook: nb, Results: []notebook.Result{own(0, 2, 3), own(1, 2, 8, 0), own(2, 13)}}
	for i, n := range []int{2, 3, 1} {
		x.Traces = append(x.Traces, distinct(n))
		x.Traces[i].Lanes[0].TID = i + 1
	}
	page := write(t, x)
	for _, want := range []string{
		`<a class="made" id="line.2" href="#row.0.0.0">`,
		`<a class="made" id="line.3" href="#row.0.0.1">f()</a>`,
		`id="row.0.0.0"><td>0.0</td><td><a href="#line.2">2</a></td>`,
		`<td>0.0</td><td><a href="#line.2">2</a></td>`,
		`<td>1.0</td><td>8</td>`,
		`<td>2.0</td><td></td>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, body(page))
		}
	}
	if strings.Contains(page, "row.2.") {
		t.Error("something leads to rows that are not shown")
	}
}

// A line whose first call is far down its trace leads to the trace.
func TestLinesOfManyCalls(t *testing.T) {
	nb, _ := notebook.Parse("a.md", []byte("```go\na()\nb()\n```\n"))
	lines := make([]int, firstRows+1)
	for i := range lines {
		lines[i] = 2
	}
	lines[firstRows] = 3
	x := &notebook.Execution{Notebook: nb, Traces: []trace.Trace{distinct(len(lines))}, Results: []notebook.Result{
		{Status: notebook.OK, Outputs: []notebook.Output{{Kind: notebook.Traced, Traces: []int{0}, Auto: true, Lines: lines}}}}}
	page := write(t, x)
	for _, want := range []string{`href="#row.0.0.0">a()</a>`, `href="#.calls.0">b()</a>`, `<details class="own-calls" id=".calls.0">`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, body(page))
		}
	}
}
