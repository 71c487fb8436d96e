package pagetest

import (
	"context"
	"testing"
)

// CheckWidth sees that the page, with all that is folded open, is no wider than
// its window: a phone's reader scrolls in one direction.
func CheckWidth(t testing.TB, ctx context.Context, name string, width int64) {
	t.Helper()
	Evaluate[bool](t, ctx, `(document.querySelectorAll("details").forEach(d => d.open = true), true)`)
	if wide := Evaluate[int64](t, ctx, "document.documentElement.scrollWidth"); wide > width {
		culprits := Evaluate[[]string](t, ctx, `[...document.querySelectorAll("body *")].filter(x => x.getBoundingClientRect().right > innerWidth + 1 && !x.closest(".scroll, pre, .canvas")).slice(0, 5).map(x => x.outerHTML.slice(0, 90))`)
		t.Errorf("%s is %d px wide in a window of %d px: %q", name, wide, width, culprits)
	}
}

// CheckAnchors sees that no id is there twice, and that every link within the page
// leads somewhere.
func CheckAnchors(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	ids := Evaluate[[]string](t, ctx, `[...document.querySelectorAll("[id]")].map(x => x.id).filter((id, i, all) => all.indexOf(id) < i)`)
	if len(ids) > 0 {
		t.Errorf("%s: ids are there twice: %q", name, ids)
	}
	dead := Evaluate[[]string](t, ctx, `[...document.querySelectorAll("a[href^='#']")].filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.outerHTML)`)
	if len(dead) > 0 {
		t.Errorf("%s: links lead nowhere: %q", name, dead)
	}
}
