package figure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// Figure is a drawing and what is said of it in words. Lengths are in CSS pixels, the
// origin is at the top left.
type Figure struct {
	Kind    string // "two-lane"
	Title   string
	Caption string     // what the reader must know to read it
	Quoted  string     // what the record itself says to that, in English, where Caption is in another language
	Alt     string     // what it shows, in sentences with the same numbers
	Data    [][]string // the same as a table; the first row is the head
	Lang    string     // BCP 47, of its texts; English when empty
	Width   float64
	Height  float64
	Shapes  []Shape // later ones lie above earlier ones
	Marks   []Mark  // what Shape.Event refers to
	Narrow  *Figure // the same arranged for a narrow screen; nil when it has no other form
}

// Mark is what the shapes of one event have in common.
type Mark struct {
	Trace int    // which of the traces that the figure is drawn from, from 0
	Ref   string // LANE.SEQ: index of the lane and number on it
	Label string // "recvmsg(3, …) returned 100 after 50.9 ms"
	Row   string // id of what it leads to on its page; "" when it leads nowhere
}

// Focusable reports whether one of the marks that are drawn leads somewhere.
func (f *Figure) Focusable() bool {
	for i := range f.Shapes {
		if e := f.Shapes[i].Event; e >= 0 && f.Marks[e].Row != "" {
			return true
		}
	}
	return false
}

// Input is what a figure is drawn from.
type Input struct {
	Traces []trace.Trace
	Series *trace.Series
	Lang   string // BCP 47, of the words in it, where the figure has them; English when empty
}

// Provenance says where a shape's truth comes from.
type Provenance uint8

const (
	Measured  Provenance = iota // it is in the record
	Inferred                    // it follows from the record
	Schematic                   // it explains and is of no run
	Emulated                    // it is in the record, of a program that plays another's part
)

var provenanceNames = [...]string{"measured", "inferred", "schematic", "emulated"}

// String returns the word for p.
func (p Provenance) String() string {
	if int(p) < len(provenanceNames) {
		return provenanceNames[p]
	}
	return fmt.Sprintf("Provenance(%d)", int(p))
}

// Point is a place in a figure.
type Point struct{ X, Y float64 }

// Form says what a Shape is.
type Form uint8

const (
	Rect    Form = iota // Points are two opposite corners
	Line                // an open line through Points
	Polygon             // a closed one
	Circle              // Points[0] is its middle, Size its radius
	Text                // Points[0] is where the Anchor of its baseline lies
)

// Ink is what a shape is painted with. The six after Paper mean what their names
// say in every figure, and have a pattern each so that colour is never needed.
type Ink string

const (
	None  Ink = ""
	Solid Ink = "ink"   // the colour of text
	Faint Ink = "faint" // furniture
	Tint  Ink = "tint"  // the ground of a lane
	Paper Ink = "paper"
	Wait  Ink = "wait" // waiting for data
	Copy  Ink = "copy" // copying from the kernel to the program
	Spin  Ink = "spin" // processor time burnt on asking
	Idle  Ink = "idle" // off the processor
	Work  Ink = "work" // useful work of the program
	Held  Ink = "held" // a request in flight, or data not yet copied
)

// Dash is how a line is drawn.
type Dash uint8

const (
	Whole   Dash = iota
	Dashed       // an error, or the outline of what is inferred
	Dotted       // no system call
	DashDot      // these two only tell the lines of a chart apart
	Long
)

// Head is the arrow head at a line's last point.
type Head uint8

const (
	NoHead Head = iota
	FullHead
	OpenHead
)

// Anchor says which part of a text its point is.
type Anchor uint8

const (
	Start Anchor = iota
	Middle
	End
)

// Shape is one thing drawn.
type Shape struct {
	Form   Form
	Points []Point
	Fill   Ink
	Stroke Ink
	Width  float64 // of the stroke; 1.5 when 0
	Dash   Dash
	Head   Head // of a Line: an arrow when it has one

	Text   string
	Size   float64 // font size, or a circle's radius
	Anchor Anchor
	Bold   bool
	Mono   bool
	Struck bool // through, since it did not happen

	Event      int // index into Figure.Marks; -1 for furniture
	Provenance Provenance
}

var drawers = map[string]func(Input) (Figure, error){
	"gantt":           func(in Input) (Figure, error) { return one("gantt", in, Gantt) },
	"two-lane":        func(in Input) (Figure, error) { return one("two-lane", in, TwoLane) },
	"bars":            Bars,
	"blocked-cpu":     BlockedCPU,
	"scaling":         scaling(costChart),
	"scaling-active":  scaling(activeChart),
	"scaling-threads": scaling(threadChart),
	"scaling-memory":  scaling(memoryChart),
	"matrix":          drawMatrix,
	"residency":       drawResidency,
	"level":           drawLevel,
	"web-request":     drawWeb,
	"summary":         drawSummary,
}

// Draw draws a figure of one of the kinds there are. An unknown kind is an error that
// names the known.
func Draw(kind string, in Input) (Figure, error) {
	draw, ok := drawers[kind]
	if !ok {
		return Figure{}, fmt.Errorf("no figure is called %q: there is %s", kind, strings.Join(Kinds(), ", "))
	}
	return draw(in)
}

// NotMeasured is the error of a figure of what its traces say was not measured: nothing
// is wrong with them, or with the wish for it.
type NotMeasured struct{ Why string }

func (n NotMeasured) Error() string { return n.Why }

// one draws from the only trace there is.
func one(kind string, in Input, draw func(t trace.Trace, lang string) (Figure, error)) (Figure, error) {
	if len(in.Traces) != 1 {
		return Figure{}, fmt.Errorf("a %s figure is drawn from 1 trace, not %d", kind, len(in.Traces))
	}
	f, err := draw(in.Traces[0], in.Lang)
	f.Lang = cmp.Or(tongueOf(in.Lang).lang(), "en")
	return f, err
}

// Kinds returns the names of all kinds of figures, in order.
func Kinds() []string {
	var names []string
	for n := range drawers {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
