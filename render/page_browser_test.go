package render

import (
	"slices"
	"strings"
	"testing"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// TestContentsFollow scrolls from heading to heading: the contents mark that section,
// and no other.
func TestContentsFollow(t *testing.T) {
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, sample())), 1400, "light")
	pagetest.Media(t, ctx, "prefers-reduced-motion", "reduce") // it scrolls at once
	const marked = `[...document.querySelectorAll(".toc [aria-current]")].map(a => a.hash.slice(1))`
	if got := pagetest.Evaluate[[]string](t, ctx, marked); len(got) > 0 {
		t.Errorf("at the top of the page %q is marked", got)
	}
	headings := pagetest.Evaluate[[]string](t, ctx, `[...document.querySelectorAll(".toc.aside a")].map(a => a.hash.slice(1))`)
	if len(headings) < fewest {
		t.Fatalf("the contents have %q", headings)
	}
	for _, id := range headings {
		got := pagetest.Evaluate[[]string](t, ctx, `new Promise(done => {
			document.getElementById("`+id+`").scrollIntoView();
			setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(`+marked+`))), 50);
		})`)
		if !slices.Equal(got, []string{id}) {
			t.Errorf("at %s the contents mark %q", id, got)
		}
	}
	if got := pagetest.Evaluate[string](t, ctx, `getComputedStyle(document.querySelector(".toc.aside")).position`); got != "sticky" {
		t.Errorf("the contents are %s: they stay behind without a script", got)
	}
}

// TestTheme: an attribute data-theme overrules the reader's preference, for the page
// and its figures alike.
func TestTheme(t *testing.T) {
	ctx := pagetest.Browser(t)
	page := []byte(write(t, sample()))
	colours := func(theme, scheme string) string {
		pagetest.Visit(t, ctx, page, 800, scheme)
		return pagetest.Evaluate[string](t, ctx, `(() => {
			if ("`+theme+`") document.documentElement.dataset.theme = "`+theme+`";
			const of = (x, name) => getComputedStyle(document.querySelector(x))[name];
			return [of("html", "backgroundColor"), of("p", "color"), of("svg text", "fill"), of(".code", "backgroundColor")].join(" ");
		})()`)
	}
	light, dark := colours("", "light"), colours("", "dark")
	if light == dark {
		t.Fatalf("light and dark are both %s", light)
	}
	for _, scheme := range []string{"light", "dark"} {
		if got := colours("light", scheme); got != light {
			t.Errorf("data-theme=light where the reader likes %s: %s, want %s", scheme, got, light)
		}
		if got := colours("dark", scheme); got != dark {
			t.Errorf("data-theme=dark where the reader likes %s: %s, want %s", scheme, got, dark)
		}
	}
}

// TestChineseType: on a Chinese page nothing is slanted, and emphasis is a mark below.
func TestChineseType(t *testing.T) {
	nb, problems := notebook.Parse("a.md", []byte("---\nlang: zh-Hans\n---\n数据*已经*在缓冲区里。\n\n```go\n// 注释\nx\n```\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, &notebook.Execution{Notebook: nb})), 800, "light")
	style := func(selector, property string) string {
		return pagetest.Evaluate[string](t, ctx, `getComputedStyle(document.querySelector("`+selector+`"))["`+property+`"]`)
	}
	for _, slanted := range []string{"main em", ".code i"} {
		if got := style(slanted, "fontStyle"); got != "normal" {
			t.Errorf("%s is %s", slanted, got)
		}
	}
	if got := style("main em", "textEmphasisStyle"); !strings.Contains(got, "∙") {
		t.Errorf("emphasis is marked by %q", got)
	}
}

// TestPhoneRows: on a phone what a row says stands within it, and reaches both its ends.
func TestPhoneRows(t *testing.T) {
	ctx := pagetest.Browser(t)
	x := chinese(sample())
	x.Results[0].Outputs[3].Lines = []int{40, 41, 41, 0}
	pagetest.Visit(t, ctx, []byte(write(t, x)), 360, "light")
	pagetest.OpenAll(t, ctx)
	got := pagetest.Evaluate[[]string](t, ctx, `[...document.querySelectorAll(".events tbody tr")].filter(x => x.checkVisibility()).flatMap(row => {
		const of = x => { const r = document.createRange(); r.selectNodeContents(x); return r.getBoundingClientRect(); };
		const box = row.getBoundingClientRect(), time = of(row.cells[0]), call = of(row.querySelector("code"));
		return Math.abs(time.right - box.right) > 30 || Math.abs(call.left - box.left) > 60 ? [[box.left, box.right, time.right, call.left].map(Math.round).join()] : [];
	})`)
	if len(got) > 0 {
		t.Errorf("rows (left, right), their times (right) and calls (left): %q", got)
	}
	if line := pagetest.Evaluate[string](t, ctx, `getComputedStyle(document.querySelector(".lined td:nth-last-child(4)"), "::before").content`); line != `"行 "` {
		t.Errorf("on a Chinese page the number of a line stands behind %s", line)
	}
}

// TestExplained: what the glossary and the footnotes say is told at the words themselves.
func TestExplained(t *testing.T) {
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, sample())), 800, "light")
	for selector, want := range map[string]string{
		".events a[href='#.term.recvmsg']": "Receives a message with its sender",
		"a.footnote-ref":                   "Or until a signal interrupts it: see Signals.",
	} {
		if got := pagetest.Evaluate[string](t, ctx, `document.querySelector("`+selector+`").title`); !strings.HasPrefix(got, want) || strings.ContainsAny(got, "↩\n") {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
}
