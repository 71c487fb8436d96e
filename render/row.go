package render

import (
	"fmt"
	"strings"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

// rows writes the events [from, to) of the trace of this index as a table.
func (p *page) rows(index, from, to int, whys *reasons) {
	if from >= to {
		return
	}
	m, t := p.m, p.x.Traces[index]
	m.open("table", "class", "events")
	m.open("thead")
	m.open("tr")
	for _, head := range []string{"Time", "Thread", "Call and result", "Took"} {
		m.el("th", head, "scope", "col")
	}
	m.shut("tr", "thead")
	m.line()
	m.open("tbody")
	m.line()
	zero := t.Events[0].Enter
	for i := from; i < to; i++ {
		e := &t.Events[i]
		p.row(index, e, zero, p.seen(index, i))
		whys.add(e.Why)
	}
	m.shut("tbody", "table")
	m.line()
}

// row writes one event of the trace of this index. Its name, TRACE.LANE.SEQ, is that of
// its marks in figures.
func (p *page) row(index int, e *trace.Event, zero trace.Time, seen *notebook.Seen) {
	m, lane := p.m, p.x.Traces[index].Lanes[e.Lane].Name
	m.open("tr", "class", rowClass(e), "data-event", fmt.Sprintf("%d.%d.%d", index, e.Lane, e.Seq))
	m.el("td", trace.FormatDuration(e.Enter.Sub(zero)), "class", "time")
	m.el("td", lane, "class", "lane")
	m.open("td", "class", "call")
	p.what(e, seen)
	m.shut("td")
	m.open("td", "class", "took")
	p.took(e)
	m.shut("td", "tr")
	m.line()
}

func rowClass(e *trace.Event) string {
	class := e.Kind.String()
	if e.Errno.Num != 0 {
		class += " errno"
	}
	if e.Run != nil {
		class += " run"
	}
	return class
}

// kindWords name what is not a system call.
var kindWords = map[trace.Kind]string{
	trace.SQE:    "request",
	trace.CQE:    "completion",
	trace.Signal: "signal",
	trace.Work:   "computing",
	trace.Probe:  "seen",
	trace.Mark:   "mark",
}

// what writes what happened, with which result, and whether a witness saw it too.
func (p *page) what(e *trace.Event, seen *notebook.Seen) {
	m := p.m
	word := kindWords[e.Kind]
	if e.Touches() {
		word = "memory"
	}
	if word != "" {
		m.el("span", word, "class", "kind")
		m.text(" ")
	}
	p.call(e)
	p.outcome(e)
	p.witnessed(seen)
	if e.Run != nil {
		m.el("span", "× "+grouped(int64(e.Run.Count))+" more", "class", "times")
	}
	if s := e.Stamp; s != nil {
		m.el("span", stamped(e), "class", "detail")
	}
	if e.Note != "" {
		m.el("span", e.Note, "class", "detail")
	}
}

// stamped says when the data came, or went: after a call's entry or, of a completion, which has
// none, before or after the last look that did not see it.
func stamped(e *trace.Event) string {
	s := e.Stamp
	where, after := "entry", s.At.Sub(e.Enter)
	side := "after"
	if after < 0 {
		side, after = "before", -after
	}
	what, ok := sentWords[s.Source]
	switch {
	case e.Kind == trace.CQE:
		what, where = "arrived", "the last look in vain"
	case !ok:
		what = "the kernel had the data"
	}
	return fmt.Sprintf("%s %s %s %s ± %s (%s)", what, trace.FormatDuration(after), side, where, trace.FormatDuration(s.Uncertainty), s.Source)
}

// sentWords say what a stamp of data sent was taken at.
var sentWords = map[string]string{
	"tx-sched":    "the data were handed to the packet scheduler",
	"tx-software": "the data were handed to the network device",
	"tx-ack":      "the peer's kernel had acknowledged the data",
}

// longCall is how many bytes of arguments a row shows before it folds them.
const longCall = 200

// call writes a call as C would: its name and its decoded arguments.
func (p *page) call(e *trace.Event) {
	m := p.m
	texts := make([]string, len(e.Args))
	for i, a := range e.Args {
		texts[i] = a.Text
		if a.Text == "" {
			texts[i] = fmt.Sprintf("%#x", a.Raw)
		}
	}
	args := strings.Join(texts, ", ")
	if e.Kind == trace.Syscall || len(texts) > 0 {
		args = "(" + args + ")"
	}
	if len(args) <= longCall {
		m.open("code")
		m.el("b", e.Name)
		m.text(args)
		m.shut("code")
		return
	}
	cut := longCall / 2
	for cut > 0 && args[cut]&0xC0 == 0x80 { // not within a letter
		cut--
	}
	m.open("details", "class", "long")
	m.open("summary")
	m.open("code")
	m.el("b", e.Name)
	m.text(args[:cut] + "…")
	m.shut("code", "summary")
	m.open("code")
	m.text("…" + args[cut:])
	m.shut("code", "details")
}

// outcome writes what the kernel returned, and what an error number means.
func (p *page) outcome(e *trace.Event) {
	m := p.m
	switch {
	case e.Errno.Num != 0:
		m.open("span", "class", "ret")
		m.text(" = −1 ")
		m.el("b", e.Errno.Name)
		m.text(" " + e.Errno.Text)
		m.shut("span")
	case e.Kind == trace.Syscall || e.Kind == trace.CQE:
		m.el("span", " = "+returned(e), "class", "ret")
	case e.Kind == trace.Work && !e.Touches():
		m.el("span", " "+grouped(e.Work)+" rounds", "class", "ret")
	}
}

// returned is what the kernel returned: a number, or of the calls that map memory
// an address.
func returned(e *trace.Event) string {
	switch e.Name {
	case "mmap", "mremap", "brk", "shmat":
		return fmt.Sprintf("%#x", uint64(e.Ret))
	}
	return grouped(e.Ret)
}

// took writes how long it took, and what the thread spent.
func (p *page) took(e *trace.Event) {
	m := p.m
	switch {
	case e.Run != nil && e.Run.Count > 0:
		r := e.Run
		m.text("mean " + meanOf(r))
		m.el("span", "median "+trace.FormatDuration(r.Median), "class", "detail")
		m.el("span", trace.FormatDuration(r.Min)+" to "+trace.FormatDuration(r.Max), "class", "detail")
	case e.Kind == trace.CQE:
		m.text("seen within " + trace.FormatDuration(e.Duration()))
	case e.Kind != trace.Mark:
		m.text(trace.FormatDuration(e.Duration()))
	}
	if u := e.Usage; u != nil {
		m.el("span", "CPU "+trace.FormatDuration(u.CPU), "class", "detail")
		if u.Rusage {
			m.el("span", switches(u), "class", "detail")
		}
	}
}

// meanOf is the mean duration of a run's calls. It is often below a microsecond,
// where whole nanoseconds are all that the clock gives.
func meanOf(r *trace.Run) string {
	return trace.FormatDuration(r.Sum / time.Duration(r.Count))
}

// switches says how often the thread left the processor: of its own accord, since
// it had to wait, and because another thread's turn had come.
func switches(u *trace.Usage) string {
	if u.Nvcsw == trace.Unknown {
		return "switches not known"
	}
	text := grouped(u.Nvcsw) + " switches"
	if u.Nvcsw == 1 {
		text = "1 switch"
	}
	if u.Nivcsw > 0 {
		text += ", " + grouped(u.Nivcsw) + " forced"
	}
	return text
}
