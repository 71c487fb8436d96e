package figure

// drawGroup draws the bars of one trace, and returns where the next may begin.
func (d *bars) drawGroup(g *barGroup, y float64) float64 {
	title := g.title
	if g.emulated {
		title = d.say("%s (emulated)", title)
	}
	if len(d.groups) > 1 {
		d.shapes = append(d.shapes, Shape{Form: Text, Points: []Point{{d.edge(), y + 12}}, Text: fit(title, d.sheet.width-2*d.edge(), labelSize, false, true),
			Size: labelSize, Bold: true, Fill: Solid, Event: -1})
		y += 20
	}
	if len(g.bars) == 0 {
		d.text(d.edge()+8, y+12, d.say("no phase was told apart"), Start)
		y += barStep
	}
	for i := range g.bars {
		if d.narrow() {
			y += 15
		}
		d.drawBar(g, &g.bars[i], y)
		y += barStep
	}
	return y + 10
}

// drawBar draws one: solid as far as the length is known, with a dashed end as far as
// its bound.
func (d *bars) drawBar(g *barGroup, b *bar, y float64) {
	event := len(d.marks)
	m := b.mark
	m.Label = d.say("%s: %s", d.label(b)+" "+b.value(), m.Label)
	d.marks = append(d.marks, m)
	prov := Measured
	if g.emulated {
		prov = Emulated
	}
	add := func(s Shape) {
		s.Event, s.Provenance = event, prov
		d.shapes = append(d.shapes, s)
	}
	if d.narrow() {
		value := b.value()
		room := d.sheet.width - 3*d.edge() - d.scale.from - textWidth(value, textSize, false, false) - 12
		label := fit(d.label(b), room, textSize, false, false)
		add(Shape{Form: Text, Points: []Point{{d.scale.from, y - 5}}, Text: label, Size: textSize, Fill: Solid})
		add(Shape{Form: Text, Points: []Point{{d.sheet.width - d.edge(), y - 5}}, Text: value, Size: textSize, Anchor: End, Fill: Solid})
	} else {
		add(Shape{Form: Text, Points: []Point{{d.scale.from - 8, y + 11}}, Text: d.label(b), Size: textSize, Anchor: End, Fill: Solid})
	}
	x0, end := d.scale.from, d.scale.from
	if b.length > 0 {
		end = d.scale.at(float64(b.length))
		stroke := b.fill
		if stroke == Paper {
			stroke = Solid
		}
		add(Shape{Form: Rect, Points: []Point{{x0, y}, {max(end, x0+2), y + barHeight}}, Fill: b.fill, Stroke: stroke})
	}
	if b.atMost && b.bound > 0 {
		end = d.scale.at(float64(b.bound))
		over := 3.0
		if d.narrow() { // there is a text above
			over = 0
		}
		add(Shape{Form: Line, Points: []Point{{end + 3, y - over}, {end + 3, y + barHeight + 3}}, Stroke: Solid, Dash: Dashed})
		end += 5
	}
	if !d.narrow() {
		add(Shape{Form: Text, Points: []Point{{end + 7, y + 11}}, Text: b.value(), Size: textSize, Fill: Solid})
	}
}

// drawAxis draws the ticks above and below all bars.
func (d *bars) drawAxis(bottom float64) {
	ticks := d.scale.ticks(func(v float64) float64 { return textWidth(shortDuration(v), textSize, false, false) + 12 })
	for _, v := range ticks {
		x := d.scale.at(v)
		d.line(Faint, 0.5, Whole, Point{x, d.top - 6}, Point{x, bottom})
		for _, y := range []float64{d.top - 12, bottom + 14} {
			d.text(x, y, shortDuration(v), Middle)
		}
	}
	d.line(Faint, 1, Whole, Point{d.scale.from, d.top - 6}, Point{d.scale.from, bottom})
}
