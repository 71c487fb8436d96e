package figure

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nbrun/iomodels/trace"
)

func ref(e *trace.Event) string { return fmt.Sprintf("%d.%d", e.Lane, e.Seq) }

// caption says how to read the figure and what it does not show. What the record says
// itself is in English: beside a caption in another language it is quoted apart.
func (d *twoLane) caption() (caption, quoted string) {
	s := []string{d.say("Time runs down: lengths are labels, not heights.")}
	for i := range d.axis.heights {
		if d.axis.broken(i) {
			s[0] = d.say("Time runs down; its axis is broken (≈): lengths are labels, not heights.")
			break
		}
	}
	if d.relative {
		s = append(s, d.say("A time after “…” counts from the row above."))
	}
	if first := d.t.Events[0].Enter; d.from != first {
		s = append(s, d.say("Its 0 is %s of the record.", trace.FormatDuration(d.from.Sub(first))))
	}
	if d.placeless() {
		s = append(s, d.say("Of a call's time off the processor only the length is known, not when in the call it was."))
	}
	if d.emulated() {
		s = append(s, d.sentence(d.say("Emulated: a thread of the program plays the part of the mechanism")))
	}
	said, quotes := d.recorded(d.t, d.t.DataNotes(), d.t.Doubts())
	s = append(s, said[0]...)
	s = append(s, d.notes...)
	s = append(s, said[1]...)
	lane := d.t.Lanes[d.app]
	if lane.Level > 0 && lane.Level < len(d.t.Overhead) && d.t.Overhead[lane.Level] > 0 {
		s = append(s, d.say("A recorded call that does nothing takes %s.", trace.FormatDuration(d.t.Overhead[lane.Level])))
	}
	return d.joined(s), strings.Join(quotes, " ")
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
	s := []string{d.sentence(d.title())}
	for _, it := range d.items {
		s = append(s, d.tell(it)...)
	}
	return d.joined(s)
}

// tell says what one item shows.
func (d *twoLane) tell(it *item) []string {
	e := d.event(it)
	who := d.say("the application")
	if it.lane != d.app {
		who = d.say("the helper thread")
	}
	one := func(english string, args ...any) []string { return []string{d.say(english, args...)} }
	switch {
	case it.signal:
		return one("At %s %s sends the thread %s.", d.atTime(e.Enter), d.lane(d.t.Lanes[e.Lane].Name), signalSent(e))
	case e.Kind == trace.Probe && looksAtPages(e):
		return one("At %s %s looks: %s: %s.", d.atTime(e.Enter), who, d.look(e.Name), d.looked(e.Note))
	case e.Kind == trace.Probe:
		return one("At %s %s looks, without a call: %s: %s.", d.atTime(e.Enter), who, d.look(e.Name), d.looked(e.Note))
	case it.hidden > 0 && it.alike:
		return one("%s more calls of %s return the same, %s in all.", thousands(int64(it.hidden)), e.Name, trace.FormatDuration(it.inCall))
	case it.hidden == 1:
		return one("1 more call follows.")
	case it.hidden > 0:
		return one("%s more calls follow.", thousands(int64(it.hidden)))
	case e.Kind == trace.Syscall:
		return d.tellCall(it, who)
	case e.Kind == trace.SQE:
		how := handedOver(e, "At %s %s writes the request %s to shared memory.", "At %s %s prepares the request %s.", "At %s %s hands the request %s to the helper.")
		return one(how, d.atTime(e.Enter), who, e.Name)
	case e.Kind == trace.CQE:
		var s []string
		for _, p := range d.phases[it.event] {
			if !d.toldByThread(it) {
				s = append(s, d.tellPhase(e, p)...)
				if call := d.copyCall(it); call != nil && p.Name == trace.PhaseCopy {
					s = append(s, d.say("It takes place within %s.", d.event(call).Name))
				}
			}
		}
		return append(s, d.say("At %s %s sees the completion, result %s, without a call.", d.atTime(e.Exit), who, result(e)))
	case e.Kind == trace.Signal:
		return one("At %s %s sees the signal %s.", d.atTime(e.Exit), who, e.Name)
	case e.Touches():
		s := one("At %s %s accesses memory, without a call: %s.", d.atTime(e.Enter), who, d.accessed(e))
		for _, p := range d.phases[it.event] {
			s = append(s, d.tellPhase(e, p)...)
		}
		return append(s, d.say("It has what it wants at %s.", d.atTime(e.Exit)))
	case e.Kind == trace.Work:
		return one("From %s to %s %s does its own work, %s rounds.", d.atTime(e.Enter), d.atTime(e.Exit), who, thousands(e.Work))
	}
	return one("At %s: %s.", d.atTime(e.Enter), d.moment(e.Name))
}

