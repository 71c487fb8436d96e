package pagetest

import (
	"context"
	_ "embed"
	"encoding/json"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// The two checkers; testdata/npm says what they are and makes them.
var (
	//go:embed testdata/axe.min.js
	axeSource string
	//go:embed testdata/htmlvalidate.min.js
	htmlValidateSource string
)

// loadAxe puts axe into the page in a tab, past the page's policy, and marks the rows
// that are made like others before them.
func loadAxe(t testing.TB, ctx context.Context) {
	t.Helper()
	Evaluate[bool](t, ctx, axeSource+"\n;true")
	Evaluate[bool](t, ctx, `(() => {
		const seen = new Set();
		for (const row of document.querySelectorAll("tbody tr")) {
			const made = [row.closest("table"), row, ...row.querySelectorAll("*:not(svg *)")].map(x => x.tagName + "." + x.getAttribute("class")).join();
			if (seen.has(made)) row.dataset.alike = "";
			seen.add(made);
		}
		return true;
	})()`)
}

// What axe looks at: what depends on colours, which is looked at in each scheme, and all
// else. Of texts in drawings it knows neither the fill nor the ground; these are up to
// the tests of package figure. Of rows that are made alike it looks at the first.
const (
	axeColours = `{ exclude: ["svg", "[data-alike]"] }, { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] }`
	axeOthers  = `document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
		rules: { "color-contrast": { enabled: false }, "link-in-text-block": { enabled: false } }`
)

// axeProblems runs axe on what the page in a tab shows now.
func axeProblems(t testing.TB, ctx context.Context, what string) []string {
	t.Helper()
	return Evaluate[[]string](t, ctx, `axe.run(`+what+`,
		resultTypes: ["violations"],
		preload: false,
	}).then(r => r.violations.flatMap(v => v.nodes.slice(0, 3).map(n =>
		"axe: " + v.id + ": " + v.help + ": " + n.html.slice(0, 160) + ": " + n.failureSummary.replaceAll("\n", " ").slice(0, 200))))`)
}

// loadHTMLValidate puts the validator into the browser's first tab.
var loadHTMLValidate = sync.OnceValues(func() (context.Context, error) {
	ctx, err := browser()
	if err != nil {
		return nil, err
	}
	_, err = chromedp.Run(ctx, chromedp.Evaluate[bool](htmlValidateSource+"\n;true"))
	return ctx, err
})

// htmlProblems are what html-validate has against the source of a page, and its style
// attributes, which its policy would not let pass.
func htmlProblems(t testing.TB, page []byte) []string {
	t.Helper()
	ctx, err := loadHTMLValidate()
	if err != nil {
		t.Fatal(err)
	}
	source, err := json.Marshal(string(page))
	if err != nil {
		t.Fatal(err)
	}
	return Evaluate[[]string](t, ctx, `(source => [...htmlProblems(source),
		...[...new DOMParser().parseFromString(source, "text/html").querySelectorAll("[style]")].map(x => "a style attribute: " + x.outerHTML.slice(0, 120))
	])(`+string(source)+")")
}
