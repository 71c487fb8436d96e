package render

import (
	"strings"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// rows are the events of one trace as a table, in the making.
type rows struct {
	*page
	index  int // of the trace
	t      trace.Trace
	bars   *bars
	clock  clock
	lines  []int             // which made the events; nil when that is not known of any
	single bool              // there is but one thread, which needs no column
	linked map[string]bool   // terms of the glossary that a row of this trace leads to
	names  map[string]string // of descriptors, by number, as last shown in full
	told   map[string]bool   // errors whose meaning a row has
	whys   *reasons

	unlinked bool // terms do not lead anywhere for now
}

func (p *page) newRows(index int, lines []int) *rows {
	t := p.x.Traces[index]
	return &rows{
		page:   p,
		index:  index,
		t:      t,
		bars:   newBars(t),
		clock:  newClock(t),
		lines:  lines,
		single: len(t.Lanes) == 1,
		linked: map[string]bool{},
		names:  map[string]string{},
		told:   map[string]bool{},
		whys:   newReasons(),
	}
}

// write writes the events [from, to) as a table.
func (r *rows) write(from, to int) {
	if from >= to {
		return
	}
	m := r.m
	class := "events " + r.clock.class()
	if !r.single {
		class += " laned" // the style knows a cell by its place
	}
	if r.lines != nil {
		class += " lined"
	}
	m.open("table", append([]string{"class", class}, skipEmpty("aria-label", r.traceTitle(r.index))...)...)
	m.open("thead")
	m.open("tr")
	m.el("th", r.say("Time, %s", r.clock.unit()), "scope", "col", "class", "time")
	if !r.single {
		m.el("th", r.say("Thread"), "scope", "col", "class", "lane")
	}
	if r.lines != nil {
		m.el("th", r.say("Line"), "scope", "col", "class", "line")
	}
	m.el("th", r.say("Call"), "scope", "col", "class", "call")
	m.el("th", r.say("Result"), "scope", "col", "class", "ret")
	m.el("th", r.say("Took"), "scope", "col", "class", "took")
	m.shut("tr", "thead")
	m.line()
	m.open("tbody")
	m.line()
	for i := from; i < to; i++ {
		r.row(i)
		r.whys.add(r.t.Events[i].Why)
	}
	m.shut("tbody", "table")
	m.line()
}

// row writes one event.
func (r *rows) row(i int) {
	m, e := r.m, &r.t.Events[i]
	m.open("tr", append(rowClass(e), r.rowName(r.index, e)...)...)
	m.el("td", r.clock.text(e.Enter))
	if !r.single {
		m.el("td", figure.LaneWords(r.t.Lanes[e.Lane].Name, r.lang()))
	}
	if r.lines != nil {
		r.madeBy(i)
	}
	m.open("td")
	r.what(e, r.seen(r.index, i))
	m.shut("td")
	m.open("td")
	r.outcome(e)
	m.shut("td")
	m.open("td")
	r.took(i)
	m.shut("td", "tr")
	m.line()
}

// rowClass is the class of an event's row, if it is more than a system call that
// succeeded.
func rowClass(e *trace.Event) []string {
	var classes []string
	if e.Kind != trace.Syscall {
		classes = append(classes, e.Kind.String())
	}
	if e.Errno.Num != 0 {
		classes = append(classes, "errno")
	}
	if e.Run != nil {
		classes = append(classes, "run")
	}
	return skipEmpty("class", strings.Join(classes, " "))
}
