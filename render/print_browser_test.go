package render

import (
	"slices"
	"testing"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// On paper nothing can be opened or pressed: what the author folded away is shown, a long
// record's other rows are not, and there are no buttons.
func TestBrowserPrints(t *testing.T) {
	ctx := pagetest.Browser(t)
	nb, problems := notebook.Parse("a.md", []byte("# A\n\n<details><summary>Solution</summary>\n\n`answer`\n\n</details>\n\n```go\n//| code-fold: true\nfolded\n```\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	x := traced(distinct(40))
	x.Notebook = nb
	pagetest.Visit(t, ctx, []byte(write(t, x)), 800, "dark")
	seen := func() []bool {
		return pagetest.Evaluate[[]bool](t, ctx, `[".fold code", "main > details:not([class]) code", ".rest td", ".tools button", ".filter select"].map(x => document.querySelector(x).checkVisibility())`)
	}
	if got, want := seen(), []bool{false, false, false, true, true}; !slices.Equal(got, want) {
		t.Errorf("on a screen %v is visible, want %v", got, want)
	}
	pagetest.Paper(t, ctx)
	if got, want := seen(), []bool{true, true, false, false, false}; !slices.Equal(got, want) {
		t.Errorf("on paper %v is visible, want %v", got, want)
	}
	if got := pagetest.Evaluate[string](t, ctx, `getComputedStyle(document.querySelector("summary")).listStyleType`); got != "none" {
		t.Errorf("on paper a summary has the mark %s: it looks as if one could open it", got)
	}
	if got := pagetest.Evaluate[string](t, ctx, `getComputedStyle(document.documentElement).backgroundColor`); got != "rgb(255, 255, 255)" {
		t.Errorf("the paper of a reader who likes it dark is %s", got)
	}
}
