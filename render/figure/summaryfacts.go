package figure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// verdict says who did the second phase, the copy.
type verdict uint8

const (
	nothingCame  verdict = iota
	unknown              // whether the submitting call slept was not measured
	ownCall              // a call of the program's own copied the data
	inSubmission         // the call that made the request slept until it was complete
	byKernel             // the program was told of the completion
	byHelper             // so it was, and a thread of the process made the call
)

func (v verdict) synchronous() bool { return v == ownCall || v == inSubmission }

// told says what the program was told of before it had the data.
type told uint8

const (
	ofNothing told = iota
	ofReadiness
	ofCompletion
)

// measured reads a trace into a column.
func (s *summary) measured(i int) (*summaryColumn, error) {
	t := &s.traces[i]
	if err := t.Check(); err != nil {
		return nil, err
	}
	sc, err := newScene(t, tongueOf(s.words.lang))
	if err != nil {
		return nil, err
	}
	n := modelNumber(t.Model)
	c := &summaryColumn{number: n, name: s.words.models[n-1], trace: i, calls: cmp.Or(callsOf(t), s.words.noCalls), emulated: strings.Contains(t.Model, "emulated")}
	d := &acts{scene: sc, s: s, trace: i}
	d.read()
	c.bands[0] = d.list
	switch came := arrivalsOf(t); len(came) {
	case 0:
		c.arrival, c.unsplit = s.words.notMeasured, s.words.noArrival
	case 1:
		c.split, c.bands = true, divide(d.list, came[0])
		c.arrival = sc.atTime(came[0])
	default:
		var times []string
		for _, at := range came[:min(len(came), 4)] {
			times = append(times, sc.atTime(at))
		}
		if len(came) > 4 {
			times = append(times, "…")
		}
		c.arrival, c.unsplit = strings.Join(times, s.words.comma), fmt.Sprintf(s.words.arrivals, len(came))
	}
	c.judge(s, sc)
	c.measures = s.measuresOf(t)
	return c, nil
}

// arrivalsOf returns when, by the kernel's stamps, what the program received came, or
// what a thread received that works for it.
func arrivalsOf(t *trace.Trace) (came []trace.Time) {
	for i := range t.Events {
		e := &t.Events[i]
		if r := t.Lanes[e.Lane].Role; r != trace.App && r != trace.Helper {
			continue
		}
		if e.Stamp != nil && !strings.HasPrefix(e.Stamp.Source, "tx-") {
			came = append(came, e.Stamp.At)
		}
	}
	slices.Sort(came)
	return slices.Compact(came)
}

// judge finds by what the data came to the program, what it was told of before, and
// where they were copied.
func (c *summaryColumn) judge(s *summary, sc *scene) {
	got, at := -1, trace.Time(0)
	for i := range sc.t.Events {
		e := &sc.t.Events[i]
		if sc.t.Lanes[e.Lane].Role == trace.App && e.Errno.Num == 0 && e.Ret > 0 && (receives(e) || completes(e)) && (got < 0 || e.Exit < at) {
			got, at = i, e.Exit
		}
	}
	w := s.words
	c.copied = w.notMeasured
	if got < 0 {
		c.contrary = w.verdicts[nothingCame]
		return
	}
	e := &sc.t.Events[got]
	if e.Kind == trace.Syscall {
		c.verdict, c.copied = ownCall, s.copiedIn(sc, got, e.Name)
		if toldBefore(sc.t, e) {
			c.told = ofReadiness
		}
	} else {
		c.told = ofCompletion
		c.judgeRequest(s, sc, got)
	}
	if c.verdict != known[c.number] && !(c.verdict == byHelper && c.number == 5) {
		c.contrary = w.verdicts[c.verdict]
	} else if c.told != knownTold[c.number] {
		c.contrary = w.toldOf + w.told[c.told]
	}
}

// What the five models are known for, by number.
var (
	known     = [...]verdict{1: ownCall, 2: ownCall, 3: ownCall, 4: ownCall, 5: byKernel}
	knownTold = [...]told{3: ofReadiness, 4: ofReadiness, 5: ofCompletion}
)

