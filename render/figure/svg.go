package figure

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
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
