package notebook

import "fmt"

// FigureKind is a kind of figure that a cell may ask for, by nb.Figure or by the option
// views, and from how many traces it is drawn.
type FigureKind struct {
	Name        string
	Least, Most int // Most is -1 where there is no bound
}

// FigureKinds are all of them. Package figure draws them and package nb takes them; what
// either has and the others lack fails a test of the command, which sees all three.
var FigureKinds = []FigureKind{
	{"two-lane", 1, 1},
	{"gantt", 1, 1},
	{"bars", 1, -1},
	{"blocked-cpu", 1, -1},
	{"summary", 0, -1},
	{"matrix", 1, -1},
	{"web-request", 0, 1},
	{"residency", 1, -1},
	{"level", 1, 1},
}

// UnknownFigure says what is wrong with a figure of this kind drawn from n traces; msg is
// empty when nothing is.
func UnknownFigure(kind string, n int) (msg, hint string) {
	for _, k := range FigureKinds {
		if k.Name == kind {
			return k.refuse(n), ""
		}
	}
	return fmt.Sprintf("no figure is called %q", kind), DidYouMean(kind, figureNames())
}

// refuse says that the figure is not drawn from n traces, "" when it is.
func (k FigureKind) refuse(n int) string {
	if n >= k.Least && (n <= k.Most || k.Most < 0) {
		return ""
	}
	from := "1 trace"
	switch {
	case k.Most < 0:
		from = "at least 1 trace"
	case k.Least == 0:
		from = "at most 1 trace"
	}
	return fmt.Sprintf("a %s figure is drawn from %s, not from %d", k.Name, from, n)
}

func figureNames() (names []string) {
	for _, k := range FigureKinds {
		names = append(names, k.Name)
	}
	return names
}

// viewNames are the values of the option views.
func viewNames() []string { return append(figureNames(), "table") }
