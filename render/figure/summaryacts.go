package figure

import (
	"fmt"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// act is one thing that a program's thread did, along the bar of its column.
type act struct {
	from   trace.Time
	to     trace.Time
	took   time.Duration // of calls left out, that of all of them
	fill   Ink           // of the bar; None for a moment
	inside []string      // over the fill: what it is, and how long it took
	beside []string      // what begins: "initiate", "recvmsg"
	call   string        // the system call's name
	count  int           // how many questions it stands for, when it is one
	mark   int           // index into Figure.Marks; -1 in the schematic edition
	prov   Provenance
}

// acts reads what a scene's program did into acts, in order of time.
type acts struct {
	*scene
	s     *summary
	trace int
	list  []act
	asked bool // a question was answered "not now"
	made  bool // a request was made, and not yet handed over
}

func (d *acts) read() {
	for _, it := range d.items {
		if it.lane != d.app || it.signal {
			continue
		}
		e := d.event(it)
		switch {
		case it.hidden > 0:
			d.leftOut(it)
		case e.Kind == trace.Syscall:
			d.call(it)
		case e.Kind == trace.Signal:
			d.add(it, act{from: e.Exit, to: e.Exit, beside: []string{d.s.words.notification, e.Name}})
		case e.Kind == trace.SQE:
			d.add(it, act{from: e.Enter, to: e.Exit, beside: []string{d.s.words.initiate}})
			d.made = true
		case e.Kind == trace.CQE:
			d.completion(it)
		case e.Kind == trace.Work && e.Touches():
			d.add(it, act{from: e.Enter, to: e.Exit, took: e.Duration(), beside: []string{d.accessed(e)}})
		case e.Kind == trace.Work:
			d.add(it, act{from: e.Enter, to: e.Exit, took: e.Duration(), fill: Work, inside: []string{d.s.words.working, trace.FormatDuration(e.Duration())}})
		}
	}
	if len(d.list) > 0 && d.list[0].call == "fcntl" && len(d.list[0].beside) == 1 {
		d.list = d.list[1:] // it came before the operation, and asked for no signal
	}
}

// add appends an act of an item.
func (d *acts) add(it *item, what act) {
	what.mark = d.s.mark(d.trace, it.event)
	d.list = append(d.list, what)
}

// leftOut stands for calls between two that are shown.
func (d *acts) leftOut(it *item) {
	e := d.event(it)
	what := act{from: e.Enter, to: e.Exit, took: it.inCall, call: e.Name, beside: []string{"⋮ " + fmt.Sprintf(d.s.words.more, thousands(int64(it.hidden)))}}
	if it.alike && isQuestion(d.phases[it.event]) {
		what.fill, what.count, what.prov = Spin, it.hidden, Inferred
		what.inside = []string{d.s.words.spinning, trace.FormatDuration(it.inCall)}
	}
	d.add(it, what)
}

func isQuestion(ps []trace.Phase) bool { return len(ps) > 0 && ps[0].Name == trace.PhaseSpin }

// call tells of a system call: what it begins, each of its phases, what it ends with.
func (d *acts) call(it *item) {
	e := d.event(it)
	begin := d.begins(e)
	if n := len(d.list); n > 0 && prepares(e) && d.list[n-1].call == e.Name {
		last := &d.list[n-1]
		last.to, last.count = e.Exit, last.count+1
		if len(begin) < len(last.beside) {
			begin = last.beside
		}
		begin[len(begin)-1] = e.Name + " × " + thousands(int64(last.count))
		last.beside = begin
		return
	}
	drawn := false
	for _, p := range d.phases[it.event] {
		if p.Name == trace.PhaseBuffered {
			continue
		}
		what := act{from: p.From, to: p.To, took: p.Length(), call: e.Name, prov: provenanceOf(p)}
		what.fill, what.inside = d.phase(e, p)
		if !drawn {
			what.beside = begin
		}
		if isQuestion(d.phases[it.event]) {
			what.count = 1
		}
		d.add(it, what)
		drawn = true
	}
	if !drawn {
		d.add(it, act{from: e.Enter, to: e.Exit, took: e.Duration(), call: e.Name, beside: begin, count: 1})
	}
	if end := d.ends(e); end != nil {
		d.add(it, act{from: e.Exit, to: e.Exit, beside: end})
	}
}

// isNotNow reports whether a call asked for data and was told that there are none now.
// One that slept has waited for some until its time was up.
func isNotNow(e *trace.Event) bool { return receives(e) && e.Errno.Name == "EAGAIN" && !asleep(e) }

// begins says what a call is for, in the words of the five models.
func (d *acts) begins(e *trace.Event) []string {
	w := d.s.words
	switch {
	case isNotNow(e):
		d.asked = true
		return []string{w.check + " ✗"}
	case receives(e) && d.asked && e.Errno.Num == 0 && !asleep(e):
		return []string{w.check + " ✓"}
	case receives(e):
		return []string{w.initiate, e.Name}
	case waits(e):
		return []string{w.check, e.Name}
	case submits(e) && !d.made && e.Ret > 0:
		return []string{w.initiate, e.Name}
	case registers(e):
		return []string{w.register, e.Name}
	}
	d.made = false
	return []string{e.Name}
}

// ends says what a call came to, nil when that is nothing that a model speaks of.
func (d *acts) ends(e *trace.Event) []string {
	w := d.s.words
	switch {
	case isNotNow(e):
		return nil
	case e.Errno.Num != 0:
		return []string{result(e)}
	case receives(e):
		return []string{w.complete, "= " + result(e)}
	case waits(e) && readsNews(e), e.Name == "rt_sigtimedwait":
		return nil // the signal itself follows
	case waits(e) && e.Ret == 0:
		return []string{w.timeUp}
	case waits(e) && strings.HasPrefix(e.Name, "io_"):
		return nil // the completion follows
	case waits(e):
		return []string{w.ready, "= " + result(e)}
	}
	return nil
}

// phase returns how a phase of a call looks. Of delivery and wake-up nothing is drawn:
// the thread neither sleeps for data any more nor copies.
func (d *acts) phase(e *trace.Event, p trace.Phase) (fill Ink, inside []string) {
	w, length := d.s.words, lengthText(p)
	switch p.Name {
	case trace.PhaseWait, trace.PhaseNews, trace.PhaseRoom:
		if asleep(e) {
			return Wait, []string{w.asleep, length}
		}
		return Wait, []string{w.waiting, length}
	case trace.PhaseWakeCopy:
		return Copy, []string{w.wakeCopy, length}
	case trace.PhaseCopy:
		return Copy, []string{w.copying, length}
	case trace.PhaseWake:
		return None, []string{w.waking, length}
	case trace.PhaseOff, trace.PhaseSleep:
		return Idle, []string{w.off, length}
	case trace.PhaseSpin:
		return Spin, nil
	case trace.PhaseCall, trace.PhaseSubmit:
		if asleep(e) && p.Why != "" {
			return Wait, []string{w.notSplit, length}
		}
	}
	return None, nil
}

// completion tells that the program saw one. What was copied between the looks before
// and after a call was copied in it.
func (d *acts) completion(it *item) {
	e := d.event(it)
	for _, p := range d.phases[it.event] {
		if p.Name != trace.PhaseCopy {
			continue
		}
		for i := range d.list {
			if c := &d.list[i]; c.call != "" && c.from >= e.Enter && c.to <= e.Exit {
				c.fill, c.prov, c.inside = Copy, Inferred, []string{d.s.words.copying, lengthText(p)}
			}
		}
	}
	d.add(it, act{from: e.Exit, to: e.Exit, beside: []string{d.s.words.notification, "= " + result(e)}})
}

// divide divides acts at the moment at which the data came. Work goes on over it; an
// answer "not now" belongs to when it was asked for.
func divide(list []act, at trace.Time) (bands [2][]act) {
	for _, d := range list {
		switch {
		case d.from >= at:
			bands[1] = append(bands[1], d)
		case d.fill == Work && d.to > at:
			before, after := d, d
			before.to, before.took = at, at.Sub(d.from)
			after.from, after.took, after.beside = at, d.to.Sub(at), nil
			before.inside = []string{d.inside[0], trace.FormatDuration(before.took)}
			after.inside = []string{d.inside[0], trace.FormatDuration(after.took)}
			bands[0], bands[1] = append(bands[0], before), append(bands[1], after)
		default:
			bands[0] = append(bands[0], d)
		}
	}
	return bands
}
