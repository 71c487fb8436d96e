package figure

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"nbrun/iomodels/trace"
)

// Sizes of a gantt. Its texts are larger than those of other figures, since a page
// shows it smaller than it is.
const (
	ganttWidth = 960.0
	ganttText  = 15.0
	ganttHead  = 18.0
	ganttLanes = 12 // threads shown at most

	ganttTop = 64.0  // where the lanes begin
	ganttX   = 176.0 // where the times begin, right of the lanes' names

	zoomWindow = 200 * time.Microsecond
	zoomBefore = 60 * time.Microsecond // of a window, what lies before the arrival
	zoomMost   = 3
	zoomGap    = 16.0
	zoomNames  = 84.0 // what names take of a window that is not the only one
)

// gantt is a figure of that kind while it is laid out.
type gantt struct {
	tongue
	t        *trace.Trace
	phases   map[int][]trace.Phase // by event
	byLane   [][]int               // indexes into Trace.Events
	lanes    []int                 // those shown, in the order of their rows
	requests []request
	causes   []cause
	arrivals []arrival
	from, to trace.Time
	zooms    []zoom
	notes    []string // what is not shown

	back, marks, front []Shape
	labels             []*label
	solid              []Point // middles of signs, which no text may hide
	filled             []Shape // bars that mean something, of which no text may hide most
	used               map[Ink]bool
	signs              map[sign]bool
	counted            map[int]string // what a mark that stands for many calls is called, by event
}

// kernelRow stands for the kernel among the lanes of a plot.
const kernelRow = -1

// Gantt draws what each thread did as bars on a line of its own, time running to the
// right and to scale, with the kernel's marks below; and under that, enlarged, the
// densest short stretches around the arrivals of data.
//
// Its words are in lang, a language tag, where it has them. A trace that fails Check, or
// that has no events, is an error.
func Gantt(t trace.Trace, lang string) (Figure, error) {
	if err := t.Check(); err != nil {
		return Figure{}, fmt.Errorf("a figure of what cannot have happened: %w", err)
	}
	if len(t.Events) == 0 {
		return Figure{}, errors.New("gantt: no event can be drawn")
	}
	g := &gantt{
		tongue: tongueOf(lang), t: &t, phases: map[int][]trace.Phase{}, byLane: make([][]int, len(t.Lanes)),
		used: map[Ink]bool{}, signs: map[sign]bool{}, counted: map[int]string{},
	}
	for _, p := range t.Phases() {
		g.phases[p.Event] = append(g.phases[p.Event], p)
	}
	g.from, g.to = t.Events[0].Enter, t.Events[0].Exit
	for i := range t.Events {
		e := &t.Events[i]
		g.byLane[e.Lane] = append(g.byLane[e.Lane], i)
		g.to = max(g.to, e.Exit)
	}
	g.chooseLanes()
	g.findCauses()
	g.findRequests()
	return g.draw(), nil
}

// chooseLanes puts the program's threads first, then those that work for it, then
// others; of too many it shows those with the most events.
func (g *gantt) chooseLanes() {
	for i, is := range g.byLane {
		if len(is) > 0 {
			g.lanes = append(g.lanes, i)
		}
	}
	order := [...]int{trace.App: 0, trace.Helper: 1, trace.Peer: 2, trace.Witness: 3}
	rank := func(lane int) int { return order[g.t.Lanes[lane].Role] }
	slices.SortStableFunc(g.lanes, func(a, b int) int {
		if c := cmp.Compare(rank(a), rank(b)); c != 0 || len(g.lanes) <= ganttLanes {
			return c
		}
		return cmp.Compare(len(g.byLane[b]), len(g.byLane[a]))
	})
	switch n := len(g.lanes) - ganttLanes; {
	case n == 1:
		g.notes = append(g.notes, g.say("1 other thread is not shown."))
	case n > 1:
		g.notes = append(g.notes, g.say("%d other threads are not shown.", n))
	}
	g.lanes = g.lanes[:min(len(g.lanes), ganttLanes)]
}

