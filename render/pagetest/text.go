package pagetest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

// visibleText is what can be read on a page, with all folded open: without the texts
// of the buttons, and of what else the page's script makes, which is marked with the
// class "tools".
const visibleText = `(document.querySelectorAll("button, .tools").forEach(x => x.remove()), document.body.innerText)`

// textProblems: without its script the page in a tab says the same. It changes what
// the tab shows.
func textProblems(t testing.TB, ctx context.Context, page []byte) []string {
	t.Helper()
	with := Evaluate[string](t, ctx, visibleText)
	Visit(t, ctx, WithoutScripts(page), 360, "dark")
	OpenAll(t, ctx)
	without := Evaluate[string](t, ctx, visibleText)
	if n := Evaluate[int](t, ctx, "document.scripts.length"); n != 0 {
		return []string{fmt.Sprintf("%d scripts are left where all were removed", n)}
	}
	a, b := strings.Split(with, "\n"), strings.Split(without, "\n")
	for i := range max(len(a), len(b)) {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return []string{fmt.Sprintf("its text differs without its script, in line %d: with it %q, without %q", i+1, x, y)}
		}
	}
	return nil
}

// WithoutScripts removes the script elements of a page.
func WithoutScripts(page []byte) []byte {
	var rest []byte
	for {
		before, after, found := bytes.Cut(page, []byte("<script"))
		rest = append(rest, before...)
		if !found {
			return rest
		}
		_, page, _ = bytes.Cut(after, []byte("</script>"))
	}
}
