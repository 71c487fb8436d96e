package render

import (
	"fmt"
	"slices"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

// traced writes a trace: the figures that the cell's views name, and its events as
// a table. A trace of the cell's own calls that nobody asked for is folded away.
func (p *page) traced(i int, o notebook.Output, c *captions) {
	m, options, index := p.m, p.x.Notebook.Cells[i].Options, o.Traces[0]
	t := p.x.Traces[index]
	views := options.Views
	if o.Auto {
		if options.Trace == notebook.TraceOff || len(t.Events) == 0 {
			return
		}
		m.open("details", "class", "own-calls")
		whose := " of this cell"
		if o.Name == notebook.Late {
			whose = " begun in an earlier cell, ended in this one"
		}
		m.el("summary", plural(happenings(t), "system call")+whose)
		p.events(index)
		m.shut("details")
		m.line()
		return
	}
	if views == nil {
		views = defaultViews(t)
	}
	m.open("div", "class", "trace")
	m.line()
	for _, view := range views {
		if view != "table" {
			p.draw(view, []int{index}, c)
		}
	}
	if slices.Contains(views, "table") {
		p.events(index)
	}
	m.shut("div")
	m.line()
}

// happenings is how many events a trace stands for.
func happenings(t trace.Trace) int {
	n := 0
	for i := range t.Events {
		if run := t.Events[i].Run; run != nil {
			n += run.Count
		} else {
			n++
		}
	}
	return n
}

// Of a trace's rows the page shows the first few; the others are folded away, and
// beyond mostRows only the record has them.
const (
	firstRows = 16
	fewRows   = firstRows + 8 // up to here there is nothing to fold
	mostRows  = 1200
	tailRows  = 200 // of mostRows, those at the end
)

// events writes the events of the trace of this index as a table, with what was not measured below.
func (p *page) events(index int) {
	m, t := p.m, p.x.Traces[index]
	if len(t.Events) == 0 {
		m.el("p", "nothing was recorded", "class", "status")
		m.line()
		return
	}
	p.lanes(t)
	whys := newReasons()
	n := len(t.Events)
	shown := n
	if n > fewRows {
		shown = firstRows
	}
	p.rows(index, 0, shown, whys)
	if shown < n {
		m.open("details", "class", "rest")
		m.el("summary", "The other "+plural(n-shown, "row"))
		head, tail := n, n
		if n > mostRows {
			head, tail = mostRows-tailRows, n-tailRows
		}
		p.rows(index, shown, head, whys)
		if head < tail {
			m.el("p", plural(tail-head, "row")+" not shown here; the record beside this page has them all", "class", "status")
			p.rows(index, tail, n, whys)
		}
		for i := head; i < tail; i++ {
			whys.add(t.Events[i].Why)
		}
		m.shut("details")
		m.line()
	}
	p.traceNotes(t, whys)
}

// fewLanes are so many that their names are not folded away.
const fewLanes = 12

// lanes says which thread is which, and how closely each was watched.
func (p *page) lanes(t trace.Trace) {
	m := p.m
	if len(t.Lanes) > fewLanes {
		m.open("details", "class", "rest")
		m.el("summary", plural(len(t.Lanes), "thread"))
		defer m.shut("details")
	}
	m.open("p", "class", "lanes")
	for i, lane := range t.Lanes {
		if i > 0 {
			m.text(" · ")
		}
		m.el("b", lane.Name)
		m.text(fmt.Sprintf(" thread %d", lane.TID))
		if lane.Level > 0 && lane.Level < len(levels) {
			m.text(", " + levels[lane.Level])
		}
	}
	m.shut("p")
	m.line()
}

// levels say what was measured of a lane: see trace.Lane.
var levels = [...]string{1: "times", 2: "times and CPU", 3: "times, CPU and switches"}

// traceNotes writes what the reader must know of a trace: what its maker noted,
// and what could not be measured, each reason once.
func (p *page) traceNotes(t trace.Trace, whys *reasons) {
	if len(t.Notes) == 0 && len(whys.order) == 0 {
		return
	}
	m := p.m
	m.open("ul", "class", "trace-notes")
	for _, note := range t.Notes {
		m.el("li", note)
	}
	for _, why := range whys.order {
		text := "not measured: " + why
		if n := whys.count[why]; n > 1 {
			text += " (" + plural(n, "row") + ")"
		}
		m.el("li", text)
	}
	m.shut("ul")
	m.line()
}

// reasons counts what was not measured, in the order of first mention.
type reasons struct {
	order []string
	count map[string]int
}

func newReasons() *reasons { return &reasons{count: map[string]int{}} }

func (r *reasons) add(whys []string) {
	for _, why := range whys {
		if r.count[why] == 0 {
			r.order = append(r.order, why)
		}
		r.count[why]++
	}
}