// shows reports whether a lane has a row.
func (g *gantt) shows(lane int) bool { return slices.Contains(g.lanes, lane) }

// rows are the lanes that have a row, and the kernel when it has marks.
func (g *gantt) rows() []int {
	rows := slices.Clone(g.lanes)
	if len(g.arrivals) > 0 || len(g.requests) > 0 {
		rows = append(rows, kernelRow)
	}
	return rows
}

func (g *gantt) draw() Figure {
	rows := g.rows()
	whole := &plot{x0: ganttX, x1: ganttWidth - margin, top: ganttTop, rowHeight: 34, bar: 22, from: g.from, to: max(g.to, g.from+1), rows: rows}
	g.text(margin, 26, fit(g.title(), ganttWidth-2*margin-g.stampRoom(), ganttHead, false, true), ganttHead, Start, true)
	g.drawTicks(whole, g.from, ganttTop-10)
	for r, lane := range rows {
		g.text(margin, whole.middle(r)+5, g.laneName(lane, ganttX-margin-10), ganttText, Start, false)
	}
	g.chooseZooms()
	bottom := whole.bottom()
	if len(g.zooms) > 0 {
		bottom = g.drawZooms(whole)
	}
	g.drawPlot(whole)
	if isEmulated(g.t) {
		g.stamp(g.say("EMULATED"))
	}
	return g.figure(g.drawLegend(bottom + 22))
}

// laneName names a row: its thread's part and its id, or KERNEL.
func (g *gantt) laneName(lane int, room float64) string {
	if lane == kernelRow {
		return g.say("KERNEL")
	}
	l := &g.t.Lanes[lane]
	id := fmt.Sprintf(" %d", l.TID)
	return fit(g.tongue.lane(l.Name), room-textWidth(id, ganttText, false, false), ganttText, false, false) + id
}

func (g *gantt) title() string {
	if g.t.Title != "" {
		return g.modelTitle(g.t.Title)
	}
	return g.say("System calls by thread")
}

func (g *gantt) text(x, y float64, s string, size float64, anchor Anchor, bold bool) {
	g.back = append(g.back, Shape{Form: Text, Points: []Point{{x, y}}, Text: s, Size: size, Anchor: anchor, Bold: bold, Fill: Solid, Event: -1})
}

// stampRoom is what the stamp in the corner takes of the title's line.
func (g *gantt) stampRoom() float64 {
	if isEmulated(g.t) {
		return 130
	}
	return 0
}

// stamp writes a word in the corner, in a double frame.
func (g *gantt) stamp(word string) {
	x1 := ganttWidth - margin
	x0 := x1 - textWidth(word, ganttText, false, true) - 16
	for _, inset := range []float64{0, 3} {
		g.back = append(g.back, Shape{Form: Rect, Points: []Point{{x0 + inset, 6 + inset}, {x1 - inset, 34 - inset}}, Stroke: Faint, Width: 1, Event: -1})
	}
	g.text((x0+x1)/2, 25, word, ganttText, Middle, true)
}

// figure puts the parts together.
func (g *gantt) figure(height float64) Figure {
	f := Figure{Kind: "gantt", Title: g.title(), Width: ganttWidth, Height: height}
	f.Shapes = append(f.Shapes, g.back...)
	f.Shapes = append(f.Shapes, g.marks...)
	f.Shapes = append(f.Shapes, g.front...)
	for _, l := range g.labels {
		f.Shapes = append(f.Shapes, l.shapes()...)
	}
	if isEmulated(g.t) {
		for i := range f.Shapes {
			if f.Shapes[i].Event >= 0 && f.Shapes[i].Provenance == Measured {
				f.Shapes[i].Provenance = Emulated
			}
		}
	}
	for i := range g.t.Events {
		m := Mark{Ref: ref(&g.t.Events[i]), Label: g.mark(g.t, i)}
		if many, ok := g.counted[i]; ok {
			m.Label = many
		}
		f.Marks = append(f.Marks, m)
	}
	f.Caption, f.Alt, f.Data = g.caption(), g.alt(), g.data()
	return f
}
