package figure

import (
	"fmt"

	"nbrun/iomodels/trace"
)

func (d *residency) draw() Figure {
	title := "Pages of a file in the page cache"
	if t := d.files[0].t.Title; len(d.files) == 1 && t != "" {
		title = t
	}
	d.text(margin, 22, fit(title, residencyWidth-2*margin, titleSize, false, true), titleSize, Start, true, -1)
	y := 36.0
	for i := range d.files {
		y = d.drawFile(&d.files[i], y)
	}
	height := d.drawLegend(y + 12)
	f := Figure{Kind: "residency", Title: title, Width: residencyWidth, Height: height, Shapes: d.shapes, Marks: d.marks}
	f.Caption, f.Alt, f.Data = d.caption(), d.alt(title), d.data()
	return f
}

func (d *residency) text(x, y float64, s string, size float64, anchor Anchor, bold bool, mark int) {
	d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{x, y}}, Text: s, Size: size, Anchor: anchor, Bold: bold, Fill: Solid, Event: mark})
}

// drawFile draws the strips of a file below y, and returns where the last one ends.
func (d *residency) drawFile(f *cachedFile, y float64) float64 {
	y += 18
	if len(d.files) > 1 {
		d.text(margin, y, fit(f.t.Title, residencyWidth-2*margin, labelSize, false, true), labelSize, Start, true, -1)
		y += 20
	}
	all := f.looks[0].saw.All
	d.text(stripX0, y, "page 0", textSize, Start, false, -1)
	if all > 1 {
		d.text(stripX1, y, fmt.Sprintf("page %d", all-1), textSize, End, false, -1)
	}
	y += 6
	for i, l := range f.looks {
		if i > 0 {
			y = d.drawDeeds(f, l, y)
		}
		if f.left > 0 && i == f.rest {
			d.text(stripX0, y+12, fmt.Sprintf("⋮ %s not shown", plural(f.left, "look")), textSize, Start, false, -1)
			y += 20
		}
		d.drawLook(f, l, y)
		y += stripHeight
	}
	return y + 6
}

// mark makes an event of a file one of the figure's marks.
func (d *residency) mark(f *cachedFile, event int) int {
	d.marks = append(d.marks, Mark{Trace: f.index, Ref: ref(&f.t.Events[event]), Label: markLabel(f.t, event)})
	return len(d.marks) - 1
}

// drawDeeds writes what was done to the file before a look, from an arrow on.
func (d *residency) drawDeeds(f *cachedFile, l look, y float64) float64 {
	if len(l.since) == 0 {
		return y + 6
	}
	const gap, step = 14.0, textSize * lineHeight
	x, row := stripX0+16, y+15
	for _, deed := range l.since {
		text := fit(deed.String(), stripX1-stripX0-16, textSize, true, false)
		w := textWidth(text, textSize, true, false)
		if x > stripX0+16 && x+w > stripX1 {
			x, row = stripX0+16, row+step
		}
		mark := d.mark(f, deed.event)
		d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{x, row}}, Text: text, Size: textSize, Mono: true, Fill: Solid, Event: mark})
		x += w + gap
	}
	d.shapes = append(d.shapes, Shape{Form: Line, Points: []Point{{stripX0 + 6, y + 4}, {stripX0 + 6, row + 5}}, Stroke: Solid, Head: FullHead, Event: d.mark(f, l.event)})
	return row + 8
}

// drawLook draws one strip, with its time and its count.
func (d *residency) drawLook(f *cachedFile, l look, y float64) {
	mark := d.mark(f, l.event)
	base := y + stripHeight - 5
	d.text(stripX0-10, base, f.at(l), textSize, End, false, mark)
	said := l.saw.String()
	if l.saw.Mapped() {
		d.used.pages = d.used.pages || l.saw.Pages > 0
		d.drawMap(l.saw, y, mark)
	} else {
		d.used.count = true
		said += " (count)"
		x := stripX0 + (stripX1-stripX0)*float64(l.saw.Pages)/float64(l.saw.All)
		d.shapes = append(d.shapes, countBar(stripX0, x, y, mark))
	}
	d.shapes = append(d.shapes, Shape{Form: Rect, Points: []Point{{stripX0, y}, {stripX1, y + stripHeight}}, Stroke: Solid, Width: 1, Event: mark})
	d.text(stripX1+10, base, fit(said, residencyWidth-stripX1-10, textSize, false, false), textSize, Start, false, mark)
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
	width := (stripX1 - stripX0) / float64(len(bins))
	for i := 0; i < len(bins); {
		n := i + 1
		for n < len(bins) && bins[n] == bins[i] {
			n++
		}
		if bins[i] > 0 {
			d.shapes = append(d.shapes, Shape{Form: Rect, Fill: Held, Stroke: Solid, Width: 1, Event: mark,
				Points: []Point{{stripX0 + float64(i)*width, y + stripHeight*(1-bins[i])}, {stripX0 + float64(n)*width, y + stripHeight}}})
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
	x := margin
	entry := func(name string, sample Shape) {
		d.shapes = append(d.shapes, sample)
		d.text(x+28, y+13, name, textSize, Start, false, -1)
		x += 28 + textWidth(name, textSize, false, false) + 16
	}
	if d.used.pages {
		entry("pages in the page cache", Shape{Form: Rect, Points: []Point{{x, y}, {x + 22, y + stripHeight}}, Fill: Held, Stroke: Solid, Width: 1, Event: -1})
	}
	if d.used.count {
		entry("how many; which they are was not recorded", countBar(x, x+22, y, -1))
	}
	if x == margin {
		return y
	}
	return y + stripHeight + 8
}