// judgeRequest finds where what a request asked for was copied. A completion without
// phases is one that a call waited for.
func (c *summaryColumn) judgeRequest(s *summary, sc *scene, got int) {
	e, w := &sc.t.Events[got], s.words
	c.verdict = byKernel
	if strings.HasPrefix(e.Name, "aio_") {
		c.verdict, c.copied = byHelper, w.unseenHelper
		for i := range sc.t.Events {
			if h := &sc.t.Events[i]; sc.t.Lanes[h.Lane].Role == trace.Helper && receives(h) && h.Ret > 0 {
				c.copied = s.copiedIn(sc, i, w.helper+h.Name)
			}
		}
		return
	}
	for _, p := range sc.phases[got] {
		switch {
		case p.Name == trace.PhaseCopy:
			c.copied = fmt.Sprintf(w.onThread, callWithin(sc.t, e), lengthText(p))
		case strings.HasPrefix(p.Why, "O_DIRECT"):
			c.copied = w.noCopy
		}
	}
	if len(sc.phases[got]) > 0 {
		if maySleepIn(sc.t, e) {
			c.verdict = unknown
		}
		return
	}
	for i := range sc.t.Events {
		call := &sc.t.Events[i]
		if call.Lane != e.Lane || !submits(call) || call.Exit < e.Enter || call.Enter > e.Exit {
			continue
		}
		switch {
		case call.Ret > 0 && !sleepKnown(call):
			c.verdict = unknown
		case call.Ret > 0 && asleep(call):
			c.verdict = inSubmission
		}
		c.copied = s.copiedIn(sc, i, call.Name)
	}
}

// maySleepIn reports whether nothing tells that the thread went on while the request was
// in flight: it is not known whether the submitting call slept, and no work of the
// program's own lies between that call and the completion.
func maySleepIn(t *trace.Trace, e *trace.Event) bool {
	var submitted trace.Time
	doubt := false
	for i := range t.Events {
		c := &t.Events[i]
		if c.Lane == e.Lane && submits(c) && c.Ret > 0 && c.Exit <= e.Exit {
			submitted, doubt = c.Exit, !sleepKnown(c)
		}
	}
	for i := range t.Events {
		if c := &t.Events[i]; c.Kind == trace.Work && c.Lane == e.Lane && c.Enter >= submitted && c.Exit <= e.Exit {
			return false
		}
	}
	return doubt
}

// callWithin names the call that lies between the looks of a completion.
func callWithin(t *trace.Trace, e *trace.Event) string {
	for i := range t.Events {
		if c := &t.Events[i]; c.Lane == e.Lane && submits(c) && c.Enter >= e.Enter && c.Exit <= e.Exit {
			return c.Name
		}
	}
	return ""
}

// copiedIn says that a call copied, and within what time.
func (s *summary) copiedIn(sc *scene, event int, name string) string {
	for _, p := range sc.phases[event] {
		switch {
		case p.Name == trace.PhaseCopy || p.Name == trace.PhaseWakeCopy:
			return name + s.words.comma + lengthText(p)
		case strings.HasPrefix(p.Why, "O_DIRECT"):
			return s.words.noCopy
		}
	}
	return name + s.words.comma + s.words.lengthUnknown
}

// toldBefore reports whether the program was told that data are ready before the call
// that brought them: by a call that waits, a signal, or the completion of a poll.
func toldBefore(t *trace.Trace, got *trace.Event) bool {
	from, _, _ := t.Operation()
	for i := range t.Events {
		e := &t.Events[i]
		if e.Lane != got.Lane || e.Exit > got.Enter || e.Exit < from {
			continue
		}
		if tells(e) || waits(e) && e.Errno.Num == 0 && e.Ret > 0 || e.Kind == trace.CQE && strings.Contains(e.Name, "POLL") {
			return true
		}
	}
	return false
}
