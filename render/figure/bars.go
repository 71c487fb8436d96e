package figure

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// Bars draws how long each phase of each trace took, as bars on one logarithmic axis of
// time: phases of a name and of one side (the program's own, or its helpers') are one bar.
//
// A trace that fails Check is an error.
func Bars(in Input) (Figure, error) {
	if len(in.Traces) == 0 || in.Series != nil {
		return Figure{}, errors.New("phase bars are drawn from one trace or more, and from no series")
	}
	d := &bars{tongue: tongueOf(in.Lang)}
	for i := range in.Traces {
		t := &in.Traces[i]
		if err := t.Check(); err != nil {
			return Figure{}, fmt.Errorf("a figure of what cannot have happened: trace %d, %q: %w", i+1, t.Title, err)
		}
		d.groups = append(d.groups, d.groupOf(i, t))
	}
	if !slices.ContainsFunc(d.groups, func(g barGroup) bool { return len(g.bars) > 0 }) {
		return Figure{}, errors.New("no phase was told apart: there is nothing to draw as bars")
	}
	return d.draw(), nil
}

// bars is such a figure while it is laid out.
type bars struct {
	groups []barGroup
	tongue
	sheet
	marks []Mark
	scale logScale
	top   float64
}

// barGroup is the bars of one trace.
type barGroup struct {
	title    string
	emulated bool
	bars     []bar
}

// bar is what the phases of one name took together.
type bar struct {
	name    trace.PhaseName
	helper  bool
	fill    Ink
	length  time.Duration
	bound   time.Duration // when atMost
	atMost  bool
	calls   int
	longest time.Duration
	sources []string // what it rests on, or why there is no split
	mark    Mark     // of the longest of them
}

// label is what the bar is of.
func (d *bars) label(b *bar) string {
	s := d.whose(b)
	if b.calls > 1 {
		s += " × " + thousands(int64(b.calls))
	}
	return s
}

// whose is the phase, and whether it is a helper's.
func (d *bars) whose(b *bar) string {
	if b.helper {
		return d.say("%s (helper)", d.phase(b.name))
	}
	return d.phase(b.name)
}

func (b *bar) value() string {
	if b.atMost {
		return "≤ " + trace.FormatDuration(b.bound)
	}
	return trace.FormatDuration(b.length)
}

// groupOf adds up the phases of a model's operation, or of all calls of a cell.
func (d *bars) groupOf(i int, t *trace.Trace) barGroup {
	g := barGroup{title: d.modelTitle(t.Title), emulated: strings.Contains(t.Model, "emulated")}
	if g.title == "" {
		g.title = d.say("System calls")
	}
	from, to, ok := t.Operation()
	whole := t.Model == "" || !ok
	index := map[[2]any]int{}
	for _, p := range t.Phases() {
		e := &t.Events[p.Event]
		helper := t.Lanes[e.Lane].Role == trace.Helper
		if helper && e.Name == "futex" || !whole && (e.Enter > to || e.Exit < from) {
			continue
		}
		key := [2]any{p.Name, helper}
		k, seen := index[key]
		if !seen {
			k = len(g.bars)
			index[key] = k
			g.bars = append(g.bars, bar{name: p.Name, helper: helper, fill: groundInk(p, e)})
		}
		g.bars[k].add(i, p, e, d.mark(t, p.Event))
	}
	return g
}

// add counts a phase in.
func (b *bar) add(i int, p trace.Phase, e *trace.Event, label string) {
	length, bound, calls := p.Length(), p.Length(), 1
	if p.AtMost {
		bound = p.Bound()
	}
	if e.Run != nil { // it lasts from the first call to the last, and these are not all of it
		length, bound, calls = e.Run.Sum, e.Run.Sum, e.Run.Count
	}
	b.length, b.bound, b.calls = b.length+length, b.bound+bound, b.calls+calls
	b.atMost = b.atMost || p.AtMost
	if b.calls == calls || length > b.longest {
		b.longest = length
		b.mark = Mark{Trace: i, Ref: ref(e), Label: label}
	}
	for _, s := range []string{p.Source, p.Why} {
		if s != "" && len(b.sources) < 3 && !slices.Contains(b.sources, s) {
			b.sources = append(b.sources, s)
		}
	}
}

const (
	barsWidth = 720.0
	barHeight = 14.0
	barStep   = 22.0
)

// draw draws the bars beside their names, and for a phone below them.
func (d *bars) draw() Figure {
	wide, narrow := *d, *d
	f, n := wide.drawIn(barsWidth), narrow.drawIn(narrowWidth)
	f.Narrow = &n
	return f
}

func (d *bars) drawIn(width float64) Figure {
	d.sheet.width = width
	d.top = d.sheet.title(d.title(), "") + 20
	heading := d.sheet
	d.sheet = sheet{width: width}
	d.measure()
	y := d.top
	for i := range d.groups {
		y = d.drawGroup(&d.groups[i], y)
	}
	drawn := d.shapes
	d.sheet = heading
	d.drawAxis(y)
	shapes := append(d.shapes, drawn...) // the bars lie above the axis
	f := Figure{
		Kind: "bars", Title: d.title(), Lang: d.lang(), Caption: d.caption(), Alt: d.alt(), Data: d.data(),
		Width: width, Height: y + 24, Shapes: shapes, Marks: d.marks,
	}
	return f
}

func (d *bars) narrow() bool { return d.sheet.width == narrowWidth }

// measure finds the axis: right of all labels, with room for the longest value.
func (d *bars) measure() {
	left, right := 100.0, 60.0
	var values []float64
	for _, g := range d.groups {
		for i := range g.bars {
			b := &g.bars[i]
			left = max(left, margin+8+textWidth(d.label(b), textSize, false, false))
			right = max(right, 12+textWidth(b.value(), textSize, false, false))
			if b.length > 0 { // zero is no place of this axis: it has no bar
				values = append(values, float64(b.length))
			}
			if b.atMost && b.bound > 0 {
				values = append(values, float64(b.bound))
			}
		}
	}
	if d.narrow() {
		left, right = d.edge()+16, 22
	}
	d.scale = newLogScale(values, left+6, d.sheet.width-d.edge()-right)
}
