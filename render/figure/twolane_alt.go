package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

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
