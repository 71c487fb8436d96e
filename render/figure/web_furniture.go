package figure

import "fmt"

// drawColumns draws the title, the heads and the lines of those who take part, down to
// bottom, and the box around what is about the file.
func (d *web) drawColumns(bottom float64) {
	line := func(x float64, dash Dash) Shape {
		return Shape{Form: Line, Points: []Point{{x, webTop - 12}, {x, bottom}}, Stroke: Faint, Width: 1, Dash: dash, Event: -1}
	}
	rect := func(x0, y0, x1, y1 float64, fill Ink) Shape {
		return Shape{Form: Rect, Points: []Point{{x0, y0}, {x1, y1}}, Fill: fill, Stroke: Faint, Width: 1, Event: -1}
	}
	top, low := d.step("5").top-18, d.step("7").bottom+4
	box := []Shape{
		line(clientX, Whole), line(cardX, Dashed),
		rect(cardX-18, top, serverX-bandWidth/2-4, low, Paper),
		line(kernelX, Whole),
		rect(diskX-diskWidth/2, d.step("5").y-discSize, diskX+diskWidth/2, d.step("6").y+discSize, Tint),
		rect(serverX-bandWidth/2, webTop-12, serverX+bandWidth/2, bottom, Tint),
	}
	for i, x := range []float64{clientX, cardX, kernelX, serverX} {
		d.text(x, webHeads, d.words.columns[i], textSize, Middle, true)
		if by := d.thread(i); by != "" {
			d.text(x, webHeads+15, by, textSize, Middle, false)
		}
	}
	d.text(cardX-10, top+14, d.words.box, textSize, Start, false)
	width := webWidth - 2*margin
	if d.t == nil {
		width -= 110
		d.stamp()
	}
	d.text(margin, 22, fit(d.title(), width, titleSize, false, true), titleSize, Start, true)
	d.back = append(box, d.back...)
}

// thread names the thread of the client (column 0) or the server (3).
func (d *web) thread(column int) string {
	n, ok := map[int]string{0: "1", 3: "3b"}[column]
	if !ok || d.t == nil || d.step(n).event < 0 {
		return ""
	}
	return fmt.Sprintf("%s%d", d.words.thread, d.t.Lanes[d.t.Events[d.step(n).event].Lane].TID)
}

// stamp says in a corner, in a double frame, that the figure is of no run.
func (d *web) stamp() {
	x1 := webWidth - margin
	x0 := x1 - textWidth(d.words.stamp, textSize, false, true) - 16
	for _, inset := range []float64{0, 3} {
		d.back = append(d.back, Shape{Form: Rect, Points: []Point{{x0 + inset, 6 + inset}, {x1 - inset, 30 - inset}}, Stroke: Faint, Width: 1, Event: -1})
	}
	d.text((x0+x1)/2, 22, d.words.stamp, textSize, Middle, true)
}

// drawLegend explains the outlines, the patterns and the strokes that the figure uses,
// and returns the figure's height.
func (d *web) drawLegend(y float64) float64 {
	x := margin
	entry := func(name string, width float64, sample func(x, y float64) []Shape) {
		w := width + 6 + textWidth(name, textSize, false, false)
		if x > margin && x+w > webWidth-margin {
			x, y = margin, y+28
		}
		d.back = append(d.back, sample(x, y)...)
		d.text(x+width+6, y+4.3, name, textSize, Start, false)
		x += w + 16
	}
	absent, by := false, [3]bool{}
	for _, s := range d.steps {
		absent, by[s.by] = absent || s.absent, true
	}
	for p, used := range by {
		if used {
			entry(d.words.by[p], 2*discSize, func(x, y float64) []Shape {
				return disc(x+discSize, y, Provenance(p), false, -1)
			})
		}
	}
	for _, ink := range []Ink{Wait, Idle, Copy} {
		if d.used[ink] {
			entry(d.words.fills[ink], 22, func(x, y float64) []Shape {
				return []Shape{{Form: Rect, Points: []Point{{x, y - 6}, {x + 22, y + 6}}, Fill: ink, Stroke: ink, Event: -1}}
			})
		}
	}
	if absent {
		entry(d.words.struck, 2*discSize, func(x, y float64) []Shape { return disc(x+discSize, y, Measured, true, -1) })
	}
	return y + 20
}
