package render

import (
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// TestOutputs has every kind of output.
func TestOutputs(t *testing.T) {
	tests := []struct {
		output notebook.Output
		want   string
	}{
		{notebook.Output{Kind: notebook.Stdout, Text: "a < b\n"}, `<pre class="out">a &lt; b`},
		{notebook.Output{Kind: notebook.Stderr, Text: "oops"}, `<span class="tag">stderr</span><pre>oops</pre>`},
		{notebook.Output{Kind: notebook.Value, Text: "[1 2]", Type: "[]int"}, `<pre>[1 2]</pre><span class="tag">[]int</span>`},
		{notebook.Output{Kind: notebook.HTML, Text: "<b>x</b><script>y</script>"}, `<b>x</b>&lt;script&gt;y&lt;/script&gt;`},
		{notebook.Output{Kind: notebook.SVG, Text: "<svg/>"}, `src="data:image/svg+xml;base64,PHN2Zy8+"`},
		{notebook.Output{Kind: notebook.PNG, Text: "iVBORw=="}, `src="data:image/png;base64,iVBORw=="`},
		{notebook.Output{Kind: notebook.PNG, Text: "not base64"}, `class="broken">a picture in PNG that cannot be read`},
		{notebook.Output{Kind: notebook.Table, Rows: [][]string{{"n", "name"}, {"1", "a"}, {"", "2b"}}}, `<table class="r1"><thead><tr><th scope="col">n</th><th scope="col">name</th>`},
		{notebook.Output{Kind: notebook.Traced, Traces: []int{0}}, `<tr id="row.0.0.0">`},
		{notebook.Output{Kind: notebook.Traced, Traces: []int{0}, Auto: true}, `<summary>4 system calls of this cell</summary>`},
		{notebook.Output{Kind: notebook.Traced, Traces: []int{1}}, `<span class="times">× 85,834 more, mean 580 ns</span></td><td>= −1 <b>EAGAIN</b></td>`},
		{notebook.Output{Kind: notebook.Figure, Name: "two-lane", Traces: []int{0}}, `<span class="number">Figure 1</span>`},
		{notebook.Output{Kind: notebook.Figure, Name: "no such kind", Traces: []int{0}}, `<p class="broken">not drawn (no such kind): `},
		{notebook.Output{Kind: notebook.Check, Verdict: notebook.Pass, Claim: "c", Got: "1", Want: "2"}, `<span class="sr">passed: </span>c</span> <small>got <code>1</code>, want <code>2</code>`},
		{notebook.Output{Kind: notebook.Check, Verdict: notebook.Fail, Claim: "c", Attempts: 3, Got: "1", Want: "2"}, `<li class="fail" id=".failure">`},
		{notebook.Output{Kind: notebook.Check, Verdict: notebook.Skip, Claim: "c", Text: "EPERM"}, `<span class="sr">skipped: </span>c: EPERM`},
		{notebook.Output{Kind: notebook.Error, Text: "boom", Pos: notebook.Position{Line: 2, Column: 1}, Frames: []notebook.Frame{{Func: "main.f", Pos: notebook.Position{Line: 2, Column: 3}}, {Func: "cell", Pos: notebook.Position{Line: 9, Column: 1}}}}, `<p class="place">a.md:2:1</p><pre>boom</pre><ol class="stack" aria-label="Called from, innermost first"><li><span>main.f</span> <a href="#line.2">a.md:2:3</a></li><li><span>cell</span> a.md:9:1</li></ol>`},
	}
	for _, tt := range tests {
		if got := run(t, cell, tt.output); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %s in\n%s", tt.output.Kind, tt.want, got)
		}
	}
}

// TestSource: the source that a cell asks for is what an otherwise empty cell shows,
// is folded beneath code, and is hidden with all else.
func TestSource(t *testing.T) {
	o := notebook.Output{Kind: notebook.Source, Name: "nb.F", Text: "// F does.\nfunc F() {}", File: "runner/nb/f.go", Pos: notebook.Position{Line: 7, Column: 6}}
	const head, code = `<code>nb.F</code> <span class="place">runner/nb/f.go:7</span>`, `<b>func</b> F() {}`
	for _, tt := range []struct{ cell, want string }{
		{"//| source: nb.F\n", `<figure class="source"><figcaption>` + head},
		{"//| source: nb.F\n//| lst-cap: How\n", `<figure class="source"><figcaption>How ` + head},
		{"//| source: nb.F\n//| code-fold: true\n", `<details class="source"><summary>` + head},
		{"//| source: nb.F\nx\n", `<details class="source"><summary>` + head},
		{"//| source: nb.F\n//| echo: false\nx\n", `<figure class="source"><figcaption>` + head},
	} {
		got := run(t, "```go\n"+tt.cell+"```\n", o)
		if !strings.Contains(got, tt.want) || strings.Count(got, code) != 1 {
			t.Errorf("%s: no %s and %s, once, in\n%s", tt.cell, tt.want, code, got)
		}
	}
	if got := run(t, "```go\n//| source: nb.F\n//| include: false\nx\n```\n", o); strings.Contains(got, "nb.F") {
		t.Errorf("include: false does not hide it:\n%s", got)
	}
}

