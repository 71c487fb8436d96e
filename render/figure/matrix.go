package figure

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// drawMatrix puts each trace where its record answers three questions: was the program
// asleep, whose call moved the bytes, and what was the program told of before. Of what a
// record does not answer the figure says so, and the trace has no place in it.
//
// A trace that fails Check is an error.
func drawMatrix(in Input) (Figure, error) {
	if len(in.Traces) == 0 || in.Series != nil {
		return Figure{}, errors.New("a matrix is drawn from one trace or more, and from no series")
	}
	d := &matrix{tongue: tongueOf(in.Lang)}
	for i := range in.Traces {
		t := &in.Traces[i]
		if err := t.Check(); err != nil {
			return Figure{}, fmt.Errorf("a figure of what cannot have happened: trace %d, %q: %w", i+1, t.Title, err)
		}
		d.probes = append(d.probes, d.probeOf(i, t))
	}
	if texts := d.unplaced(); len(texts) == len(d.probes) {
		err := NotMeasured{"no trace has a place in the matrix: " + strings.Join(texts, "; ")}
		if !slices.ContainsFunc(d.probes, func(p probe) bool { return p.why != d.say(noBytes) }) {
			return Figure{}, errors.New(err.Why)
		}
		return Figure{}, err
	}
	return d.draw(), nil
}

// noBytes is why a trace has no place in a matrix in which nothing was to be measured.
const noBytes = "no bytes came"

// matrix is such a figure while it is laid out.
type matrix struct {
	probes []probe
	tongue
	sheet
	above []Shape // the runs, which lie above all else
	marks []Mark
}

// finding says by what the bytes were moved, and what the program was told of.
type finding int

const (
	nowhere       finding = iota - 1
	unannounced           // a call of its own moved the bytes
	whenReady             // so it did, after the news that they were there
	whenComplete          // the program was told that they were moved, by the call in which they were
	meanwhile             // it was told so, and no call of its own had moved them
	matrixColumns = iota - 1
)

// probe is what a trace answers.
type probe struct {
	name     string
	column   finding
	why      string // when it is nowhere
	by       string // what moved the bytes
	asleep   int    // percent of the time; -1 when it isn't known
	emulated bool
	mark     Mark
}

// row is that of the matrix in which a probe has its place.
func (p *probe) row() int {
	switch {
	case p.asleep < 0:
		return 2
	case p.asleep < 50:
		return 1
	}
	return 0
}

func (d *matrix) probeOf(i int, t *trace.Trace) probe {
	p := probe{name: d.modelTitle(t.Title), asleep: asleepPercent(t), emulated: strings.Contains(t.Model, "emulated")}
	if p.name == "" {
		p.name = d.say("System calls")
	}
	if p.emulated {
		p.name = d.say("%s (emulated)", p.name)
	}
	event := d.judge(&p, t)
	if event >= 0 {
		p.mark = Mark{Trace: i, Ref: ref(&t.Events[event]), Label: d.say("%s: %s", p.name, d.answers(&p))}
	}
	return p
}

// judge finds the column of a trace, and returns the event that shows it; -1 when no
// bytes came or went.
func (d *matrix) judge(p *probe, t *trace.Trace) int {
	got := movedBytes(t)
	if got < 0 {
		p.column, p.why = nowhere, d.say(noBytes)
		return -1
	}
	e := &t.Events[got]
	p.by = e.Name
	if e.Kind == trace.Syscall {
		if toldBefore(t, e) {
			p.column = whenReady
		}
		return got
	}
	p.column = meanwhile
	within := callWhile(t, e)
	if within == nil {
		return got
	}
	p.by, p.column = within.Name, whenComplete
	switch u := within.Usage; {
	case copiedIn(t, got):
	case u == nil || !u.Rusage || u.Nvcsw == trace.Unknown:
		p.column, p.why = nowhere, d.say("whether the thread slept in %s is not known", within.Name)
	case u.Nvcsw == 0: // a thread of the kernel's may have copied while the call was on its way back
		p.column, p.why = nowhere, d.say("complete at the first look after %s; whether that call moved the bytes is not known", within.Name)
	}
	return got
}

// movedBytes returns the event by which the program first had bytes: a receiving call or
// the completion of a request; or, where nothing was received, by which it sent some; -1
// when there is none.
func movedBytes(t *trace.Trace) int {
	got, sent := -1, -1
	for i := range t.Events {
		e := &t.Events[i]
		if t.Lanes[e.Lane].Role != trace.App || e.Errno.Num != 0 || e.Ret <= 0 {
			continue
		}
		switch {
		case (receives(e) || completes(e)) && (got < 0 || e.Exit < t.Events[got].Exit):
			got = i
		case e.Kind == trace.Syscall && sends(e.Name) && sent < 0:
			sent = i
		}
	}
	if got < 0 {
		return sent
	}
	return got
}

// callWhile returns the call of the program's that lies between the last look that did
// not see a completion and the first that did, nil when there is none.
func callWhile(t *trace.Trace, cqe *trace.Event) *trace.Event {
	for i := range t.Events {
		if c := &t.Events[i]; c.Lane == cqe.Lane && c.Kind == trace.Syscall && c.Enter >= cqe.Enter && c.Exit <= cqe.Exit {
			return c
		}
	}
	return nil
}

// copiedIn reports whether a completion's bytes were copied in the call around it, as far
// as its phases tell.
func copiedIn(t *trace.Trace, cqe int) bool {
	for _, p := range t.Phases() {
		if p.Event == cqe && p.Name == trace.PhaseCopy {
			return true
		}
	}
	return false
}

// asleepPercent is how much of its operation the program itself, without threads that
// work for it, was asleep in system calls; -1 when that was not measured.
func asleepPercent(t *trace.Trace) int {
	own := *t
	own.Events = nil
	for _, e := range t.Events {
		if t.Lanes[e.Lane].Role == trace.App {
			own.Events = append(own.Events, e)
		}
	}
	if !own.Has("Asleep") || !own.Has("Wall") || own.Wall() <= 0 {
		return -1
	}
	return int(min(100, 100*float64(own.Asleep())/float64(own.Wall())+0.5))
}
