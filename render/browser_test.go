package render

import (
	"os"
	"testing"

	"nbrun/render/pagetest"
)

func TestMain(m *testing.M) { os.Exit(pagetest.M{M: m}.Run()) }

// TestBrowser sees that each page keeps what every page promises.
func TestBrowser(t *testing.T) {
	for name, x := range pages() {
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
			t.Errorf("event %s is linked while the pointer is over event 0.0.0.0", name)
		}
	}
	if out := point("mouseout"); len(out) != 0 {
		t.Errorf("%q are linked when the pointer has left", out)
	}
	if n := pagetest.Evaluate[int](t, ctx, `document.querySelectorAll(".listing").length - document.querySelectorAll(".listing > .copy").length`); n != 0 {
		t.Errorf("%d listings have no button to copy them", n)
	}
}
