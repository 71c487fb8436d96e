package render

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// TestBrowserTabs goes through a whole page by Tab: it begins with a link past the
// contents, goes on in the order in which the page is read, and always shows where it is.
func TestBrowserTabs(t *testing.T) {
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, sample())), 1280, "light")
	pagetest.Media(t, ctx, "prefers-reduced-motion", "reduce")
	pagetest.Press(t, ctx, kb.Tab)
	if !pagetest.Evaluate[bool](t, ctx, `document.activeElement.matches(".skip-link") && document.activeElement.getBoundingClientRect().top >= 0`) {
		t.Error("the first Tab does not show the link past the contents")
	}
	pagetest.Press(t, ctx, kb.Enter)
	pagetest.Press(t, ctx, kb.Tab)
	if !pagetest.Evaluate[bool](t, ctx, `document.activeElement.closest("main") !== null`) {
		t.Error("after the link past the contents, Tab does not lead into the text")
	}
	pagetest.Evaluate[bool](t, ctx, `(window.before = document.querySelector(".skip-link"), before.focus(), true)`)
	stops := 0
	for ; stops < 500; stops++ {
		pagetest.Press(t, ctx, kb.Tab)
		step := pagetest.Evaluate[[]string](t, ctx, `(() => {
			const x = document.activeElement, order = before.compareDocumentPosition(x), style = getComputedStyle(x);
			window.before = x;
			if (x === document.body) return ["end"];
			const wrong = [x.outerHTML.slice(0, 90)];
			if (!(order & Node.DOCUMENT_POSITION_FOLLOWING)) wrong.push("comes before what had the focus");
			if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) wrong.push("does not show that it has the focus");
			return wrong;
		})()`)
		if len(step) > 1 {
			t.Errorf("stop %d: %q", stops, step)
		}
		if step[0] == "end" {
			break
		}
	}
	if stops < 20 || stops == 500 {
		t.Errorf("%d stops on the page", stops)
	}
}

// TestBrowserScrollStops: a box of code takes the focus, with a name, where there is
// something to scroll in it, and is no stop on the way where there is not.
func TestBrowserScrollStops(t *testing.T) {
	ctx := pagetest.Browser(t)
	nb, _ := notebook.Parse("a.md", []byte("```sh\nshort\n```\n\n```sh\nthe words of this line take more room than there is on any phone\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"))
	pagetest.Visit(t, ctx, []byte(write(t, &notebook.Execution{Notebook: nb})), 1280, "light")
	for width, want := range map[int64]string{1280: "", 360: "Code: the words"} {
		pagetest.Look(t, ctx, width, "light")
		got := pagetest.Evaluate[string](t, ctx, `new Promise(done => requestAnimationFrame(() => setTimeout(() =>
			done([...document.querySelectorAll("[tabindex='0']")].map(x => x.ariaLabel + ": " + x.textContent.slice(0, 9)).join()), 50)))`)
		if got != want {
			t.Errorf("at %d px the boxes that take the focus are %q, want %q", width, got, want)
		}
	}
}

// TestBrowserStill: for a reader who wants no motion nothing on the page moves.
func TestBrowserStill(t *testing.T) {
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, sample())), 1280, "light")
	const moving = `[...document.querySelectorAll("*")].filter(x => {
		const s = getComputedStyle(x);
		return s.scrollBehavior !== "auto" || s.animationName !== "none" || s.transitionDuration.split(", ").some(d => parseFloat(d) > 0);
	}).map(x => x.tagName + "." + x.getAttribute("class"))`
	pagetest.Media(t, ctx, "prefers-reduced-motion", "no-preference")
	if list := pagetest.Evaluate[[]string](t, ctx, moving); len(list) == 0 {
		t.Error("nothing moves for anyone: what is there to test?")
	}
	pagetest.Media(t, ctx, "prefers-reduced-motion", "reduce")
	if list := pagetest.Evaluate[[]string](t, ctx, moving); len(list) > 0 {
		t.Errorf("these move: %q", list)
	}
}

// TestBrowserForcedColours: where the reader's own colours hold, texts of figures have
// them, and patterns are still told apart from the ground.
func TestBrowserForcedColours(t *testing.T) {
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, sample())), 1280, "light")
	pagetest.Media(t, ctx, "forced-colors", "active")
	got := pagetest.Evaluate[[]string](t, ctx, `(() => {
		const probe = document.createElement("span");
		document.body.append(probe);
		const system = name => { probe.style.forcedColorAdjust = "none"; probe.style.color = name; return getComputedStyle(probe).color; };
		const ink = system("CanvasText"), wrong = [];
		for (const x of document.querySelectorAll("svg.figure text")) if (getComputedStyle(x).fill !== ink) wrong.push("text " + x.textContent);
		for (const x of document.querySelectorAll("svg.figure pattern > *")) if (![ink, "none"].includes(getComputedStyle(x).stroke)) wrong.push("pattern " + x.parentElement.id);
		return wrong.slice(0, 5);
	})()`)
	if len(got) > 0 {
		t.Errorf("not in the reader's colours: %q", got)
	}
}
