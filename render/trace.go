package render

import (
	"slices"
	"strconv"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
	"nbrun/render/notebook"
)

// traced writes a trace: the figures that views name, and its events as
// a table. A trace of the cell's own calls that nobody asked for is folded away.
func (p *page) traced(i int, o notebook.Output, views []string, c *captions) {
	m, options, index := p.m, p.x.Notebook.Cells[i].Options, o.Traces[0]
	t := p.x.Traces[index]
	if o.Auto {
		if options.Trace == notebook.TraceOff || len(t.Events) == 0 {
			return
		}
		m.open("details", "class", "own-calls", "id", ownCallsAnchor(index))
		calls := p.count(happenings(t), "system call")
		if o.Name == notebook.Late {
			m.el("summary", p.say("%s begun in an earlier cell, ended in this one", calls))
		} else {
			m.el("summary", p.say("%s of this cell", calls))
		}
		p.events(index, o.Lines)
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
		p.events(index, nil)
	}
	m.shut("div")
	m.line()
}

// traceTitle is the title of the trace of this index, in the page's language where it is
// known in that.
func (p *page) traceTitle(index int) string {
	return figure.TitleWords(p.x.Traces[index].Title, p.lang())
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
// beyond mostRows of a trace, or pageRows of all, only the record has them.
const (
	firstRows = 16
	fewRows   = firstRows + 8 // up to here there is nothing to fold
	mostRows  = 1200
	pageRows  = 2400
)

// events writes the events of the trace of this index, made by these lines, as a table,
// with what was not measured below.
func (p *page) events(index int, lines []int) {
	m, t := p.m, p.x.Traces[index]
	if len(t.Events) == 0 {
		m.el("p", p.say("nothing was recorded"), "class", "status")
		m.line()
		return
	}
	m.open("div", "class", "rows")
	m.line()
	p.lanes(t)
	r := p.newRows(index, lines)
	n := len(t.Events)
	most := min(mostRows, max(pageRows-p.rowsShown, fewRows))
	p.rowsShown += min(n, most)
	if n <= fewRows {
		r.write(0, n)
	} else {
		r.write(0, firstRows)
		r.rest(firstRows, most)
	}
	r.legend()
	p.traceNotes(t, r.whys)
	m.shut("div")
	m.line()
}

// rest folds the rows from a first one on away. Of a trace that has more than most
// rows it leaves out some, a sixth of the rest before the end.
func (r *rows) rest(from, most int) {
	m, n := r.m, len(r.t.Events)
	head, tail := n, n
	if n > most {
		last := (most - from) / 6
		head, tail = most-last, n-last
	}
	m.open("details", "class", "rest")
	m.el("summary", r.say("The other %s", r.count(n-from, "row")))
	r.write(from, head)
	if head < tail {
		m.el("p", r.say("%s not shown here; the record beside this page has them all", r.count(tail-head, "row")), "class", "status omitted")
		m.line()
		for i := head; i < tail; i++ {
			r.whys.add(r.t.Events[i].Why)
		}
		r.write(tail, n)
	}
	m.shut("details")
	m.line()
}

// fewLanes are so many that their names are not folded away.
const fewLanes = 12

// lanes says which thread is which, and how closely each was watched.
func (p *page) lanes(t trace.Trace) {
	m := p.m
	if len(t.Lanes) > fewLanes {
		m.open("details", "class", "rest")
		m.el("summary", p.count(len(t.Lanes), "thread"))
		defer m.shut("details")
	}
	m.open("p", "class", "lanes")
	for i, lane := range t.Lanes {
		if i > 0 {
			m.text(" · ")
		}
		m.el("b", figure.LaneWords(lane.Name, p.lang()), "data-thread", strconv.Itoa(lane.TID))
		m.text(p.say(" thread %d", lane.TID))
		if lane.Level > 0 && lane.Level < len(levels) {
			m.text(p.say(", ") + p.say(levels[lane.Level]))
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
		text, lang := p.noteWords(note)
		m.el("li", text, lang...)
	}
	for _, why := range whys.order {
		m.open("li")
		before, after := p.about("not measured: %s")
		m.text(before)
		if known, lang := p.noteWords(why); lang == nil {
			m.text(known)
		} else {
			m.el("span", known, lang...)
		}
		m.text(after)
		if n := whys.count[why]; n > 1 {
			m.text(p.say(" (%s)", p.count(n, "row")))
		}
		m.shut("li")
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
