package figure

// lift takes from groups, which are painted one after another, the texts that a later
// one would be painted over, with the grounds that they lie on, and returns them.
func lift(groups []group) []*Shape {
	var lifted []*Shape
	var later []*Shape // rectangles of the groups behind
	for k := len(groups) - 1; k >= 0; k-- {
		var kept []*Shape
		up := false // the text's ground went up, and so does the text
		var own, texts []*Shape
		for _, s := range groups[k].shapes {
			ground := s.Form == Rect && s.Fill == Paper
			if ground || s.Form == Text && !up {
				up = covered(s, later)
			} else if s.Form != Text {
				up = false
			}
			if up {
				texts = append(texts, s)
				continue
			}
			kept = append(kept, s)
			if s.Form == Rect && !ground {
				own = append(own, s)
			}
		}
		groups[k].shapes = kept
		lifted = append(texts, lifted...)
		later = append(later, own...)
	}
	return lifted
}

// covered reports whether one of some rectangles lies over a text or its ground.
func covered(s *Shape, by []*Shape) bool {
	var x0, y0, x1, y1 float64
	if s.Form == Text {
		l := label{x: s.Points[0].X, y: s.Points[0].Y - s.Size*0.97 + s.Size*lineHeight/2, lines: []string{s.Text}, size: s.Size, anchor: s.Anchor, mono: s.Mono, bold: s.Bold}
		x0, y0, x1, y1 = l.box()
	} else {
		x0, y0, x1, y1 = s.Points[0].X, s.Points[0].Y, s.Points[1].X, s.Points[1].Y
	}
	for _, o := range by {
		if x0 < o.Points[1].X && o.Points[0].X < x1 && y0 < o.Points[1].Y && o.Points[0].Y < y1 {
			return true
		}
	}
	return false
}
