package pagetest

import (
	"context"
	"fmt"
	"testing"
)

// Check sees that a page keeps what every page promises. It opens it on a phone and
// on a desktop, in light and dark, with all that is folded open: axe finds nothing
// against WCAG 2.1 AA, the page is no wider than its window, asks for nothing and
// complains of nothing. Its source is valid, its links within lead somewhere, its
// figures have names and descriptions, and without its script it says the same.
func Check(t testing.TB, name string, page []byte) {
	t.Helper()
	for _, problem := range Problems(t, page) {
		t.Errorf("%s: %s", name, problem)
	}
}

// Glance is [Check] at one look, for pages of which many are alike: on a phone, in light.
func Glance(t testing.TB, name string, page []byte) {
	t.Helper()
	ctx := Browser(t)
	list := htmlProblems(t, page)
	seen := Watch(t, ctx)
	Visit(t, ctx, page, 360, "light")
	OpenAll(t, ctx)
	list = append(list, anchorProblems(t, ctx)...)
	loadAxe(t, ctx)
	list = append(list, widthProblems(t, ctx, 360)...)
	list = append(list, axeProblems(t, ctx, axeColours)...)
	list = append(list, axeProblems(t, ctx, axeOthers)...)
	list = append(list, figureProblems(t, ctx)...)
	for _, problem := range append(list, seen()...) {
		t.Errorf("%s: %s", name, problem)
	}
}

// Problems returns what [Check] finds.
func Problems(t testing.TB, page []byte) []string {
	t.Helper()
	ctx := Browser(t)
	list := htmlProblems(t, page)
	seen := Watch(t, ctx)
	Visit(t, ctx, page, 1280, "light")
	OpenAll(t, ctx)
	list = append(list, anchorProblems(t, ctx)...)
	loadAxe(t, ctx)
	for _, width := range []int64{320, 600, 900, 1153, 1210} { // WCAG 1.4.10, and where the arrangement changes
		Look(t, ctx, width, "light")
		for _, problem := range widthProblems(t, ctx, width) {
			list = append(list, fmt.Sprintf("at %d px: %s", width, problem))
		}
	}
	for _, width := range []int64{1280, 360} {
		for _, scheme := range []string{"light", "dark"} {
			Look(t, ctx, width, scheme)
			problems := append(widthProblems(t, ctx, width), axeProblems(t, ctx, axeColours)...)
			if scheme == "light" { // the dark one is arranged alike
				problems = append(problems, axeProblems(t, ctx, axeOthers)...)
				problems = append(problems, figureProblems(t, ctx)...)
			}
			for _, problem := range problems {
				list = append(list, fmt.Sprintf("at %d px, %s: %s", width, scheme, problem))
			}
		}
	}
	list = append(list, textProblems(t, ctx, page)...)
	return append(list, seen()...)
}

// widthProblems: a phone's reader scrolls in one direction.
func widthProblems(t testing.TB, ctx context.Context, width int64) []string {
	t.Helper()
	wide := Evaluate[int64](t, ctx, "document.documentElement.scrollWidth")
	if wide <= width {
		return nil
	}
	culprits := Evaluate[[]string](t, ctx, `[...document.querySelectorAll("body *")].filter(x => x.getBoundingClientRect().right > innerWidth + 1 && !x.closest(".scroll, pre, .canvas")).slice(0, 5).map(x => x.outerHTML.slice(0, 90))`)
	return []string{fmt.Sprintf("the page is %d px wide: %q", wide, culprits)}
}

// anchorProblems: no id is there twice, and every link within the page leads somewhere.
func anchorProblems(t testing.TB, ctx context.Context) []string {
	t.Helper()
	var list []string
	for _, id := range Evaluate[[]string](t, ctx, `(ids => ids.filter((id, i) => ids.indexOf(id) < i))([...document.querySelectorAll("[id]")].map(x => x.id))`) {
		list = append(list, fmt.Sprintf("id %q is there twice", id))
	}
	for _, link := range Evaluate[[]string](t, ctx, `[...document.querySelectorAll("a[href^='#']")].filter(a => !document.getElementById(decodeURIComponent(a.getAttribute("href").slice(1)))).map(a => a.outerHTML.slice(0, 90))`) {
		list = append(list, "leads nowhere: "+link)
	}
	return list
}
