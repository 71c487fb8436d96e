package figure

import (
	"cmp"
	"slices"
)

const lineHeight = 1.2 // of the font size

// label is a text of one or more lines that may be moved down to be clear of others.
type label struct {
	x, y   float64 // y is the middle of the block
	lines  []string
	size   float64
	anchor Anchor
	mono   bool
	bold   bool
	event  int
	prov   Provenance
	fixed  bool // others move, it stays
	plate  bool // it lies on a ground of its own
}

func (l *label) height() float64 { return float64(len(l.lines)) * l.size * lineHeight }

// box returns the bounds of the label.
func (l *label) box() (x0, y0, x1, y1 float64) {
	w := 0.0
	for _, s := range l.lines {
		w = max(w, textWidth(s, l.size, l.mono, l.bold))
	}
	x0 = l.x - w*[...]float64{Start: 0, Middle: 0.5, End: 1}[l.anchor]
	h := l.height()
	return x0, l.y - h/2, x0 + w, l.y + h/2
}

// spread moves labels down until none overlaps another. Fixed ones stay where they
// are; the others are dealt with from the top.
func spread(labels []*label) {
	slices.SortStableFunc(labels, func(a, b *label) int {
		if a.fixed != b.fixed {
			if a.fixed {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.y, b.y)
	})
	for i, l := range labels {
		for moved := !l.fixed; moved; {
			moved = false
			for _, other := range labels[:i] {
				if by := overlap(l, other); by > 0 {
					l.y += by
					moved = true
				}
			}
		}
	}
}

// overlap returns how far l must move down to be clear of other, 0 when it is.
func overlap(l, other *label) float64 {
	const gap = 1
	ax0, ay0, ax1, ay1 := l.box()
	bx0, by0, bx1, by1 := other.box()
	if ax1 <= bx0 || bx1 <= ax0 || ay1 <= by0 || by1 <= ay0 {
		return 0
	}
	return by1 - ay0 + gap
}

// shapes returns one Text for each line, and the ground that they lie on.
func (l *label) shapes() []Shape {
	var shapes []Shape
	top := l.y - l.height()/2
	if l.plate {
		x0, y0, x1, y1 := l.box()
		shapes = append(shapes, Shape{Form: Rect, Points: []Point{{x0 - 4, y0 - 1}, {x1 + 4, y1 + 2}}, Fill: Paper, Event: l.event, Provenance: l.prov})
	}
	for i, s := range l.lines {
		baseline := top + l.size*lineHeight*float64(i) + l.size*0.97
		shapes = append(shapes, Shape{
			Form: Text, Points: []Point{{l.x, baseline}}, Text: s, Size: l.size, Anchor: l.anchor,
			Bold: l.bold, Mono: l.mono, Fill: Solid, Event: l.event, Provenance: l.prov,
		})
	}
	return shapes
}
