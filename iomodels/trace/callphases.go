package trace

import (
	"fmt"
	"strings"
)

// callPhases returns the phases of the system call at index i.
func (l *links) callPhases(i int) []Phase {
	e := &l.events[i]
	c := e.class()
	slept, measured := e.slept()
	whole := Phase{Name: PhaseCall, From: e.Enter, To: e.Exit, Event: i}
	switch {
	case c == receiveCall && e.again() && slept && e.Run == nil && l.asksOnly(e):
		whole.Name, whole.Source = PhaseSleep, sleptFor(e)+", and the call does not wait for data"
		return []Phase{whole}
	case c == receiveCall && e.failed() && slept && e.mostlyAsleep():
		return asleep(whole, e, " until "+e.Errno.Name)
	case c == receiveCall && e.again() && measured:
		whole.Name, whole.Source = PhaseSpin, e.Errno.Name
		return []Phase{whole}
	case c == receiveCall && e.again():
		whole.Why = e.reason("rusage", sleepUnknown)
		return []Phase{whole}
	case c == pauseCall && slept:
		whole.Name, whole.Source = PhaseSleep, sleptFor(e)
		return []Phase{whole}
	case c == receiveCall && !e.failed():
		return l.receivePhases(whole, e)
	case c == sendCall && slept && e.toPeer():
		return sendPhases(whole, e)
	case c == submitCall && !e.failed():
		return l.submitPhases(whole, i)
	case c == waitCall && l.tellsOnce(e):
		return forNews(l.waitPhases(whole, i))
	case c == waitCall:
		return l.waitPhases(whole, i)
	case (c == flushCall || c == sendCall && l.synchronized(e)) && !e.failed():
		return flushPhases(whole, e)
	}
	return nil
}

// receivePhases splits a call that brought data or a connection.
func (l *links) receivePhases(whole Phase, e *Event) []Phase {
	slept, measured := e.slept()
	if k, ok := e.received(); ok {
		return splitAt(whole, k, k.Source+" stamp", e.wakeName())
	}
	switch {
	case measured && e.Usage.Inblock > 0:
		return diskPhases(whole, e, l.direct(e))
	case slept && !e.copies():
		return asleep(whole, e, "; nothing was copied")
	case !e.copies():
		whole.Why = "nothing was copied"
	case slept && e.positioned():
		return offCPU(whole, e, "; "+sleptFor(e)+" and no block was read on its behalf", PhaseCopy)
	case measured && !slept:
		whole.Name, whole.AtMost, whole.Source = PhaseCopy, true, "the thread did not sleep"
	default:
		whole.Why = e.reason("arrival", "no kernel stamp of the arrival")
	}
	return []Phase{whole}
}

// submitPhases splits a call that handed over requests, when it waited for their
// completion: then the first look after it found that.
func (l *links) submitPhases(whole Phase, i int) []Phase {
	e := &l.events[i]
	slept, measured := e.slept()
	done := l.completedIn(i)
	if k, ok := l.arrivalWithin(i); ok && e.maySleep() && done {
		return splitAt(whole, &k, k.Source+" stamp of the completion", PhaseWakeCopy)
	}
	if len(l.answers[i]) > 0 || !done {
		whole.Name = PhaseSubmit
	}
	switch {
	case !measured:
		whole.Why = e.reason("rusage", sleepUnknown)
	case !slept:
		whole.Why = "the thread did not sleep"
	case !done:
		whole.Why = "the thread slept, and the completion was not there at once"
	case l.directRequest(i):
		whole.Why = noCopy
	case e.Usage.Inblock > 0:
		return diskPhases(whole, e, false)
	default:
		whole.Name = PhaseCall
		whole.Why = e.reason("arrival", "the thread slept, and no kernel stamp lies in the call")
	}
	return []Phase{whole}
}

// waitPhases splits a call that only waits.
func (l *links) waitPhases(whole Phase, i int) []Phase {
	e := &l.events[i]
	slept, measured := e.slept()
	if k, ok := l.arrivalWithin(i); ok {
		return splitAt(whole, &k, k.Source+" stamp of the data received later", PhaseWake)
	}
	switch {
	case slept && e.Ret == 0:
		return asleep(whole, e, " until the time was up")
	case slept && e.forRoom():
		whole.Name, whole.Source = PhaseRoom, sleptFor(e)
		return []Phase{whole}
	case slept:
		return asleep(whole, e, "")
	case measured:
		whole.Why = "the thread did not sleep"
	default:
		whole.Why = e.reason("rusage", sleepUnknown)
	}
	return []Phase{whole}
}

// forNews makes the wait in a call's phases one for news.
func forNews(ps []Phase) []Phase {
	for i := range ps {
		if ps[i].Name == PhaseWait {
			ps[i].Name = PhaseNews
		}
	}
	return ps
}

const (
	sleepUnknown = "whether the thread slept was not measured"
	noCopy       = "O_DIRECT: the device writes to the program's buffer, there is no copy"
)

// asleep makes a call all wait.
func asleep(whole Phase, e *Event, rest string) []Phase {
	whole.Name, whole.Source = PhaseWait, sleptFor(e)+rest
	return []Phase{whole}
}

func sleptFor(e *Event) string { return fmt.Sprintf("the thread slept (%s)", switches(e.Usage.Nvcsw)) }

// wakeName is what follows the wait of a call that brought data: it includes the
// waking up unless the thread is known not to have slept.
func (e *Event) wakeName() PhaseName {
	yes, measured := e.slept()
	switch {
	case !e.copies():
		return PhaseWake
	case measured && !yes:
		return PhaseCopy
	}
	return PhaseWakeCopy
}

// maySleep reports whether the thread slept or that was not measured.
func (e *Event) maySleep() bool {
	yes, measured := e.slept()
	return yes || !measured
}

// copies reports whether a receiving call that succeeded copied data: accept brings a
// connection, and a read that returns 0 nothing.
func (e *Event) copies() bool { return e.Ret > 0 && !strings.HasPrefix(e.Name, "accept") }

// reason returns what Why says of the thing named, or else otherwise.
func (e *Event) reason(what, otherwise string) string {
	var reasons []string
	for _, w := range e.Why {
		if r, ok := strings.CutPrefix(w, what+": "); ok {
			reasons = append(reasons, r)
		}
	}
	if reasons == nil {
		return otherwise
	}
	return strings.Join(reasons, "; ")
}

func switches(n int64) string {
	if n == 1 {
		return "1 voluntary context switch"
	}
	return fmt.Sprintf("%d voluntary context switches", n)
}
