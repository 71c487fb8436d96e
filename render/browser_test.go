package render

import (
	"os"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nbrun/render/pagetest"
)

func TestMain(m *testing.M) { os.Exit(pagetest.M{M: m}.Run()) }

// TestBrowser sees that each page keeps what every page promises.
func TestBrowser(t *testing.T) {
	all := pages()
	all["gallery"], all["gallery in Chinese"] = gallery(t, "en", 2), gallery(t, "zh-Hans", 1)
	for name, x := range all {
		pagetest.Check(t, name, []byte(write(t, x)))
	}
}

// TestBrowserLinksRows points at a row: it and the mark of its event are linked,
// and only as long as the pointer is there.
func TestBrowserLinksRows(t *testing.T) {
	ctx := pagetest.Browser(t)
	page, err := HTML(sample())
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Visit(t, ctx, page, 1400, "light")
	point := func(event string) []string {
		return pagetest.Evaluate[[]string](t, ctx, `(() => {
			const box = document.querySelector(".trace");
			box.querySelector('tr[data-event="0.0.0"]').dispatchEvent(new MouseEvent("`+event+`", { bubbles: true }));
			return [...box.querySelectorAll(".linked")].map(x => x.dataset.event);
		})()`)
	}
	over := point("mouseover")
	if len(over) == 0 {
		t.Error("nothing is linked while the pointer is over the row of event 0.0.0")
	}
	for _, name := range over {
		if name != "0.0.0" {
			t.Errorf("event %s is linked while the pointer is over event 0.0.0", name)
		}
	}
	if out := point("mouseout"); len(out) != 0 {
		t.Errorf("%q are linked when the pointer has left", out)
	}
	if n := pagetest.Evaluate[int](t, ctx, `document.querySelectorAll(".listing").length - document.querySelectorAll(".listing > .copy").length`); n != 0 {
		t.Errorf("%d listings have no button to copy them", n)
	}
}

// TestBrowserKeys goes through a figure by keyboard: one of its marks is a tab stop,
// keys lead to the others, Enter to the row of one, Escape back.
func TestBrowserKeys(t *testing.T) {
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, sample())), 1280, "light")
	const second = `document.querySelector('svg.two-lane:has(.mark[data-event="1.0.0"])')`
	where := func() string {
		return pagetest.Evaluate[string](t, ctx, `(x => x.id || (x.dataset.event ?? x.tagName) + "/" + x.getAttribute("tabindex"))(document.activeElement)`)
	}
	marks := pagetest.Evaluate[[]string](t, ctx, `[...`+second+`.querySelectorAll(".mark")].map(x => x.dataset.event)`)
	if len(marks) < 4 {
		t.Fatalf("the figure has only the marks %q", marks)
	}
	last := marks[len(marks)-1]
	// From what stands before the figure, a step forward leads to its first mark.
	pagetest.Evaluate[bool](t, ctx, `(() => { const before = document.createElement("button"); `+second+`.before(before); before.focus(); return true; })()`)
	steps := []struct{ name, key, want string }{
		{"Tab", kb.Tab, marks[0] + "/0"},
		{"ArrowDown", kb.ArrowDown, marks[1] + "/0"},
		{"ArrowRight", kb.ArrowRight, marks[2] + "/0"},
		{"ArrowUp", kb.ArrowUp, marks[1] + "/0"},
		{"ArrowLeft", kb.ArrowLeft, marks[0] + "/0"},
		{"Home", kb.Home, marks[0] + "/0"},
		{"ArrowUp at the first", kb.ArrowUp, marks[0] + "/0"},
		{"End", kb.End, last + "/0"},
		{"ArrowDown at the last", kb.ArrowDown, last + "/0"},
		{"Enter", kb.Enter, "row." + last},
		{"Escape", kb.Escape, last + "/0"},
	}
	for _, s := range steps {
		pagetest.Press(t, ctx, s.key)
		if got := where(); got != s.want {
			t.Errorf("%s leads to %s, want %s", s.name, got, s.want)
		}
	}
	if !pagetest.Evaluate[bool](t, ctx, `document.getElementById("row.`+last+`").checkVisibility()`) {
		t.Error("the row to which Enter leads is still folded away")
	}
	if linked := pagetest.Evaluate[[]string](t, ctx, `[...document.querySelectorAll(".linked")].map(x => x.tagName + x.dataset.event)`); len(linked) != 2 {
		t.Errorf("with the focus on the mark of %s, linked are %q, want it and its row", last, linked)
	}
	pagetest.Press(t, ctx, kb.Tab)
	if got := where(); pagetest.Evaluate[bool](t, ctx, second+`.contains(document.activeElement)`) {
		t.Errorf("Tab leads to %s, want out of the figure", got)
	}
}

