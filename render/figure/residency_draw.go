package figure

import "nbrun/iomodels/trace"

// draw draws the strips between their times and their counts, and for a phone below
// them.
func (d *residency) draw() Figure {
	wide, narrow := *d, *d
	wide.width, wide.x0, wide.x1 = residencyWidth, 112, 600
	narrow.width, narrow.x0, narrow.x1 = narrowWidth, 8, narrowWidth-8
	f, n := wide.drawIn(), narrow.drawIn()
	f.Narrow = &n
	return f
}

func (d *residency) narrow() bool { return d.width == narrowWidth }

func (d *residency) drawIn() Figure {
	title := d.say("Pages of a file in the page cache")
	if t := d.files[0].t.Title; len(d.files) == 1 && t != "" {
		title = d.modelTitle(t)
	}
	y := 6.0
	for _, line := range wrapText(title, (d.width-2*d.left())/1.1, titleSize) {
		y += 18
		d.text(d.left(), y, line, titleSize, Start, true, -1)
	}
	y += 8
	for i := range d.files {
		y = d.drawFile(&d.files[i], y)
	}
	height := d.drawLegend(y + 12)
	f := Figure{Kind: "residency", Title: title, Lang: d.lang(), Width: d.width, Height: height, Shapes: d.shapes, Marks: d.marks}
	f.Caption, f.Alt, f.Data = d.caption(), d.alt(title), d.data()
	return f
}

// left is where texts begin that are of no strip.
func (d *residency) left() float64 { return min(margin, d.x0) }

func (d *residency) text(x, y float64, s string, size float64, anchor Anchor, bold bool, mark int) {
	d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{x, y}}, Text: s, Size: size, Anchor: anchor, Bold: bold, Fill: Solid, Event: mark})
}

// drawFile draws the strips of a file below y, and returns where the last one ends.
func (d *residency) drawFile(f *cachedFile, y float64) float64 {
	y += 18
	if len(d.files) > 1 {
		for _, line := range wrapText(d.modelTitle(f.t.Title), (d.width-2*d.left())/1.1, labelSize) {
			d.text(d.left(), y, line, labelSize, Start, true, -1)
			y += 18
		}
	}
	all := f.looks[0].saw.All
	d.text(d.x0, y, d.say("page %d", 0), textSize, Start, false, -1)
	if all > 1 {
		d.text(d.x1, y, d.say("page %d", all-1), textSize, End, false, -1)
	}
	y += 6
	for i, l := range f.looks {
		if i > 0 {
			y = d.drawDeeds(f, l, y)
		}
		if f.left > 0 && i == f.rest {
			d.text(d.x0, y+12, d.say("⋮ %d looks not shown", f.left), textSize, Start, false, -1)
			y += 20
		}
		y = d.drawLook(f, l, y)
	}
	return y + 6
}

// mark makes an event of a file one of the figure's marks.
func (d *residency) mark(f *cachedFile, event int) int {
	d.marks = append(d.marks, Mark{Trace: f.index, Ref: ref(&f.t.Events[event]), Label: d.tongue.mark(f.t, event)})
	return len(d.marks) - 1
}

// drawDeeds writes what was done to the file before a look, from an arrow on.
func (d *residency) drawDeeds(f *cachedFile, l look, y float64) float64 {
	if len(l.since) == 0 {
		return y + 6
	}
	const gap, step = 14.0, textSize * lineHeight
	x, row := d.x0+16, y+15
	for _, deed := range l.since {
		text := fit(d.done(deed), d.x1-d.x0-16, textSize, true, false)
		w := textWidth(text, textSize, true, false)
		if x > d.x0+16 && x+w > d.x1 {
			x, row = d.x0+16, row+step
		}
		mark := d.mark(f, deed.event)
		d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{x, row}}, Text: text, Size: textSize, Mono: true, Fill: Solid, Event: mark})
		x += w + gap
	}
	d.shapes = append(d.shapes, Shape{Form: Line, Points: []Point{{d.x0 + 6, y + 4}, {d.x0 + 6, row + 5}}, Stroke: Solid, Head: FullHead, Event: d.mark(f, l.event)})
	return row + 8
}

