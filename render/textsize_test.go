package render

import (
	"maps"
	"slices"
	"testing"

	"nbrun/render/figure"
	"nbrun/render/pagetest"
)

// TestBrowserTextSize: on a phone and beside it the texts of all kinds of figures
// are at least 12 px high, and none is blown up; what does not fit scrolls in a box of
// its own.
func TestBrowserTextSize(t *testing.T) {
	ctx := pagetest.Browser(t)
	page := []byte(write(t, gallery(t, "en", 1)))
	for _, width := range []int64{360, 1280} {
		pagetest.Visit(t, ctx, page, width, "light")
		sizes := pagetest.Evaluate[map[string][2]float64](t, ctx, `(() => {
			const bounds = {};
			for (const svg of document.querySelectorAll(".canvas > svg")) {
				if (!svg.clientWidth) continue;
				const kind = svg.classList[1], scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
				for (const text of svg.querySelectorAll("text")) {
					const size = scale * parseFloat(getComputedStyle(text).fontSize);
					const [least, most] = bounds[kind] ?? [size, size];
					bounds[kind] = [Math.min(least, size), Math.max(most, size)];
				}
			}
			return bounds;
		})()`)
		for _, kind := range slices.Sorted(maps.Keys(sizes)) {
			if got := sizes[kind]; got[0] < 11.95 || got[1] > 20 {
				t.Errorf("at %d px the texts of a %s figure are %.1f to %.1f px high", width, kind, got[0], got[1])
			}
		}
		if len(sizes) < len(figure.Kinds()) {
			t.Errorf("at %d px there are texts of %d kinds of figures: %v", width, len(sizes), sizes)
		}
	}
}
