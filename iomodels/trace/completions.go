package trace

import (
	"sort"
	"strings"
)

// completionPhases splits a request's time in the kernel.
func (l *links) completionPhases(i int) []Phase {
	e := &l.events[i]
	sqe := l.requestOf(i)
	if sqe < 0 {
		return nil // Check reports it
	}
	p := Phase{Name: PhaseFlight, From: l.events[sqe].Exit, To: e.Exit, Event: i}
	if call := l.submitted(sqe, e.Exit); call >= 0 {
		if l.waitedFor(call) {
			return nil
		}
		p.From = l.events[call].Enter
	}
	if before, ok := l.earlier[i]; ok { // the request stayed in flight after that one
		p.From = max(p.From, l.events[before].Exit)
	}
	switch {
	case e.timedOut():
		p.Why = "the time was up (ETIME)"
		return []Phase{p}
	case e.failed():
		p.Why = "it failed: " + e.Errno.Name
		return []Phase{p}
	}
	k, ok := e.received()
	if !ok {
		p.Why = e.reason("arrival", "no kernel stamp of the arrival")
		switch {
		case e.errand() != "":
			p.Why = "it is about " + e.errand()
		case !e.receives():
			p.Why = "it receives nothing"
		case l.direct(&l.events[sqe]):
			p.Why = noCopy
		}
		if call := l.copyCall(i); call >= 0 {
			p.Why += "; the first look after " + l.events[call].Name + " saw it complete"
		}
		return []Phase{p}
	}
	name := PhaseSeen
	if call := l.copyCall(i); call >= 0 {
		if l.waitedFor(call) {
			return nil
		}
		name = PhaseCopy
	}
	return l.putOff(splitAt(p, k, k.Source+" stamp", name), i)
}

// waitedFor reports whether the call at index i slept until requests were complete, so
// that its phases are theirs.
func (l *links) waitedFor(i int) bool {
	slept, measured := l.events[i].slept()
	if _, ok := l.arrivalWithin(i); ok && !measured {
		slept = true
	}
	return slept && l.completedIn(i)
}

// completedIn reports whether all requests that the call at index i submitted were
// seen complete by the first look after it, and there was one; for a call that
// submitted none, whether an earlier one was seen complete then.
func (l *links) completedIn(i int) bool {
	for _, j := range l.answers[i] {
		if l.events[j].Enter > l.events[i].Exit {
			return false
		}
	}
	if len(l.answers[i]) > 0 {
		return true
	}
	return l.copied[i]
}

// copyCall returns the index of the submitting call within which the copy for the
// completion at index i took place: the only call that its lane made between the last
// look in vain and the one that saw it. It returns -1 when there is none.
func (l *links) copyCall(i int) int {
	e := &l.events[i]
	found := -1
	is := l.calls[e.Lane]
	for _, j := range is[sort.Search(len(is), func(k int) bool { return l.events[is[k]].Exit >= e.Enter }):] {
		c := &l.events[j]
		if c.Enter > e.Exit {
			break
		}
		if found >= 0 || c.class() != submitCall || c.failed() || c.Enter < e.Enter || c.Exit > e.Exit {
			return -1
		}
		found = j
	}
	return found
}

// putOff moves the beginning of the last of a completion's phases to the last moment
// at which the program saw that there was none, if that lies in it.
func (l *links) putOff(ps []Phase, i int) []Phase {
	last := &ps[len(ps)-1]
	look := l.lookedInVain(i)
	if look <= last.From {
		return ps
	}
	queued := *last
	queued.Name, queued.To, queued.AtMost, queued.slack = PhaseQueued, look, false, 0
	last.From, last.slack = look, 0
	last.Source = "a look in vain"
	return append(ps[:len(ps)-1:len(ps)-1], queued, *last)
}

// lookedInVain returns the last moment at which the program saw that the completion at
// index i was not there yet: no entry in the queue, or an untouched buffer.
func (l *links) lookedInVain(i int) Time {
	e := &l.events[i]
	look := e.Enter
	is := l.probes[e.Lane]
	for _, j := range is[sort.Search(len(is), func(k int) bool { return l.events[is[k]].Enter > look }):] {
		p := &l.events[j]
		if p.Enter > e.Exit {
			break
		}
		if p.Exit <= e.Exit && p.vain() {
			look = p.Enter
		}
	}
	return look
}

// vain reports whether a probe saw that nothing had been received yet.
func (e *Event) vain() bool {
	return e.Name == "buffer" && strings.HasPrefix(e.Note, "untouched") ||
		e.Name == "completion queue" && strings.HasPrefix(e.Note, "0 completions")
}
