package pagetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
)

// figureProblems asks the browser, as a screen reader would, for the role, the name
// and the description of each drawing that is not hidden from it. One with marks that
// take the focus is a group, one without is an image; a mark has a name, and of a
// figure's one is a tab stop.
func figureProblems(t testing.TB, ctx context.Context) []string {
	t.Helper()
	var list []string
	root := call(t, ctx, dom.GetDocument, dom.GetDocumentParams{}).Root
	hidden := Evaluate[[]bool](t, ctx, `[...document.querySelectorAll("svg:not([aria-hidden])")].map(x => getComputedStyle(x).display === "none")`)
	for i, svg := range find(t, ctx, root.NodeID, "svg:not([aria-hidden])") {
		if hidden[i] { // of a drawing with two forms one is shown
			continue
		}
		complain := func(format string, args ...any) {
			list = append(list, fmt.Sprintf("drawing %d: ", i+1)+fmt.Sprintf(format, args...))
		}
		marks := find(t, ctx, svg, "[tabindex], a")
		role, name, description := heard(t, ctx, svg)
		want := "image"
		if len(marks) > 0 {
			want = "group"
		}
		if role != want {
			complain("it is a %q with %d marks, want %q", role, len(marks), want)
		}
		if name == "" || description == "" {
			complain("its name is %q, its description %q", name, description)
		}
		for _, mark := range marks {
			if role, name, _ := heard(t, ctx, mark); name == "" {
				complain("one of its marks is a %s without a name", role)
			}
		}
		if stops := find(t, ctx, svg, `[tabindex="0"]`); len(marks) > 0 && len(stops) != 1 {
			complain("of its %d marks %d are tab stops, want 1", len(marks), len(stops))
		}
	}
	for _, img := range find(t, ctx, root.NodeID, "img") {
		if _, name, _ := heard(t, ctx, img); name == "" {
			list = append(list, "an image without a name")
		}
	}
	return list
}

// find returns the nodes below one that a selector selects.
func find(t testing.TB, ctx context.Context, below cdp.NodeID, selector string) []cdp.NodeID {
	t.Helper()
	return call(t, ctx, dom.QuerySelectorAll, dom.QuerySelectorAllParams{NodeID: below, Selector: selector}).NodeIDs
}

// heard is what a screen reader is told of a node.
func heard(t testing.TB, ctx context.Context, node cdp.NodeID) (role, name, description string) {
	t.Helper()
	alone := false
	nodes := call(t, ctx, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{NodeID: node, FetchRelatives: &alone}).Nodes
	if len(nodes) == 0 || nodes[0].Ignored {
		return "", "", ""
	}
	text := func(v *accessibility.Value) (s string) {
		if v != nil && json.Unmarshal(v.Value, &s) != nil {
			t.Fatalf("not a text: %s", v.Value)
		}
		return s
	}
	return text(nodes[0].Role), text(nodes[0].Name), text(nodes[0].Description)
}
