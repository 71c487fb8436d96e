package figure

const (
	matrixWidth = 720.0
	matrixLine  = 16.0
	mostLines   = 3 // of a run's name
)

// draw draws the matrix, and for a phone the same as a list.
func (d *matrix) draw() Figure {
	wide, narrow := *d, *d
	f, n := wide.drawIn(matrixWidth), narrow.drawIn(narrowWidth)
	f.Narrow = &n
	return f
}

func (d *matrix) drawIn(width float64) Figure {
	d.sheet.width = width
	y := d.sheet.title(d.title(), "") + 6
	if width == narrowWidth {
		y = d.drawList(y)
	} else {
		y = d.drawCells(y)
	}
	y = d.paragraphs(d.edge(), y+18, width-2*d.edge(), d.unplaced())
	return Figure{
		Kind: "matrix", Title: d.title(), Lang: d.lang(), Caption: d.caption(), Alt: d.alt(), Data: d.data(),
		Width: width, Height: y, Shapes: append(d.shapes, d.above...), Marks: d.marks,
	}
}

// at returns the runs that have their place in a cell.
func (d *matrix) at(row int, c finding) []*probe {
	var found []*probe
	for i := range d.probes {
		if p := &d.probes[i]; p.column == c && p.row() == row {
			found = append(found, p)
		}
	}
	return found
}

// rows is how many rows there are: a third when of some run it is not known whether it
// slept.
func (d *matrix) rows() int {
	for c := range finding(matrixColumns) {
		if len(d.at(2, c)) > 0 {
			return 3
		}
	}
	return 2
}

// drawCells draws the columns under their heads, and the rows, and returns where they end.
func (d *matrix) drawCells(y float64) float64 {
	left := d.edge()
	for row := range d.rows() {
		left = max(left, d.edge()+10+textWidth(d.state(row), textSize, false, true))
	}
	width := (d.sheet.width - d.edge() - left) / matrixColumns
	d.head(left, left+float64(meanwhile)*width, y, d.mover(true))
	d.head(left+float64(meanwhile)*width, left+matrixColumns*width, y, d.mover(false))
	y += 2*matrixLine + 14
	for c := range finding(matrixColumns) {
		d.text(left+(float64(c)+0.5)*width, y, fit(d.told(c), width-8, textSize, false, false), Middle)
	}
	y += 8
	for row := range d.rows() {
		high := 2.5 * matrixLine
		for c := range finding(matrixColumns) {
			high = max(high, d.high(d.at(row, c), width-34))
		}
		d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{d.edge(), y + high/2 + 4}}, Text: d.state(row), Size: textSize, Bold: true, Fill: Solid, Event: -1})
		for c := range finding(matrixColumns) {
			x := left + float64(c)*width
			d.rect(x+2, y, x+width-2, y+high, Tint)
			below := y + 8
			for _, p := range d.at(row, c) {
				below = d.drawProbe(p, x+14, below, width-34)
			}
		}
		y += high + 4
	}
	return y
}

// head writes what stands above several columns, in two lines at most, and a line below it.
func (d *matrix) head(x0, x1, y float64, text string) {
	lines := wrap(text, x1-x0-12, textSize)
	for i, line := range lines[:min(len(lines), 2)] {
		d.text((x0+x1)/2, y+float64(i+2-min(len(lines), 2))*matrixLine+8, line, Middle)
	}
	d.line(Solid, 1.5, Whole, Point{x0 + 4, y + 2*matrixLine}, Point{x1 - 4, y + 2*matrixLine})
}

// name is what is written beside a run's mark, in lines. How much it slept is said by
// its row where it isn't known.
func (d *matrix) name(p *probe, width float64) []string {
	lines := wrap(p.name, width, textSize)
	if len(lines) > mostLines {
		lines = lines[:mostLines]
		lines[mostLines-1] = fit(lines[mostLines-1]+" …", width, textSize, false, false)
	}
	if p.asleep < 0 {
		return lines
	}
	return append(lines, wrap(d.share(p), width, textSize)...)
}

// high is how much room runs take below each other.
func (d *matrix) high(probes []*probe, width float64) float64 {
	h := 10.0
	for _, p := range probes {
		h += float64(len(d.name(p, width)))*matrixLine + 6
	}
	return h
}

// drawProbe draws a run's mark and its name beside it, and returns where the next may
// begin.
func (d *matrix) drawProbe(p *probe, x, y, width float64) float64 {
	prov := Measured
	if p.emulated {
		prov = Emulated
	}
	add := func(s Shape) {
		s.Event, s.Provenance = len(d.marks), prov
		d.above = append(d.above, s)
	}
	add(Shape{Form: Circle, Points: []Point{{x, y + 8}}, Size: 4.5, Fill: Solid, Stroke: Solid})
	for _, line := range d.name(p, width) {
		add(Shape{Form: Text, Points: []Point{{x + 12, y + 12}}, Text: line, Size: textSize, Fill: Solid})
		y += matrixLine
	}
	d.marks = append(d.marks, p.mark)
	return y + 6
}

// drawList draws what the cells hold, one below the other, and returns where it ends.
func (d *matrix) drawList(y float64) float64 {
	width := d.sheet.width - 2*d.edge()
	for c := range finding(matrixColumns) {
		if c == unannounced || c == meanwhile {
			y += 10
			for _, line := range wrap(d.mover(c != meanwhile), width/boldWidth, textSize) {
				d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{d.edge(), y + 12}}, Text: line, Size: textSize, Bold: true, Fill: Solid, Event: -1})
				y += matrixLine
			}
			d.line(Solid, 1.5, Whole, Point{d.edge(), y + 4}, Point{d.sheet.width - d.edge(), y + 4})
			y += 8
		}
		for row := range d.rows() {
			probes := d.at(row, c)
			if len(probes) == 0 {
				continue
			}
			high := d.high(probes, width-34) + matrixLine
			d.rect(d.edge(), y, d.sheet.width-d.edge(), y+high, Tint)
			d.text(d.edge()+8, y+14, d.list([]string{d.told(c), d.state(row)}), Start)
			below := y + matrixLine + 6
			for _, p := range probes {
				below = d.drawProbe(p, d.edge()+16, below, width-34)
			}
			y += high + 4
		}
	}
	return y
}
