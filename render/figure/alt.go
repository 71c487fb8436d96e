package figure

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nbrun/iomodels/trace"
)

func ref(e *trace.Event) string { return fmt.Sprintf("%d.%d", e.Lane, e.Seq) }

// caption says how to read the figure and what it does not show.
func (d *twoLane) caption() string {
	s := []string{"Time runs down: lengths are labels, not heights."}
	for i := range d.axis.heights {
		if d.axis.broken(i) {
			s[0] = "Time runs down; its axis is broken (≈): lengths are labels, not heights."
			break
		}
	}
	if d.relative {
		s = append(s, "A time after “…” counts from the row above.")
	}
	if first := d.t.Events[0].Enter; d.from != first {
		s = append(s, fmt.Sprintf("Its 0 is %s of the record.", trace.FormatDuration(d.from.Sub(first))))
	}
	if d.placeless() {
		s = append(s, "Of a call's time off the processor only the length is known, not when in the call it was.")
	}
	if d.emulated() {
		s = append(s, "Emulated: a thread of the program plays the part of the mechanism.")
	}
	for _, n := range d.t.Notes {
		s = append(s, capital(d.t, sentence(n)))
	}
	s = append(s, d.notes...)
	for _, doubt := range d.t.Doubts() {
		s = append(s, capital(d.t, sentence(doubt)))
	}
	lane := d.t.Lanes[d.app]
	if lane.Level > 0 && lane.Level < len(d.t.Overhead) && d.t.Overhead[lane.Level] > 0 {
		s = append(s, fmt.Sprintf("A recorded call that does nothing takes %s.", trace.FormatDuration(d.t.Overhead[lane.Level])))
	}
	return strings.Join(s, " ")
}

// placeless reports whether a phase is shown of which only the length is known.
func (d *twoLane) placeless() bool {
	for _, it := range d.items {
		for _, p := range d.phases[it.event] {
			if it.hidden == 0 && isDisk(p) {
				return true
			}
		}
	}
	return false
}

// sentence gives a text a full stop.
func sentence(s string) string { return strings.TrimSuffix(s, ".") + "." }

// capital gives a text a capital, unless it begins with a name of the trace.
func capital(t *trace.Trace, s string) string {
	first, _, _ := strings.Cut(s, " ")
	for i := range t.Events {
		if t.Events[i].Name == first {
			return s
		}
	}
	if r, n := utf8.DecodeRuneInString(s); n > 0 {
		return string(unicode.ToUpper(r)) + s[n:]
	}
	return s
}

// alt tells what the figure shows, one sentence a fact, in order of time.
func (d *twoLane) alt() string {
	s := []string{sentence(d.title())}
	for _, it := range d.items {
		s = append(s, d.tell(it)...)
	}
	return strings.Join(s, " ")
}