// drawLook draws one strip, with its time and its count, and returns where it ends.
func (d *residency) drawLook(f *cachedFile, l look, y float64) float64 {
	mark := d.mark(f, l.event)
	said := d.say("%d of %d pages", l.saw.Pages, l.saw.All)
	if !l.saw.Mapped() {
		said += d.say(" (count)")
	}
	if d.narrow() {
		d.text(d.x0, y+14, f.at(l), textSize, Start, false, mark)
		d.text(d.x1, y+14, said, textSize, End, false, mark)
		y += 19
	} else {
		d.text(d.x0-10, y+stripHeight-5, f.at(l), textSize, End, false, mark)
		d.text(d.x1+10, y+stripHeight-5, fit(said, d.width-d.x1-10, textSize, false, false), textSize, Start, false, mark)
	}
	if l.saw.Mapped() {
		d.used.pages = d.used.pages || l.saw.Pages > 0
		d.drawMap(l.saw, y, mark)
	} else {
		d.used.count = true
		x := d.x0 + (d.x1-d.x0)*float64(l.saw.Pages)/float64(l.saw.All)
		d.shapes = append(d.shapes, countBar(d.x0, x, y, mark))
	}
	d.shapes = append(d.shapes, Shape{Form: Rect, Points: []Point{{d.x0, y}, {d.x1, y + stripHeight}}, Stroke: Solid, Width: 1, Event: mark})
	return y + stripHeight
}

// countBar is a bar of how many pages are resident, of which it isn't known which: it
// is half as high as a map, and dashed.
func countBar(x0, x1, y float64, mark int) Shape {
	return Shape{Form: Rect, Points: []Point{{x0, y + stripHeight/4}, {x1, y + stripHeight*3/4}}, Fill: Held, Stroke: Held, Dash: Dashed, Event: mark}
}

// drawMap fills each part of a strip as high as its pages are resident, neighbours that
// are alike in one.
func (d *residency) drawMap(saw trace.Residency, y float64, mark int) {
	bins := bins(saw)
	d.parts = d.parts || len(bins) < saw.All
	width := (d.x1 - d.x0) / float64(len(bins))
	for i := 0; i < len(bins); {
		n := i + 1
		for n < len(bins) && bins[n] == bins[i] {
			n++
		}
		if bins[i] > 0 {
			d.shapes = append(d.shapes, Shape{Form: Rect, Fill: Held, Stroke: Solid, Width: 1, Event: mark,
				Points: []Point{{d.x0 + float64(i)*width, y + stripHeight*(1-bins[i])}, {d.x0 + float64(n)*width, y + stripHeight}}})
		}
		i = n
	}
}

// bins are the shares of resident pages of the parts of a file, which are of as like a
// size as pages can be dealt out.
func bins(saw trace.Residency) []float64 {
	n := min(saw.All, mostBins)
	shares := make([]float64, n)
	for i := range shares {
		first, end := i*saw.All/n, (i+1)*saw.All/n
		resident := 0
		for _, r := range saw.Which {
			resident += max(0, min(r.Last+1, end)-max(r.First, first))
		}
		shares[i] = float64(resident) / float64(end-first)
	}
	return shares
}

// drawLegend explains the fills, and returns the figure's height.
func (d *residency) drawLegend(y float64) float64 {
	x, used := d.left(), false
	entry := func(name string, sample func(x, y float64) Shape) {
		name = d.say(name)
		w := 28 + textWidth(name, textSize, false, false)
		if used && x+w > d.width-d.left() {
			x, y = d.left(), y+stripHeight+6
		}
		d.shapes = append(d.shapes, sample(x, y))
		d.text(x+28, y+13, name, textSize, Start, false, -1)
		x, used = x+w+16, true
	}
	if d.used.pages {
		entry("pages in the page cache", func(x, y float64) Shape {
			return Shape{Form: Rect, Points: []Point{{x, y}, {x + 22, y + stripHeight}}, Fill: Held, Stroke: Solid, Width: 1, Event: -1}
		})
	}
	if d.used.count {
		entry("how many; which they are was not recorded", func(x, y float64) Shape { return countBar(x, x+22, y, -1) })
	}
	if !used {
		return y
	}
	return y + stripHeight + 8
}
