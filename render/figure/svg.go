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
// content security policy can let it pass: colours, faces and dashes are named by
// classes, which the rules of [CSS] give their meaning, and what most shapes have in
// common is only said there. A mark with a Row is a link to it, which needs no script;
// another carries data-event="TRACE.LANE.SEQ", where TRACE is what traces calls the
// trace that Mark.Trace means, or that itself when it calls it nothing. They follow each
// other as in Marks, so that the figure is read in that order. A figure with marks is a
// group of them, and one without is an image. The second element is described by the
// first one's words.
func (f *Figure) SVG(prefix string, traces ...int) []byte {
	if f.Narrow == nil {
		return f.svg(prefix, prefix, f.Kind, traces)
	}
	class := f.Kind + " wide"
	if f.Width > 900 { // than the column of a page's text
		class += " broad"
	}
	narrow := *f.Narrow
	narrow.Title = f.Title
	return append(f.svg(prefix, prefix, class, traces), narrow.svg(prefix+"-narrow", prefix, f.Kind+" narrow", traces)...)
}

// svg writes one form of the figure. The form whose ids begin with described has the
// description of both.
func (f *Figure) svg(prefix, described, class string, traces []int) []byte {
	w := &svgWriter{prefix: prefix, traces: traces}
	lang, role := "", "img"
	groups := f.groups()
	if len(groups) > 2 {
		role = "group"
	}
	if f.Lang != "" {
		lang = ` lang="` + escape(f.Lang) + `"`
	}
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="figure %s"%s viewBox="0 0 %s %s" width="%[3]s" height="%[4]s" role="%[6]s" aria-labelledby="%[5]s-title" aria-describedby="%[7]s-desc">`,
		escape(class), lang, number(f.Width), number(f.Height), escape(prefix), role, escape(described))
	fmt.Fprintf(w, "\n<title id=\"%s-title\">%s</title>\n", escape(prefix), escape(f.Title))
	if prefix == described {
		fmt.Fprintf(w, "<desc id=\"%s-desc\">%s</desc>\n", escape(prefix), escape(f.Alt))
	}
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
		m := f.Marks[g.event]
		attr := `role="img" data-event="` + escape(w.event(m)) + `"`
		if m.Row != "" {
			tag, attr = "a", `href="#`+escape(m.Row)+`"`
		}
		fmt.Fprintf(w, "<%s class=\"mark\" %s><title>%s</title>\n", tag, attr, escape(m.Label))
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
