package figure

import (
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// drawTimes writes the moments and the lengths of broken stretches at the left.
func (d *twoLane) drawTimes() {
	marked := map[*row]int{}
	for _, a := range d.arrivals {
		marked[a.from], marked[a.to] = a.event, a.event
	}
	for _, b := range d.boxes {
		marked[b.from], marked[b.to] = b.event, b.event
	}
	for _, it := range d.items {
		if it.enter != nil {
			marked[it.enter] = it.event
		}
		if it.exit != nil {
			marked[it.exit] = it.event
		}
	}
	var above *row
	said := "" // what the row above says
	for i, r := range d.axis.rows {
		if event, ok := marked[r]; ok {
			text := d.atTime(r.at)
			if text == said && r.at > above.at {
				text = "… +" + trace.FormatDuration(r.at.Sub(above.at))
				d.relative = true
			} else {
				said = text
			}
			above = r
			d.labels = append(d.labels, &label{x: axisX - 9, y: r.y, lines: []string{text}, size: textSize, anchor: End, event: event, fixed: true})
			d.back = append(d.back, Shape{Form: Line, Points: []Point{{axisX - 4, r.y}, {axisX, r.y}}, Stroke: Faint, Width: 1, Event: -1})
		}
		if i < len(d.axis.heights) && d.axis.broken(i) {
			y := r.y + d.axis.heights[i]*brokenAt
			d.labels = append(d.labels, &label{x: axisX - 9, y: y, lines: []string{"≈ " + trace.FormatDuration(d.axis.length(i))}, size: textSize, anchor: End, event: -1, fixed: true})
			d.drawBreak(y)
		}
	}
}

// drawBreak cuts the axis and the lanes in two.
func (d *twoLane) drawBreak(y float64) {
	columns := []column{{axisX - 2, axisX + 2}, d.program, d.kernel}
	if d.helper >= 0 {
		columns = append(columns, d.pool)
	}
	for _, c := range columns {
		x0, x1 := c.x0-3, c.x1+3
		above := []Point{{x0, y + 1}, {x1, y - 5}}
		below := []Point{{x1, y - 1}, {x0, y + 5}}
		d.front = append(d.front,
			Shape{Form: Polygon, Points: append(above[:2:2], below...), Fill: Paper, Event: -1},
			Shape{Form: Line, Points: above, Stroke: Faint, Width: 1.2, Event: -1},
			Shape{Form: Line, Points: below, Stroke: Faint, Width: 1.2, Event: -1})
	}
}

// drawFurniture draws title, heads, lanes and the boundary, down to bottom.
func (d *twoLane) drawFurniture(bottom float64) {
	columns := []struct {
		column
		head, sub string
	}{
		{d.program, d.say("APPLICATION"), d.say("thread %d", d.t.Lanes[d.app].TID)},
		{d.kernel, d.say("KERNEL"), d.objectName()},
	}
	if d.helper >= 0 {
		columns = append(columns, struct {
			column
			head, sub string
		}{d.pool, d.say("HELPER"), d.say("thread %d", d.t.Lanes[d.helper].TID)})
	}
	var lanes []Shape
	for _, c := range columns {
		lanes = append(lanes, Shape{Form: Rect, Points: []Point{{c.x0, lanesTop}, {c.x1, bottom}}, Fill: Tint, Event: -1})
		d.text(c.middle(), laneHeads, c.head, textSize, Middle, true)
		d.text(c.middle(), laneHeads+16, fit(c.sub, 150, textSize, false, false), textSize, Middle, false)
	}
	lanes = append(lanes,
		Shape{Form: Line, Points: []Point{{d.boundary, laneHeads - 8}, {d.boundary, bottom}}, Stroke: Faint, Dash: Dashed, Event: -1},
		Shape{Form: Line, Points: []Point{{axisX, lanesTop}, {axisX, bottom}}, Stroke: Faint, Width: 1, Event: -1})
	d.back = append(lanes, d.back...)
	width := twoLaneWidth - 2*margin
	if d.emulated() {
		width -= 110
		d.stamp(d.say("EMULATED"))
	}
	d.text(margin, 22, fit(d.title(), width, titleSize, false, true), titleSize, Start, true)
}

// stamp writes a word in the corner, in a double frame.
func (d *twoLane) stamp(word string) {
	x1 := twoLaneWidth - margin
	x0 := x1 - textWidth(word, textSize, false, true) - 16
	for _, inset := range []float64{0, 3} {
		d.back = append(d.back, Shape{Form: Rect, Points: []Point{{x0 + inset, 6 + inset}, {x1 - inset, 30 - inset}}, Stroke: Faint, Width: 1, Event: -1})
	}
	d.text((x0+x1)/2, 22, word, textSize, Middle, true)
}

func (d *twoLane) text(x, y float64, s string, size float64, anchor Anchor, bold bool) {
	d.back = append(d.back, Shape{Form: Text, Points: []Point{{x, y}}, Text: s, Size: size, Anchor: anchor, Bold: bold, Fill: Solid, Event: -1})
}

// emulated reports whether the program plays the part of another mechanism.
func (d *twoLane) emulated() bool { return isEmulated(d.t) }

func isEmulated(t *trace.Trace) bool { return strings.Contains(t.Model, "emulated") }

func (d *twoLane) title() string {
	if d.t.Title != "" {
		return d.modelTitle(d.t.Title)
	}
	return d.say("System calls")
}

// objectName names what the shown calls that got data got them from.
func (d *twoLane) objectName() string {
	first, got := "", ""
	numbers := map[string]bool{}
	var list []string
	for _, it := range d.items {
		e := d.event(it)
		n := object(e)
		if n == "" || it.hidden > 0 || it.signal || e.Kind == trace.Work || strings.HasPrefix(n, "io_uring") {
			continue
		}
		if first == "" {
			first = n
		}
		if len(d.phases[it.event]) == 0 {
			continue
		}
		got = n
		if fd := shortArgument(e.Args[0]); !numbers[fd] {
			numbers[fd] = true
			list = append(list, fd)
		}
	}
	switch {
	case len(list) > 1:
		return d.say("descriptors %s", strings.Join(list, ", "))
	case got != "":
		return got
	}
	return first
}

// arrives names what arrives.
func (d *twoLane) arrives() string {
	if d.ofDatagrams() {
		return d.say("datagram arrives")
	}
	return d.say("data arrive")
}

func (d *twoLane) ofDatagrams() bool {
	return slices.ContainsFunc(d.items, func(it *item) bool { return strings.HasPrefix(object(d.event(it)), "udp") })
}
