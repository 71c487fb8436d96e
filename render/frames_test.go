package render

import (
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// An error in a function of another cell is marked where it stands and where the
// cell calls it; links lead to lines that are shown, and to no others.
func TestFrames(t *testing.T) {
	nb, problems := notebook.Parse("a.md", []byte("```go\nfunc f() {\n\tpanic(1)\n}\n```\n\n```go\n//| echo: false\nfunc g() { f() }\n```\n\n```go\ng()\n```\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	at := func(line int) notebook.Position { return notebook.Position{Line: line, Column: 1} }
	got := write(t, &notebook.Execution{Notebook: nb, Results: []notebook.Result{
		{Status: notebook.OK},
		{Status: notebook.OK},
		{Status: notebook.Failed, Outputs: []notebook.Output{{Kind: notebook.Error, Text: "panic: 1", Pos: at(3), Frames: []notebook.Frame{
			{Func: "main.f", Pos: at(3)}, {Elided: 7}, {Func: "main.g", Pos: at(9)}, {Func: "cell", Pos: at(13)},
		}}}},
	}})
	for _, want := range []string{
		`<span id="line.3"><mark class="bad-line">	panic(`,
		`<mark class="bad-line">g()</mark>`,
		`<li><span>main.f</span> <a href="#line.3">a.md:3:1</a></li>`,
		`<li class="elided">… 7 more calls</li>`,
		`<li><span>main.g</span> a.md:9:1</li>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}
