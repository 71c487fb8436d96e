package figure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// shape writes a shape as an element of SVG, with what of its paint its classes say.
func (w *svgWriter) shape(s *Shape) {
	switch s.Form {
	case Rect:
		a, b := s.Points[0], s.Points[1]
		fmt.Fprintf(w, `<rect x="%s" y="%s" width="%s" height="%s"%s/>`,
			number(min(a.X, b.X)), number(min(a.Y, b.Y)), number(math.Abs(b.X-a.X)), number(math.Abs(b.Y-a.Y)), w.paint(s))
	case Circle:
		fmt.Fprintf(w, `<circle cx="%s" cy="%s" r="%s"%s/>`, number(s.Points[0].X), number(s.Points[0].Y), number(s.Size), w.paint(s))
	case Line:
		fmt.Fprintf(w, `<polyline points="%s"%s/>`, points(s.Points), w.paint(s))
		if w.head(s) {
			return // it has ended the line
		}
	case Polygon:
		fmt.Fprintf(w, `<polygon points="%s"%s/>`, points(s.Points), w.paint(s))
	case Text:
		w.text(s)
	}
	w.WriteByte('\n')
}

// head draws the arrow head at a line's end, and reports whether it has one.
func (w *svgWriter) head(s *Shape) bool {
	n := len(s.Points)
	if s.Head == NoHead || n < 2 {
		return false
	}
	tip, from := s.Points[n-1], s.Points[n-2]
	angle := math.Atan2(tip.Y-from.Y, tip.X-from.X)
	corner := func(turn float64) Point {
		return Point{tip.X - 10*math.Cos(angle+turn), tip.Y - 10*math.Sin(angle+turn)}
	}
	ps := []Point{corner(0.42), tip, corner(-0.42)}
	head := &Shape{Form: Polygon, Points: ps, Fill: s.Stroke, Event: s.Event}
	if s.Head == OpenHead {
		head = &Shape{Form: Line, Points: ps, Stroke: s.Stroke, Width: s.Width, Event: s.Event}
	}
	w.shape(head)
	return true
}

// text writes a text, of the common size and anchored at its start unless it says so.
func (w *svgWriter) text(s *Shape) {
	var classes []string
	if s.Bold {
		classes = append(classes, "bold")
	}
	if s.Mono {
		classes = append(classes, "mono")
	}
	if s.Struck {
		classes = append(classes, "struck")
	}
	if s.Anchor != Start {
		classes = append(classes, [...]string{Middle: "mid", End: "end"}[s.Anchor])
	}
	size := ""
	if s.Size != textSize {
		size = ` font-size="` + number(s.Size) + `"`
	}
	fmt.Fprintf(w, `<text%s x="%s" y="%s"%s>%s</text>`,
		classAttr(classes), number(s.Points[0].X), number(s.Points[0].Y), size, escape(s.Text))
}

// strokeWidth is that of a shape that has none of its own.
const strokeWidth = 1.5

// widths are the classes of the other widths that many strokes have.
var widths = map[float64]string{1: "w1", 1.2: "w12", 2: "w2"}

// paint writes a shape's classes, and what of its paint they cannot say.
func (w *svgWriter) paint(s *Shape) string {
	var classes []string
	own := ""
	if hasPattern(s.Fill) {
		own = ` fill="url(#` + escape(w.prefix) + "-" + string(s.Fill) + `)"`
	} else if s.Fill != None {
		classes = append(classes, "f-"+string(s.Fill))
	}
	if s.Stroke != None {
		if s.Form != Line || s.Stroke != Solid { // as lines are
			classes = append(classes, "s-"+string(s.Stroke))
		}
		switch class, ok := widths[s.Width]; {
		case ok:
			classes = append(classes, class)
		case s.Width != 0 && s.Width != strokeWidth:
			own += ` stroke-width="` + number(s.Width) + `"`
		}
		if s.Dash != Whole {
			classes = append(classes, dashes[s.Dash].class)
		}
	}
	if s.Provenance != Measured {
		classes = append(classes, s.Provenance.String())
	}
	return classAttr(classes) + own
}

// dashes are the classes of dashed lines and what they mean.
var dashes = [...]struct{ class, rule string }{
	Dashed:  {"dashed", "stroke-dasharray:6 4"},
	Dotted:  {"dotted", "stroke-dasharray:.1 5;stroke-linecap:round"},
	DashDot: {"dash-dot", "stroke-dasharray:7 3 1.5 3"},
	Long:    {"long-dash", "stroke-dasharray:13 4"},
}

func classAttr(classes []string) string {
	if len(classes) == 0 {
		return ""
	}
	return ` class="` + strings.Join(classes, " ") + `"`
}

func points(ps []Point) string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(number(p.X) + "," + number(p.Y))
	}
	return b.String()
}

// number writes a length with at most one decimal.
func number(v float64) string {
	v = math.Round(v*10) / 10
	if v == 0 {
		v = 0 // no -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// escape writes a text for XML. What XML cannot hold becomes the replacement character,
// and so does what would make other text seem to stand elsewhere.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffe, r == 0xffff:
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
