package figure

// Box is the box that a text is taken to fill.
func (s *Shape) Box() (x0, y0, x1, y1 float64) {
	l := label{x: s.Points[0].X, y: s.Points[0].Y - s.Size*0.97 + s.Size*lineHeight/2, lines: []string{s.Text},
		size: s.Size, anchor: s.Anchor, mono: s.Mono, bold: s.Bold}
	return l.box()
}

// Ref is what a mark calls an event.
var Ref = ref
