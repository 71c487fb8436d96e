package trace

import "strings"

// sendPhases splits a call that hands data to a peer and whose thread slept: there
// was no room for all of them. What was taken when is not known, and the two phases
// may have alternated, so they are laid one after the other, as those of a disk are,
// and only their lengths mean something.
func sendPhases(whole Phase, e *Event) []Phase {
	on := Time(min(max(e.Usage.CPU, 0), whole.Length()))
	whole.Source = "off-CPU time; " + sleptFor(e)
	off, rest := whole, whole
	off.Name, off.To, off.AtMost = PhaseRoom, whole.To-on, true
	rest.Name, rest.From, rest.AtMost = PhaseCopy, off.To, true
	switch {
	case off.Length() == 0:
		return []Phase{rest}
	case e.failed():
		off.To = whole.To // it has taken nothing
		return []Phase{off}
	}
	return []Phase{off, rest}
}

// toPeer reports whether the event's first argument is a descriptor with somebody at
// the other end, who makes room by reading: a socket or a pipe.
func (e *Event) toPeer() bool {
	if len(e.Args) == 0 {
		return false
	}
	_, what, _ := strings.Cut(e.Args[0].Text, "<")
	for _, kind := range []string{"tcp", "udp", "unix", "pipe", "socket"} {
		if strings.HasPrefix(what, kind) {
			return true
		}
	}
	return false
}

// forRoom reports whether a waiting call waits for nothing but that descriptors can
// be written to.
func (e *Event) forRoom() bool {
	switch e.Name {
	case "poll", "ppoll":
		if len(e.Args) == 0 {
			return false
		}
		asked := e.Args[0].Text
		return strings.Contains(asked, "POLLOUT") && !strings.Contains(asked, "POLLIN") && !strings.Contains(asked, "POLLPRI")
	case "select", "pselect6":
		return len(e.Args) > 3 && e.Args[1].Text == "NULL" && e.Args[2].Text != "NULL" && e.Args[3].Text == "NULL"
	}
	return false
}