// tell says what one item shows.
func (d *twoLane) tell(it *item) []string {
	e := d.event(it)
	who := "the application"
	if it.lane != d.app {
		who = "the helper thread"
	}
	switch {
	case it.signal:
		return []string{fmt.Sprintf("At %s %s sends the thread %s.", d.atTime(e.Enter), d.t.Lanes[e.Lane].Name, signalSent(e))}
	case e.Kind == trace.Probe:
		if looksAtPages(e) {
			return []string{fmt.Sprintf("At %s %s looks: %s: %s.", d.atTime(e.Enter), who, e.Name, e.Note)}
		}
		return []string{fmt.Sprintf("At %s %s looks, without a call: %s: %s.", d.atTime(e.Enter), who, e.Name, e.Note)}
	case it.hidden > 0 && it.alike:
		return []string{fmt.Sprintf("%s more calls of %s return the same, %s in all.",
			thousands(int64(it.hidden)), e.Name, trace.FormatDuration(it.inCall))}
	case it.hidden > 0:
		return []string{fmt.Sprintf("%s follow.", plural(it.hidden, "more call"))}
	case e.Kind == trace.Syscall:
		s := []string{fmt.Sprintf("At %s %s calls %s.", d.atTime(e.Enter), who, shortCall(e))}
		for _, p := range d.phases[it.event] {
			s = append(s, d.tellPhase(e, p)...)
		}
		if it.send > 0 {
			s = append(s, d.tellSend(&d.t.Events[it.send-1]))
		}
		if n := len(it.pieces); n > 0 {
			first, last := &d.t.Events[it.pieces[0]], &d.t.Events[it.pieces[n-1]]
			s = append(s, fmt.Sprintf("The data come by %s of %s, from %s to %s.", plural(n, "call"), d.t.Lanes[first.Lane].Name, d.atTime(first.Enter), d.atTime(last.Exit)))
		}
		s = append(s, d.tellPeer(it)...)
		return append(s, fmt.Sprintf("%s returns %s at %s.", e.Name, result(e), d.atTime(e.Exit)))
	case e.Kind == trace.SQE:
		return []string{fmt.Sprintf("At %s %s %s.", d.atTime(e.Enter), who, requests(e))}
	case e.Kind == trace.CQE:
		var s []string
		for _, p := range d.phases[it.event] {
			if !d.toldByThread(it) {
				s = append(s, d.tellPhase(e, p)...)
				if call := d.copyCall(it); call != nil && p.Name == trace.PhaseCopy {
					s = append(s, fmt.Sprintf("It takes place within %s.", d.event(call).Name))
				}
			}
		}
		return append(s, fmt.Sprintf("At %s %s sees the completion, result %s, without a call.", d.atTime(e.Exit), who, result(e)))
	case e.Kind == trace.Signal:
		return []string{fmt.Sprintf("At %s %s sees the signal %s.", d.atTime(e.Exit), who, e.Name)}
	case e.Touches():
		s := []string{fmt.Sprintf("At %s %s accesses memory, without a call: %s.", d.atTime(e.Enter), who, accessed(e))}
		for _, p := range d.phases[it.event] {
			s = append(s, d.tellPhase(e, p)...)
		}
		return append(s, fmt.Sprintf("It has what it wants at %s.", d.atTime(e.Exit)))
	case e.Kind == trace.Work:
		return []string{fmt.Sprintf("From %s to %s %s does its own work, %s rounds.", d.atTime(e.Enter), d.atTime(e.Exit), who, thousands(e.Work))}
	}
	return []string{fmt.Sprintf("At %s: %s.", d.atTime(e.Enter), e.Name)}
}

// tellSend says when a peer sent what a call received.
func (d *twoLane) tellSend(e *trace.Event) string {
	return fmt.Sprintf("The data come by %s's %s, from %s to %s.", d.t.Lanes[e.Lane].Name, e.Name, d.atTime(e.Enter), d.atTime(e.Exit))
}

// requests says that a request is made.
func requests(e *trace.Event) string {
	how := handedOver(e, "writes", "prepares", "hands")
	verb, rest, _ := strings.Cut(how, " ")
	return strings.TrimSpace(verb + " the request " + e.Name + " " + rest)
}

