package figure

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// SVG writes the figure as an svg element to stand in an HTML page, and a second one
// when it has a form for narrow screens: of the two the rules of [CSS] show one, so that
// one is read. All its ids begin with prefix, which must be unlike that of any other
// figure of the page. It holds no style attribute and no style element, so that a strict
// content security policy can let it pass: colours are presentation attributes for a
// light ground, which the rules of [CSS] override; texts are black, and these rules give
// them their colour and their halo. Marks carry
// data-event="TRACE.LANE.SEQ", where TRACE is what traces calls the trace that
// Mark.Trace means, or that itself when it calls it nothing. They follow each other as
// in Marks, so that the figure is read in that order. One with a Row is a link, which
// needs no script; a figure with marks is a group of them, and one without is an image.
func (f *Figure) SVG(prefix string, traces ...int) []byte {
	if f.Narrow == nil {
		return f.svg(prefix, f.Kind, traces)
	}
	class := f.Kind + " wide"
	if f.Width > 900 { // than the column of a page's text
		class += " broad"
	}
	narrow := *f.Narrow
	narrow.Title, narrow.Alt = f.Title, f.Alt
	return append(f.svg(prefix, class, traces), narrow.svg(prefix+"-narrow", f.Kind+" narrow", traces)...)
}

func (f *Figure) svg(prefix, class string, traces []int) []byte {
	w := &svgWriter{prefix: prefix, traces: traces}
	fonts, lang, role := sansFonts, "", "img"
	groups := f.groups()
	if len(groups) > 2 {
		role = "group"
	}
	if f.Lang != "" {
		lang = ` lang="` + escape(f.Lang) + `"`
	}
	if strings.HasPrefix(f.Lang, "zh") {
		fonts = chineseFonts
	}
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="figure %s"%s viewBox="0 0 %s %s" width="%[3]s" height="%[4]s" role="%[7]s" aria-labelledby="%[5]s-title" aria-describedby="%[5]s-desc" font-family="%[6]s">`,
		escape(class), lang, number(f.Width), number(f.Height), escape(prefix), fonts, role)
	fmt.Fprintf(w, "\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", escape(prefix), escape(f.Title), escape(prefix), escape(f.Alt))
	w.patterns(f)
	for _, g := range groups {
		w.group(f, g)
	}
	w.WriteString("</svg>\n")
	return w.Bytes()
}

const (
	sansFonts    = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
	chineseFonts = "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
	monoFonts    = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
)

// group is what is written as one g element: the shapes of one event, or of
// furniture.
type group struct {
	event  int
	shapes []*Shape
}

// groups gathers shapes: furniture that lies below all events, then events in the
// order of their marks, then furniture that lies above, and with it those texts that a
// later event would be painted over.
func (f *Figure) groups() []group {
	below, above := group{event: -1}, group{event: -1}
	var events []group
	index := map[int]int{}
	for i := range f.Shapes {
		s := &f.Shapes[i]
		if s.Event < 0 {
			if len(events) == 0 {
				below.shapes = append(below.shapes, s)
			} else {
				above.shapes = append(above.shapes, s)
			}
			continue
		}
		k, ok := index[s.Event]
		if !ok {
			k = len(events)
			index[s.Event] = k
			events = append(events, group{event: s.Event})
		}
		events[k].shapes = append(events[k].shapes, s)
	}
	slices.SortFunc(events, func(a, b group) int { return cmp.Compare(a.event, b.event) })
	above.shapes = append(above.shapes, lift(events)...)
	return append(append([]group{below}, events...), above)
}

type svgWriter struct {
	bytes.Buffer
	prefix string
	traces []int
}

// event is the page's name for the event of a mark.
func (w *svgWriter) event(m Mark) string {
	t := m.Trace
	if t < len(w.traces) {
		t = w.traces[t]
	}
	return strconv.Itoa(t) + "." + m.Ref
}

func (w *svgWriter) group(f *Figure, g group) {
	if len(g.shapes) == 0 {
		return
	}
	tag := "g"
	if g.event < 0 {
		w.WriteString("<g>\n")
	} else {
		m, attr := f.Marks[g.event], `role="img"`
		if m.Row != "" {
			tag, attr = "a", `href="#`+escape(m.Row)+`"`
		}
		fmt.Fprintf(w, "<%s class=\"mark\" %s data-event=\"%s\"><title>%s</title>\n", tag, attr, escape(w.event(m)), escape(m.Label))
	}
	for _, s := range g.shapes {
		w.shape(s)
	}
	w.WriteString("</" + tag + ">\n")
}

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
		w.head(s)
	case Polygon:
		fmt.Fprintf(w, `<polygon points="%s"%s/>`, points(s.Points), w.paint(s))
	case Text:
		w.text(s)
	}
	w.WriteByte('\n')
}

// head draws the arrow head at a line's end.
func (w *svgWriter) head(s *Shape) {
	n := len(s.Points)
	if s.Head == NoHead || n < 2 {
		return
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
}

func (w *svgWriter) text(s *Shape) {
	class, font := "text", ""
	if s.Bold {
		font += ` font-weight="700"`
	}
	if s.Mono {
		font += ` font-family="` + monoFonts + `"`
	}
	if s.Struck {
		class += " struck"
		font += ` text-decoration="line-through"`
	}
	if s.Anchor != Start {
		font += ` text-anchor="` + [...]string{Middle: "middle", End: "end"}[s.Anchor] + `"`
	}
	fmt.Fprintf(w, `<text class="%s" x="%s" y="%s" font-size="%s"%s>%s</text>`,
		class, number(s.Points[0].X), number(s.Points[0].Y), number(s.Size), font, escape(s.Text))
}

// paint writes a shape's class and how it is painted.
func (w *svgWriter) paint(s *Shape) string {
	var b strings.Builder
	var classes []string
	fill := "none"
	if s.Fill != None {
		fill = palette[s.Fill].light
		classes = append(classes, "f-"+string(s.Fill))
		if hasPattern(s.Fill) {
			fill = "url(#" + w.prefix + "-" + string(s.Fill) + ")"
			classes = classes[:0]
		}
	}
	fmt.Fprintf(&b, ` fill="%s"`, escape(fill))
	if s.Stroke != None {
		classes = append(classes, "s-"+string(s.Stroke))
		width := s.Width
		if width == 0 {
			width = 1.5
		}
		fmt.Fprintf(&b, ` stroke="%s" stroke-width="%s"`, palette[s.Stroke].light, number(width))
		switch s.Dash {
		case Dashed:
			b.WriteString(` stroke-dasharray="6 4"`)
		case Dotted:
			b.WriteString(` stroke-dasharray="0.1 5" stroke-linecap="round"`)
		case DashDot:
			b.WriteString(` stroke-dasharray="7 3 1.5 3"`)
		case Long:
			b.WriteString(` stroke-dasharray="13 4"`)
		}
	}
	if s.Provenance != Measured {
		classes = append(classes, s.Provenance.String())
	}
	if len(classes) == 0 {
		return b.String()
	}
	return ` class="` + strings.Join(classes, " ") + `"` + b.String()
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
