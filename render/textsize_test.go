package render

import (
	"maps"
	"slices"
	"testing"

	"nbrun/render/figure"
	"nbrun/render/pagetest"
)

// TestBrowserTextSize: on a phone and beside it the texts of all kinds of figures
// are at least 12 px high; what does not fit scrolls in a box of its own.
func TestBrowserTextSize(t *testing.T) {
	ctx := pagetest.Browser(t)
	page := []byte(write(t, gallery(t, "en", 1)))
	for _, width := range []int64{360, 1280} {
		pagetest.Visit(t, ctx, page, width, "light")
		sizes := pagetest.Evaluate[map[string]float64](t, ctx, `(() => {
			const least = {};
			for (const svg of document.querySelectorAll(".canvas > svg")) {
				if (!svg.clientWidth) continue;
				const kind = svg.classList[1], scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
				for (const text of svg.querySelectorAll("text"))
					least[kind] = Math.min(least[kind] ?? 99, scale * parseFloat(getComputedStyle(text).fontSize));
			}
			return least;
		})()`)
		for _, kind := range slices.Sorted(maps.Keys(sizes)) {
			if got := sizes[kind]; got < 11.95 {
				t.Errorf("at %d px the texts of a %s figure are %.1f px high", width, kind, got)
			}
		}
		if len(sizes) < len(figure.Kinds()) {
			t.Errorf("at %d px there are texts of %d kinds of figures: %v", width, len(sizes), sizes)
		}
	}
}
