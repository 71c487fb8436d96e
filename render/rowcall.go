package render

import (
	"fmt"
	"strings"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

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
		m.el("small", r.stamped(e))
	}
	if e.Note != "" {
		note, lang := r.noteWords(e.Note)
		m.el("small", note, lang...)
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
