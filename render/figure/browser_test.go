package figure_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"nbrun/render/figure"
	"nbrun/render/pagetest"
)

func TestMain(m *testing.M) { os.Exit(pagetest.M{M: m}.Run()) }

// measure gives, for each figure of the page, what is wrong with its texts as the
// browser sets them: across a text by its box, up and down by what the glyphs of its
// size fill, of Latin and of Han letters. (A box is as high as its font says, which
// fonts with Han letters say more of than any glyph fills.)
const measure = `[...document.querySelectorAll("svg")].filter(x => x.getClientRects().length > 0).flatMap(svg => {
	svg.classList.add("measured");
	const name = svg.closest("div").id + " at " + innerWidth + " px";
	const { width, height } = svg.viewBox.baseVal, found = [];
	const texts = [...svg.querySelectorAll("text")].map(x => {
		const b = x.getBBox(), size = parseFloat(getComputedStyle(x).fontSize), y = parseFloat(x.getAttribute("y"));
		return { s: x.textContent, x0: b.x, x1: b.x + b.width, y0: y - 0.86 * size, y1: y + 0.22 * size };
	});
	texts.forEach((t, i) => {
		if (t.x0 < 0 || t.y0 < 0 || t.x1 > width || t.y1 > height)
			found.push(name + ": " + t.s + " is cut: " + [t.x0, t.y0, t.x1, t.y1].map(Math.round) + " of " + width + " × " + height);
		for (const o of texts.slice(0, i))
			if (t.x0 < o.x1 - 0.5 && o.x0 < t.x1 - 0.5 && t.y0 < o.y1 && o.y0 < t.y1)
				found.push(name + ": " + t.s + " lies over " + o.s);
	});
	return found;
})`

// No text of any kind of figure lies over another or is cut, with the fonts of this
// machine: English, and Chinese where the fonts for it are installed.
func TestTextsInBrowser(t *testing.T) {
	ctx := pagetest.Browser(t)
	for _, lang := range []string{"en", "zh-Hans"} {
		var page bytes.Buffer
		fmt.Fprintf(&page, "<!DOCTYPE html><html lang=%q><meta charset=\"utf-8\"><title>Figures</title><style>%s</style>\n", lang, figure.CSS())
		drawn := figures(t, lang)
		texts := 0
		for i, name := range slices.Sorted(maps.Keys(drawn)) {
			f := drawn[name]
			svg := f.SVG(fmt.Sprintf("f%d", i))
			fmt.Fprintf(&page, "<div id=%q>%s</div>\n", name, svg)
			texts += bytes.Count(svg, []byte("<text "))
		}
		measured := 0
		for _, width := range []int64{1280, 360} { // a figure may have a form for each
			pagetest.Visit(t, ctx, page.Bytes(), width, "light")
			for _, fault := range pagetest.Evaluate[[]string](t, ctx, measure) {
				t.Errorf("%s: %s", lang, fault)
			}
			measured = max(measured, pagetest.Evaluate[int](t, ctx, `document.querySelectorAll(".measured text").length`))
			if n := pagetest.Evaluate[int](t, ctx, `document.querySelectorAll("svg text").length`); n != texts {
				t.Errorf("%s: the browser has %d texts of %d", lang, n, texts)
			}
		}
		if measured == 0 || measured > texts {
			t.Errorf("%s: %d texts of %d were measured", lang, measured, texts)
		}
	}
}
