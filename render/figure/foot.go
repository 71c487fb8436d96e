package figure

import (
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// drawStrips draws, below the figure, the same patterns to scale, and returns where
// the next thing may begin.
func (d *twoLane) drawStrips(y float64) float64 {
	if len(d.strips) == 0 {
		return y - 12
	}
	from, to := d.axis.rows[0].at, d.axis.rows[len(d.axis.rows)-1].at
	x0, x1 := 120.0, twoLaneWidth-margin
	scale := (x1 - x0) / max(1, float64(to-from))
	d.text(x0, y, d.say("true scale"), textSize, Start, false)
	d.text(x1, y, trace.FormatDuration(to.Sub(from)), textSize, End, false)
	y += 8
	lanes := []string{"application", "helper", "kernel"}
	for _, s := range d.strips {
		if !slices.Contains(lanes, s.lane) {
			lanes = append(lanes, s.lane)
		}
	}
	slices.Sort(lanes) // which is the order of the columns
	for _, lane := range lanes {
		drawn := false
		for _, s := range d.strips {
			if s.lane != lane {
				continue
			}
			drawn = true
			left := min(max(x0+float64(s.from-from)*scale, x0), x1-1)
			right := min(max(x0+float64(s.to-from)*scale, left+1), x1)
			d.marks = append(d.marks, Shape{Form: Rect, Points: []Point{{left, y}, {right, y + 12}}, Fill: s.fill, Event: s.event})
		}
		if drawn {
			d.back = append(d.back, Shape{Form: Rect, Points: []Point{{x0, y}, {x1, y + 12}}, Stroke: Faint, Width: 1, Event: -1})
			d.text(x0-8, y+10.5, d.laneName(lane), textSize, End, false)
			y += 20
		}
	}
	return y + 6
}

// laneName is what a strip is called.
func (d *twoLane) laneName(lane string) string {
	if n, ok := strings.CutPrefix(lane, "kernel, "); ok {
		return d.say("kernel, %s", n)
	}
	return d.say(lane)
}

var fillNames = []struct {
	fill Ink
	name string
}{
	{Wait, "waiting for data"},
	{Held, "request in flight"},
	{Copy, "copy"},
	{Spin, "processor time spent on asking"},
	{Work, "the program's own work"},
	{Idle, "off the processor"},
}

// drawLegend explains the patterns and lines that the figure uses, and returns the
// figure's height.
func (d *twoLane) drawLegend(y float64) float64 {
	x := margin
	entry := func(name string, sample func(x, y float64) Shape) {
		name = d.say(name)
		w := 30 + textWidth(name, textSize, false, false)
		if x > margin && x+w > twoLaneWidth-margin {
			x, y = margin, y+20
		}
		d.back = append(d.back, sample(x, y))
		d.text(x+28, y+10, name, textSize, Start, false)
		x += w + 14
	}
	for _, f := range fillNames {
		if d.used[f.fill] {
			name := f.name
			switch {
			case f.fill == Wait && d.forRoom && d.forData:
				name = "waiting for data or for room"
			case f.fill == Wait && d.forRoom:
				name = "waiting for room"
			case f.fill == Copy && d.woke:
				name = "delivery, wake-up and copy"
			case f.fill == Copy && d.unseen:
				name = "copy, some time in it"
			case f.fill == Held && d.queued:
				name = "data in the kernel, not yet copied"
			}
			entry(name, func(x, y float64) Shape {
				return Shape{Form: Rect, Points: []Point{{x, y}, {x + 22, y + 12}}, Fill: f.fill, Stroke: f.fill, Event: -1}
			})
		}
	}
	line := func(dash Dash) func(x, y float64) Shape {
		return func(x, y float64) Shape {
			return Shape{Form: Line, Points: []Point{{x, y + 6}, {x + 22, y + 6}}, Stroke: Solid, Width: 2, Dash: dash, Event: -1}
		}
	}
	if d.dotted {
		entry("no system call", line(Dotted))
	}
	if d.dashed {
		entry("error", line(Dashed))
	}
	if d.inferred {
		entry("dashed outline: inferred", func(x, y float64) Shape {
			return Shape{Form: Rect, Points: []Point{{x, y}, {x + 22, y + 12}}, Stroke: Solid, Dash: Dashed, Event: -1}
		})
	}
	if x == margin {
		return y
	}
	return y + 24
}

// figure puts the parts together.
func (d *twoLane) figure(height float64) Figure {
	f := Figure{Kind: "two-lane", Title: d.title(), Width: twoLaneWidth, Height: height}
	f.Shapes = append(f.Shapes, d.back...)
	f.Shapes = append(f.Shapes, d.marks...)
	f.Shapes = append(f.Shapes, d.front...)
	for _, l := range d.labels {
		f.Shapes = append(f.Shapes, l.shapes()...)
	}
	if d.emulated() {
		for i := range f.Shapes {
			if f.Shapes[i].Event >= 0 && f.Shapes[i].Provenance == Measured {
				f.Shapes[i].Provenance = Emulated
			}
		}
	}
	for i := range d.t.Events {
		e := &d.t.Events[i]
		f.Marks = append(f.Marks, Mark{Ref: ref(e), Label: d.mark(d.t, i)})
	}
	f.Alt, f.Data = d.alt(), d.data()
	f.Caption, f.Quoted = d.caption()
	return f
}
