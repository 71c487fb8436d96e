package figure

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// shades is a colour on a light and on a dark ground.
type shades struct{ light, dark string }

// palette holds the colours, each at least 3:1 against its ground. Five of those
// that mean something stay apart for the three kinds of colour blindness; more would
// not, so Held is grey and told by its pattern.
var palette = map[Ink]shades{
	Wait:  {"#BB891A", "#FAB625"},
	Copy:  {"#16449B", "#0F82EE"},
	Spin:  {"#7E2C53", "#D44E8C"},
	Idle:  {"#8B94AD", "#CCDBFE"},
	Work:  {"#14A568", "#3FF19B"},
	Held:  {"#7C838C", "#8A929C"},
	Solid: {"#1A1D21", "#E8EAED"},
	Paper: {"#FFFFFF", "#14171C"},
	Faint: {"#7C838C", "#8A929C"},
	Tint:  {"#F3F5F8", "#1D2229"},
}

// inks are the palette's names in the order in which CSS writes them.
var inks = []Ink{Wait, Copy, Spin, Idle, Work, Held, Solid, Paper, Faint, Tint}

// hasPattern reports whether an ink fills with a pattern. Copy is the one that is
// told by being solid.
func hasPattern(i Ink) bool { return patterns[i] != "" }

// patterns are drawn in squares of patternSize with a hole where the ground shows.
var patterns = map[Ink]string{
	Wait: `<path d="M-1.5,1.5L1.5,-1.5M0,6L6,0M4.5,7.5L7.5,4.5"`,
	Spin: `<path d="M0,0L6,6M6,0L0,6"`,
	Idle: `<path d="M3,2.99L3,3.01" stroke-linecap="round"`,
	Work: `<path d="M0,3L6,3"`,
	Held: `<path d="M3,0L3,6"`,
}

var patternWidths = map[Ink]string{Wait: "1.8", Spin: "1.3", Idle: "2.4", Work: "1.8", Held: "1.3"}

// patterns defines those patterns that the figure uses.
func (w *svgWriter) patterns(f *Figure) {
	used := map[Ink]bool{}
	for i := range f.Shapes {
		used[f.Shapes[i].Fill] = true
	}
	if !slices.ContainsFunc(inks, func(i Ink) bool { return used[i] && hasPattern(i) }) {
		return
	}
	w.WriteString("<defs>\n")
	for _, i := range inks {
		if used[i] && hasPattern(i) {
			fmt.Fprintf(w, `<pattern id="%s-%s" width="6" height="6" patternUnits="userSpaceOnUse">%s class="s-%[2]s" stroke-width="%[4]s"/></pattern>`+"\n",
				escape(w.prefix), string(i), patterns[i], patternWidths[i])
		}
	}
	w.WriteString("</defs>\n")
}

// CSS returns the rules for all figures of a page, to be used once: the palette as
// variables on svg.figure, for light and dark grounds (by the reader's preference, or
// by data-theme="light" or "dark" on an element around), for print, which is light,
// and for forced colours, where the patterns carry the meaning. A figure shrinks with
// its column; within an element of class figure-box it keeps a readable size and the
// box scrolls.
func CSS() string {
	var b strings.Builder
	light, dark := declarations(func(s shades) string { return s.light }), declarations(func(s shades) string { return s.dark })
	fmt.Fprintf(&b, ".figure{display:block;max-width:100%%;height:auto;fill:none;stroke-width:%s;font:%spx %s;%s}\n", number(strokeWidth), number(textSize), sansFonts, light)
	fmt.Fprintf(&b, ".figure[lang|=zh]{font-family:%s}\n", chineseFonts)
	b.WriteString(".figure-box{overflow-x:auto}\n.figure-box>.figure{min-width:640px}\n")
	b.WriteString(".figure.narrow{display:none;min-width:0}@media (max-width:36rem){.figure.wide{display:none}.figure.narrow{display:block}}\n")
	b.WriteString(scrolling())
	fmt.Fprintf(&b, "@media screen and (prefers-color-scheme:dark){.figure{%s}}\n", dark)
	fmt.Fprintf(&b, "@media screen{[data-theme=light] .figure{%s}[data-theme=dark] .figure{%s}}\n", light, dark)
	b.WriteString(".figure text{fill:var(--ink);stroke:var(--paper);stroke-width:4;stroke-linejoin:round;paint-order:stroke;font-variant-numeric:tabular-nums}.figure .struck{stroke:none;text-decoration:line-through}\n")
	fmt.Fprintf(&b, ".figure .bold{font-weight:700}.figure .mono{font-family:%s}.figure .mid{text-anchor:middle}.figure .end{text-anchor:end}\n", monoFonts)
	b.WriteString(".figure polyline{stroke:var(--ink)}")
	for _, width := range slices.Sorted(maps.Keys(widths)) {
		fmt.Fprintf(&b, ".figure .%s{stroke-width:%s}", widths[width], number(width))
	}
	for _, d := range dashes[Dashed:] {
		fmt.Fprintf(&b, ".figure .%s{%s}", d.class, d.rule)
	}
	for _, i := range inks {
		fmt.Fprintf(&b, ".figure .s-%s{stroke:var(--%[1]s)}", i)
		if !hasPattern(i) {
			fmt.Fprintf(&b, ".figure .f-%s{fill:var(--%[1]s)}", i)
		}
	}
	b.WriteString("\n.figure .mark{cursor:default}.figure .mark:hover polyline,.figure .mark.linked polyline,.figure .mark.linked rect{stroke-width:3}\n")
	b.WriteString("@media print{.figure{break-inside:avoid;print-color-adjust:exact}}\n")
	var forced []string
	for _, i := range inks {
		v := "CanvasText"
		if i == Paper || i == Tint {
			v = "Canvas"
		}
		forced = append(forced, fmt.Sprintf("--%s:%s", i, v))
	}
	fmt.Fprintf(&b, "@media (forced-colors:active){.figure,[data-theme] .figure{forced-color-adjust:none;%s}}\n", strings.Join(forced, ";"))
	return b.String()
}

func declarations(of func(shades) string) string {
	var ds []string
	for _, i := range inks {
		ds = append(ds, fmt.Sprintf("--%s:%s", i, of(palette[i])))
	}
	return strings.Join(ds, ";")
}
