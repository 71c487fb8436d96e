package render

import (
	"fmt"
	"strings"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
	"nbrun/render/notebook"
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
	return &rows{page: p, index: index, lines: lines, t: t, bars: newBars(t), clock: newClock(t), single: len(t.Lanes) == 1, linked: map[string]bool{}, names: map[string]string{}, told: map[string]bool{}, whys: newReasons()}
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
	m.open("table", "class", class)
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
	m.open("tr", append([]string{"class", rowClass(e)}, r.rowName(r.index, e)...)...)
	m.el("td", r.clock.text(e.Enter))
	if !r.single {
		m.el("td", r.t.Lanes[e.Lane].Name)
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

// what writes what happened, and whether a witness saw it too.
func (r *rows) what(e *trace.Event, seen *notebook.Seen) {
	m := r.m
	word := kindWords[e.Kind]
	if e.Touches() {
		word = "memory"
	}
	if word != "" {
		m.el("span", r.say(word), "class", "kind")
		m.text(" ")
	}
	r.call(e)
	r.witnessed(seen)
	if e.Run != nil {
		m.el("span", r.say("× %s more, mean %s", grouped(int64(e.Run.Count)), trace.FormatDuration(meanOf(e.Run))), "class", "times")
	}
	if s := e.Stamp; s != nil {
		m.el("span", r.stamped(e), "class", "detail")
	}
	if e.Note != "" {
		note, lang := r.noteWords(e.Note)
		m.el("span", note, append(lang, "class", "detail")...)
	}
}

// stamped says when the data came, or went: after a call's entry or, of a completion, which has
// none, before or after the last look that did not see it.
func (r *rows) stamped(e *trace.Event) string {
	s := e.Stamp
	what, after := sentWords[s.Source], s.At.Sub(e.Enter)
	if what == "" {
		what = "the kernel had the data"
	}
	form := r.say("%s %s after entry ± %s (%s)")
	switch {
	case e.Kind == trace.CQE && after < 0:
		what, form = "arrived", r.say("%s %s before the last look in vain ± %s (%s)")
	case e.Kind == trace.CQE:
		what, form = "arrived", r.say("%s %s after the last look in vain ± %s (%s)")
	case after < 0:
		form = r.say("%s %s before entry ± %s (%s)")
	}
	return fmt.Sprintf(form, r.say(what), trace.FormatDuration(after.Abs()), trace.FormatDuration(s.Uncertainty), s.Source)
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
func (r *rows) call(e *trace.Event) {
	m := r.m
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
		m.open("b")
		r.term(e.Name)
		m.shut("b")
		r.arguments(args)
		m.shut("code")
		return
	}
	cut := cutAt(args)
	m.open("details", "class", "long")
	m.open("summary")
	m.open("code")
	r.unlinked = true // a summary, which is a button, has no links in it
	m.open("b")
	r.term(e.Name)
	m.shut("b")
	r.arguments(args[:cut])
	m.text("…")
	r.unlinked = false
	m.shut("code", "summary")
	m.open("code")
	m.text("…")
	r.arguments(args[cut:])
	m.shut("code", "details")
}

// cutAt is where arguments that are too long are cut: after one of them, or at least
// not within a letter.
func cutAt(args string) int {
	cut := longCall / 2
	if i := strings.LastIndexAny(args[:cut], ", |"); i > cut/2 {
		return i + 1
	}
	for cut > 0 && args[cut]&0xC0 == 0x80 {
		cut--
	}
	return cut
}

// outcome writes what the kernel returned, and once in a trace what an error means.
func (r *rows) outcome(e *trace.Event) {
	m := r.m
	switch {
	case e.Errno.Num != 0:
		m.text("= −1 ")
		m.open("b")
		r.term(e.Errno.Name)
		m.shut("b")
		if !r.told[e.Errno.Name] {
			r.told[e.Errno.Name] = true
			m.el("span", " "+e.Errno.Text, "class", "detail")
		}
	case e.Kind == trace.Syscall || e.Kind == trace.CQE:
		m.text("= " + returned(e))
	case e.Kind == trace.Work && !e.Touches():
		m.text(r.say("%s rounds", grouped(e.Work)))
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

// took writes how long an event took, its phases, and what the thread spent.
func (r *rows) took(i int) {
	m, e := r.m, &r.t.Events[i]
	phases := r.bars.of(i)
	switch {
	case e.Run != nil:
		r.tookRun(e, phases)
	case e.Kind == trace.CQE:
		m.text(r.say("seen within %s", trace.FormatDuration(e.Duration())))
		r.phaseList(e, phases)
	case len(phases) > 1:
		m.text(trace.FormatDuration(e.Duration()))
		r.phaseList(e, phases)
	case len(phases) == 1:
		p := phases[0]
		r.bars.draw(m, p.Length(), figure.PhaseInk(p, e))
		m.text(trace.FormatDuration(e.Duration()))
		if telling(p) {
			m.el("span", " "+r.phaseName(p.Name), "class", "detail")
		}
	case e.Kind == trace.Syscall:
		r.bars.draw(m, e.Duration(), figure.None)
		m.text(trace.FormatDuration(e.Duration()))
	case e.Kind != trace.Mark:
		m.text(trace.FormatDuration(e.Duration()))
	}
	if u := e.Usage; u != nil {
		spent := " CPU " + trace.FormatDuration(u.CPU)
		if u.Rusage {
			spent += r.say(", ") + r.switches(u)
		}
		m.el("span", spent, "class", "detail")
	}
}

// tookRun writes how long the calls of a run took: the bar is of their mean.
func (r *rows) tookRun(e *trace.Event, phases []trace.Phase) {
	m, run := r.m, e.Run
	ink := figure.None
	if len(phases) == 1 {
		ink = figure.PhaseInk(phases[0], e)
	}
	r.bars.draw(m, meanOf(run), ink)
	m.text(trace.FormatDuration(meanOf(run)))
	for _, text := range []string{
		r.say("mean; median %s", trace.FormatDuration(run.Median)),
		r.say("%s to %s", trace.FormatDuration(run.Min), trace.FormatDuration(run.Max)),
		r.say("together %s", trace.FormatDuration(run.Sum)),
	} {
		m.el("span", " "+text, "class", "detail")
	}
}

// meanOf is the mean duration of a run's calls. It is often below a microsecond,
// where whole nanoseconds are all that the clock gives.
func meanOf(run *trace.Run) time.Duration {
	if run.Count == 0 {
		return 0
	}
	return run.Sum / time.Duration(run.Count)
}

// switches says how often the thread left the processor: of its own accord, since
// it had to wait, and because another thread's turn had come.
func (r *rows) switches(u *trace.Usage) string {
	if u.Nvcsw == trace.Unknown {
		return r.say("switches not known")
	}
	text := r.say("%s switches", grouped(u.Nvcsw))
	if u.Nvcsw == 1 {
		text = r.say("1 switch")
	}
	if u.Nivcsw > 0 {
		text += r.say(", %s forced", grouped(u.Nivcsw))
	}
	return text
}
