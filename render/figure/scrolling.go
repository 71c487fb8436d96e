package figure

import (
	"fmt"
	"strings"
)

// leasts are the widths, in px, below which texts of a figure would be less than 12 px
// high. In a box that is narrower the figure keeps this width, and the box scrolls.
var leasts = []struct {
	figure string // its classes
	px     int
}{
	{".gantt", 780},
	{".two-lane", 720},
	{".web-request", 784},
	{".residency.wide", 784},
	{".summary.broad", 880},
}

// Others shrink until the window is as narrow as this, and then keep that width, if they
// have no form for narrow windows.
const narrowWindow = "36rem"

// scrolling returns the rules of boxes of class canvas, which scroll where their figure
// is wider. Where it is, they say so above it, and have a shadow on a side where there is
// more of it: one that stands still, below a cover that moves with the figure. The page
// has the colours ground and soft.
func scrolling() string {
	var b strings.Builder
	b.WriteString("@media screen{.canvas{--cover:var(--ground) 40%,transparent;--shadow:var(--soft),transparent;container-type:inline-size;" +
		"background:linear-gradient(to right,var(--cover)) left/2rem 100% no-repeat local,linear-gradient(to left,var(--cover)) right/2rem 100% no-repeat local," +
		"linear-gradient(to right,var(--shadow)) left/.7rem 100% no-repeat,linear-gradient(to left,var(--shadow)) right/.7rem 100% no-repeat}\n")
	fmt.Fprintf(&b, ".canvas::before{display:none;content:\"wider than the screen: scroll ⟶\";padding-right:1rem;text-align:right;font:12px/1.8 %s;color:var(--soft)}.canvas:lang(zh)::before{content:\"比屏幕宽，可左右滑动 ⟶\"}\n", sansFonts)
	for _, l := range leasts {
		fmt.Fprintf(&b, ".canvas>.figure%[1]s{min-width:%[2]dpx}@container (width<%[2]dpx){.canvas:has(>%[1]s)::before{display:block}}\n", l.figure, l.px)
	}
	fmt.Fprintf(&b, "}@media screen and (max-width:%[1]s){.canvas>svg:not(.narrow){min-width:%[1]s}.canvas::before{display:block}.canvas:has(>.figure.narrow)::before{display:none}}\n", narrowWindow)
	return b.String()
}