// TestBrowserClicks clicks on a mark and on a row, and follows a mark's link where
// the page has no script.
func TestBrowserClicks(t *testing.T) {
	ctx := pagetest.Browser(t)
	page := []byte(write(t, sample()))
	pagetest.Visit(t, ctx, page, 1280, "light")
	click := func(selector string) string {
		return pagetest.Evaluate[string](t, ctx, `(document.querySelector('`+selector+`').dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })), document.activeElement.id)`)
	}
	if got := click(`svg .mark[data-event="1.0.0"] polyline`); got != "row.1.0.0" {
		t.Errorf("a click on a mark leads to %q", got)
	}
	if got := click(`tr[data-event="0.0.0"] .took`); got != "row.0.0.0" {
		t.Errorf("a click on a row leads to %q", got)
	}
	if n := pagetest.Evaluate[int](t, ctx, `document.querySelectorAll('svg .mark.linked[data-event="0.0.0"]').length`); n != 1 {
		t.Errorf("a click on a row marks %d marks of its figure", n)
	}
	pagetest.Press(t, ctx, kb.Escape)
	if !pagetest.Evaluate[bool](t, ctx, `document.activeElement.matches('svg .mark[data-event="0.0.0"]')`) {
		t.Error("Escape does not lead from a row to its mark")
	}

	pagetest.Visit(t, ctx, pagetest.WithoutScripts(page), 1280, "light")
	got := pagetest.Evaluate[[]string](t, ctx, `(() => {
		const mark = [...document.querySelectorAll("a.mark")].at(-1);
		mark.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
		const row = document.querySelector("tr:target");
		return [mark.dataset.event, row?.checkVisibility() ? row.dataset.event : "nothing"];
	})()`)
	if got[0] != got[1] {
		t.Errorf("without the script the link of the mark of %s shows %s", got[0], got[1])
	}
}

// TestBrowserUnfolds: a link to what is folded away unfolds it, a box that it names too;
// so does an address with which the page is opened.
func TestBrowserUnfolds(t *testing.T) {
	ctx := pagetest.Browser(t)
	x := traced(distinct(40))
	x.Results[0].Outputs[0].Auto = true
	x.Results[0].Outputs[0].Lines = make([]int, 40)
	page := []byte(write(t, x))
	const folded = `[document.querySelector(".own-calls"), document.querySelector(".rest")].map(x => x.open).join()`
	for id, want := range map[string]string{".calls.0": "true,false", "row.0.0.3": "true,false", "row.0.0.30": "true,true"} {
		pagetest.Visit(t, ctx, page, 800, "light")
		if got := pagetest.Evaluate[string](t, ctx, folded); got != "false,false" {
			t.Fatalf("before any link the boxes are open: %s", got)
		}
		if got := pagetest.Evaluate[string](t, ctx, `(() => {
			const link = document.createElement("a");
			link.href = "#`+id+`";
			document.querySelector("main").prepend(link);
			link.click();
			return `+folded+`;
		})()`); got != want {
			t.Errorf("after a link to %s the boxes are open: %s, want %s", id, got, want)
		}
	}
	pagetest.VisitAt(t, ctx, page, ".calls.0", 800, "light")
	if got, want := pagetest.Evaluate[string](t, ctx, folded), "true,false"; got != want {
		t.Errorf("opened at .calls.0, the page has boxes open: %s, want %s", got, want)
	}
}