// TestSeveralTraces: of several traces each is shown, by each view but those that show
// them side by side.
func TestSeveralTraces(t *testing.T) {
	both := notebook.Output{Kind: notebook.Traced, Traces: []int{0, 1}}
	for options, want := range map[string]struct{ figures, tables int }{
		"":                              {2, 2},
		"//| views: [bars]\n":           {1, 0},
		"//| views: [bars, table]\n":    {1, 2},
		"//| views: [two-lane, bars]\n": {3, 0},
	} {
		got := run(t, "```go\n"+options+"x\n```\n", both)
		if f, n := strings.Count(got, `class="drawing"`), strings.Count(got, `<table class="events `); f != want.figures || n < want.tables || want.tables == 0 && n > 0 {
			t.Errorf("%q: %d figures and %d tables, want %d and %d", options, f, n, want.figures, want.tables)
		}
	}
}

// TestNothingHidesFailures: options hide code and output, but no false check and no error.
func TestNothingHidesFailures(t *testing.T) {
	source := "<details><summary>Solution</summary>\n\n```go\n//| include: false\n//| lst-cap: the code\nsecret\n```\n\n</details>\n"
	got := run(t, source,
		notebook.Output{Kind: notebook.Stdout, Text: "printed"},
		notebook.Output{Kind: notebook.Check, Verdict: notebook.Pass, Claim: "true claim"},
		notebook.Output{Kind: notebook.Check, Verdict: notebook.Fail, Claim: "false claim"},
		notebook.Output{Kind: notebook.Error, Text: "boom"})
	for _, hidden := range []string{"secret", "the code", "printed", "true claim"} {
		if strings.Contains(got, hidden) {
			t.Errorf("%q is not hidden", hidden)
		}
	}
	for _, shown := range []string{"false claim", "boom", "<details open>", `href="#.failure"`} {
		if !strings.Contains(got, shown) {
			t.Errorf("%q is hidden", shown)
		}
	}
	nb, _ := notebook.Parse("a.md", []byte("<details><summary>Numbers</summary>\n\nAs many as `{go} n`.\n\n</details>\n"))
	for status, want := range map[notebook.Status]string{notebook.OK: "<details>", notebook.Skipped: "<details>", notebook.Failed: "<details open>"} {
		x := &notebook.Execution{Notebook: nb, Values: []notebook.Result{{Status: status}}}
		if got := body(write(t, x)); !strings.Contains(got, want) {
			t.Errorf("a value that is %s stands in no %s:\n%s", status, want, got)
		}
	}
	if got := run(t, source); !strings.Contains(got, "<details>\n<summary>Solution") {
		t.Errorf("a solution without a failure is not folded:\n%s", got)
	}
}

// TestFigureHasRows: the marks of a figure lead to rows, which the page shows once.
func TestFigureHasRows(t *testing.T) {
	drawn := notebook.Output{Kind: notebook.Figure, Name: "two-lane", Traces: []int{0}}
	shown := notebook.Output{Kind: notebook.Traced, Traces: []int{0}}
	for _, tt := range []struct {
		options string
		outputs []notebook.Output
	}{
		{"", []notebook.Output{drawn}},
		{"", []notebook.Output{drawn, drawn}},
		{"", []notebook.Output{shown, drawn}},
		{"", []notebook.Output{drawn, shown}},
		{"//| views: [two-lane]\n", []notebook.Output{shown, drawn}},
	} {
		got := run(t, "```go\n"+tt.options+"x\n```\n", tt.outputs...)
		if n := strings.Count(got, `<table class="events `); n != 1 {
			t.Errorf("%s%v: the rows are there %d times", tt.options, tt.outputs, n)
		}
		if !strings.Contains(got, `href="#row.0.`) {
			t.Errorf("%s%v: no mark leads to a row", tt.options, tt.outputs)
		}
	}
}
