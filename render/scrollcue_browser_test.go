package render

import (
	"testing"

	"nbrun/render/pagetest"
)

// A figure that has to be scrolled sideways says so, in every scheme, and one that has
// not does not.
func TestScrollCue(t *testing.T) {
	ctx := pagetest.Browser(t)
	page := []byte(write(t, gallery(t, "en", 1)))
	type figure struct{ Scrolls, Told bool }
	look := func() []figure {
		return pagetest.Evaluate[[]figure](t, ctx, `[...document.querySelectorAll("figure:has(> .canvas)")].map(x => {
			const canvas = x.querySelector(".canvas"), cue = getComputedStyle(canvas, "::before");
			return {
				Scrolls: canvas.scrollWidth > canvas.clientWidth,
				Told: cue.content !== "none" && cue.display === "block",
			};
		})`)
	}
	pagetest.Visit(t, ctx, page, 360, "light")
	for _, seen := range []struct {
		as     string
		width  int64
		media  [2]string
		scroll bool // some do
	}{
		{"on a phone", 360, [2]string{"prefers-color-scheme", "light"}, true},
		{"on a phone, in the dark", 360, [2]string{"prefers-color-scheme", "dark"}, true},
		{"on a phone, in forced colours", 360, [2]string{"forced-colors", "active"}, true},
		{"on a phone's paper", 360, [2]string{"paper"}, false},
		{"at 577 px", 577, [2]string{"prefers-color-scheme", "light"}, true},
		{"on a tablet", 800, [2]string{"prefers-color-scheme", "light"}, true},
		{"on a desktop", 1280, [2]string{"prefers-color-scheme", "light"}, false},
	} {
		pagetest.Look(t, ctx, seen.width, "light")
		if pagetest.Media(t, ctx, seen.media[0], seen.media[1]); seen.media[0] == "paper" {
			pagetest.Paper(t, ctx)
		}
		all := look()
		scroll := 0
		for i, f := range all {
			if f.Scrolls {
				scroll++
			}
			if f.Told != f.Scrolls {
				t.Errorf("%s: figure %d: %+v", seen.as, i+1, f)
			}
		}
		if seen.scroll != (scroll > 0) || scroll == len(all) {
			t.Errorf("%s: %d of %d figures scroll", seen.as, scroll, len(all))
		}
	}
}