// tellCall says what a call shows.
func (d *twoLane) tellCall(it *item, who string) []string {
	e := d.event(it)
	s := []string{d.say("At %s %s calls %s.", d.atTime(e.Enter), who, shortCall(e))}
	for _, p := range d.phases[it.event] {
		s = append(s, d.tellPhase(e, p)...)
	}
	if it.send > 0 {
		sent := &d.t.Events[it.send-1]
		s = append(s, d.say("The data come by %s's %s, from %s to %s.", d.lane(d.t.Lanes[sent.Lane].Name), sent.Name, d.atTime(sent.Enter), d.atTime(sent.Exit)))
	}
	if n := len(it.pieces); n > 0 {
		first, last := &d.t.Events[it.pieces[0]], &d.t.Events[it.pieces[n-1]]
		from := []any{d.lane(d.t.Lanes[first.Lane].Name), d.atTime(first.Enter), d.atTime(last.Exit)}
		if n == 1 {
			s = append(s, d.say("The data come by 1 call of %s, from %s to %s.", from...))
		} else {
			s = append(s, d.say("The data come by %d calls of %s, from %s to %s.", append([]any{n}, from...)...))
		}
	}
	s = append(s, d.tellPeer(it)...)
	return append(s, d.say("%s returns %s at %s.", e.Name, result(e), d.atTime(e.Exit)))
}

// tellPhase says what happened in a phase.
func (d *twoLane) tellPhase(e *trace.Event, p trace.Phase) []string {
	length := trace.FormatDuration(p.Bound())
	one := func(english string, args ...any) []string { return []string{d.say(english, args...)} }
	switch p.Name {
	case trace.PhaseWait, trace.PhaseNews:
		return d.tellWait(e, p)
	case trace.PhaseBuffered:
		return one("The data had been in the kernel's buffer for %s.", length)
	case trace.PhaseWakeCopy:
		return one("Delivery, wake-up and copy take at most %s.", length)
	case trace.PhaseCopy:
		return one("The copy takes at most %s.", length)
	case trace.PhaseWake:
		return one("Delivery and wake-up take at most %s.", length)
	case trace.PhaseQueued:
		return one("For %s the data lie in the socket, not yet copied.", length)
	case trace.PhaseSeen:
		return one("Within at most %s more they are copied and the program sees it; where the copy ran was not measured.", length)
	case trace.PhaseOff:
		return one("The thread is off the processor for %s, of which the device took no more.", length)
	case trace.PhaseRoom:
		return one("There is no room for the data; the thread sleeps for %s.", length)
	case trace.PhaseFault:
		return one("The page fault takes at most %s of the processor's time; nothing is copied.", length)
	case trace.PhaseSleep:
		return one("The thread sleeps for %s, not for data.", length)
	case trace.PhaseFlight:
		return one("The request was in flight for %s, which is not split: %s.", length, d.why(p.Why))
	case trace.PhaseCall, trace.PhaseSubmit:
		if asleep(e) && p.Why != "" {
			return one("The thread sleeps in it; its %s are not split: %s.", length, d.why(p.Why))
		}
	}
	return nil
}

// tellWait says who waited for what, and when it came.
func (d *twoLane) tellWait(e *trace.Event, p trace.Phase) []string {
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
	s := []string{d.say("%s; %s for %s.", d.say(what), d.say(who), trace.FormatDuration(p.Bound()))}
	if p.To >= e.Exit {
		return s
	}
	came, plusMinus := "the data arrive", ""
	if d.ofDatagrams() {
		came = "a datagram arrives"
	}
	if e.Stamp != nil {
		plusMinus = d.say(" (± %s)", trace.FormatDuration(e.Stamp.Uncertainty))
	}
	return append(s, d.say("At %s %s%s.", d.atTime(p.To), d.say(came), plusMinus))
}

// data returns the table: an event a row, with its phases and what they rest on.
func (d *twoLane) data() [][]string {
	rows := [][]string{{"time", "thread", "what", "result", "took", "phases", "evidence"}}
	for _, it := range d.items {
		e := d.event(it)
		what, res, took := d.markName(e), "", trace.FormatDuration(e.Duration())
		if e.Kind == trace.Syscall || e.Kind == trace.CQE {
			res = result(e)
		}
		if it.hidden > 0 {
			what, took = d.say("%s more %s", thousands(int64(it.hidden)), e.Name), trace.FormatDuration(it.inCall)
			switch {
			case it.alike:
			case it.hidden == 1:
				what, res = d.say("1 call more"), ""
			default:
				what, res = d.say("%s calls more", thousands(int64(it.hidden))), ""
			}
		}
		phases, evidence := d.phaseTexts(it)
		rows = append(rows, []string{d.atTime(d.when(it)), d.lane(d.t.Lanes[it.lane].Name), what, res, took, phases, evidence})
	}
	return d.table(rows)
}

func (d *twoLane) markName(e *trace.Event) string {
	switch e.Kind {
	case trace.Syscall:
		return shortCall(e)
	case trace.Work:
		if e.Touches() {
			return d.accessed(e)
		}
		return d.say("own work, %s rounds", thousands(e.Work))
	case trace.Probe:
		return d.say("looked at: %s: %s", d.look(e.Name), d.looked(e.Note))
	}
	return d.say("%s %s", d.say(strings.ToUpper(e.Kind.String())), d.moment(e.Name))
}

// phaseTexts writes an item's phases and the sources and reasons of them, each once.
func (d *twoLane) phaseTexts(it *item) (phases, evidence string) {
	var ps, es []string
	seen := map[string]bool{}
	for _, p := range d.phases[it.event] {
		if it.hidden > 0 {
			break
		}
		ps = append(ps, d.phase(p.Name)+" "+lengthText(p))
		for _, e := range []string{p.Source, p.Why} {
			if e != "" && !seen[e] {
				seen[e] = true
				es = append(es, d.why(e))
			}
		}
	}
	return d.reasons(ps), d.reasons(es)
}