// tellPhase says what happened in a phase.
func (d *twoLane) tellPhase(e *trace.Event, p trace.Phase) []string {
	length := trace.FormatDuration(p.Bound())
	noun, verb := d.noun()
	switch p.Name {
	case trace.PhaseWait, trace.PhaseNews:
		what := "There are no data"
		switch {
		case p.Name == trace.PhaseNews:
			what = "There is nothing new"
		case strings.HasPrefix(e.Name, "accept"):
			what = "There is no connection"
		}
		who := "the request waits"
		if e.Kind == trace.Syscall {
			who = "the thread waits"
			if asleep(e) {
				who = "the thread sleeps"
			}
		}
		s := []string{fmt.Sprintf("%s; %s for %s.", what, who, length)}
		if p.To < e.Exit {
			s = append(s, fmt.Sprintf("At %s %s %s%s.", d.atTime(p.To), article(noun), verb, plusMinus(e)))
		}
		return s
	case trace.PhaseBuffered:
		return []string{fmt.Sprintf("The data had been in the kernel's buffer for %s.", length)}
	case trace.PhaseWakeCopy:
		return []string{fmt.Sprintf("Delivery, wake-up and copy take at most %s.", length)}
	case trace.PhaseCopy:
		return []string{fmt.Sprintf("The copy takes at most %s.", length)}
	case trace.PhaseWake:
		return []string{fmt.Sprintf("Delivery and wake-up take at most %s.", length)}
	case trace.PhaseQueued:
		return []string{fmt.Sprintf("For %s the data lie in the socket, not yet copied.", length)}
	case trace.PhaseSeen:
		return []string{fmt.Sprintf("Within at most %s more they are copied and the program sees it; where the copy ran was not measured.", length)}
	case trace.PhaseOff:
		return []string{fmt.Sprintf("The thread is off the processor for %s, of which the device took no more.", length)}
	case trace.PhaseRoom:
		return []string{fmt.Sprintf("There is no room for the data; the thread sleeps for %s.", length)}
	case trace.PhaseFault:
		return []string{fmt.Sprintf("The page fault takes at most %s of the processor's time; nothing is copied.", length)}
	case trace.PhaseSleep:
		return []string{fmt.Sprintf("The thread sleeps for %s, not for data.", length)}
	case trace.PhaseFlight:
		return []string{fmt.Sprintf("The request was in flight for %s, which is not split: %s.", length, p.Why)}
	case trace.PhaseCall, trace.PhaseSubmit:
		if asleep(e) && p.Why != "" {
			return []string{fmt.Sprintf("The thread sleeps in it; its %s are not split: %s.", length, p.Why)}
		}
	}
	return nil
}

func article(noun string) string {
	if noun == "datagram" {
		return "a datagram"
	}
	return "the " + noun
}

func plusMinus(e *trace.Event) string {
	if e.Stamp == nil {
		return ""
	}
	return fmt.Sprintf(" (± %s)", trace.FormatDuration(e.Stamp.Uncertainty))
}

// data returns the table: an event a row, with its phases and what they rest on.
func (d *twoLane) data() [][]string {
	rows := [][]string{{"time", "thread", "what", "result", "took", "phases", "evidence"}}
	for _, it := range d.items {
		e := d.event(it)
		what, res, took := markName(e), "", trace.FormatDuration(e.Duration())
		if e.Kind == trace.Syscall || e.Kind == trace.CQE {
			res = result(e)
		}
		if it.hidden > 0 {
			what, took = fmt.Sprintf("%s more %s", thousands(int64(it.hidden)), e.Name), trace.FormatDuration(it.inCall)
			if !it.alike {
				what, res = fmt.Sprintf("%s more", plural(it.hidden, "call")), ""
			}
		}
		phases, evidence := d.phaseTexts(it)
		rows = append(rows, []string{d.atTime(d.when(it)), d.t.Lanes[it.lane].Name, what, res, took, phases, evidence})
	}
	return rows
}

func markName(e *trace.Event) string {
	switch e.Kind {
	case trace.Syscall:
		return shortCall(e)
	case trace.Work:
		if e.Touches() {
			return accessed(e)
		}
		return fmt.Sprintf("own work, %s rounds", thousands(e.Work))
	case trace.Probe:
		return "looked at: " + e.Name + ": " + e.Note
	}
	return strings.ToUpper(e.Kind.String()) + " " + e.Name
}

// phaseTexts writes an item's phases and the sources and reasons of them, each once.
func (d *twoLane) phaseTexts(it *item) (phases, evidence string) {
	var ps, es []string
	seen := map[string]bool{}
	for _, p := range d.phases[it.event] {
		if it.hidden > 0 {
			break
		}
		ps = append(ps, string(p.Name)+" "+lengthText(p))
		for _, e := range []string{p.Source, p.Why} {
			if e != "" && !seen[e] {
				seen[e] = true
				es = append(es, e)
			}
		}
	}
	return strings.Join(ps, "; "), strings.Join(es, "; ")
}
