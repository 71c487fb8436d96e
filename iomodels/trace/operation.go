package trace

import "strings"

// Operation returns the bounds of the time that Wall measures. It begins at the Enter
// of the first thing on an App lane that asks for data: a receiving call (recvmsg,
// read …), a waiting one (poll, epoll_wait, rt_sigtimedwait …), a submitting one or
// the request it submits (an SQE), the fcntl that switches O_ASYNC on, or an access to
// memory that was measured (Work with a Usage). It ends at the Exit of the last
// receiving call that succeeded, of the last completion (CQE) of a request
// that receives something or such access.
// A trace in which nothing asks for data has all its App calls for its operation;
// one in which nothing was received ends at the last of them, and begins with what it
// sends when that is first.
//
// It reports false when no App lane has an event of these kinds.
func (t Trace) Operation() (from, to Time, ok bool) {
	var asked, got, sent, first, last *Event
	for i := range t.Events {
		e := &t.Events[i]
		if !t.onApp(e) || e.Kind != Syscall && e.Kind != SQE && e.Kind != CQE && !e.Touches() {
			continue
		}
		if first == nil || e.Enter < first.Enter {
			first = e
		}
		if last == nil || e.Exit > last.Exit {
			last = e
		}
		if e.asks() && (asked == nil || e.Enter < asked.Enter) {
			asked = e
		}
		if e.class() == sendCall && (sent == nil || e.Enter < sent.Enter) {
			sent = e
		}
		if e.brings() && (got == nil || e.Exit > got.Exit) {
			got = e
		}
	}
	switch {
	case first == nil:
		return 0, 0, false
	case got == nil && sent != nil && (asked == nil || sent.Enter < asked.Enter):
		return sent.Enter, last.Exit, true
	case asked == nil:
		return first.Enter, last.Exit, true
	case got == nil || got.Exit < asked.Enter:
		return asked.Enter, last.Exit, true
	}
	return asked.Enter, got.Exit, true
}

// asks reports whether the event asks for data.
func (e *Event) asks() bool {
	switch e.class() {
	case receiveCall, waitCall, submitCall:
		return true
	}
	return e.Kind == SQE || e.Touches() || e.Kind == Syscall && e.Name == "fcntl" && len(e.Args) > 2 &&
		strings.Contains(e.Args[1].Text, "F_SETFL") && strings.Contains(e.Args[2].Text, "ASYNC")
}

// brings reports whether data were in hand when the event ended.
func (e *Event) brings() bool {
	return !e.failed() && (e.Kind == CQE && !e.errand() || e.class() == receiveCall || e.Touches())
}

// errand reports whether a completion is of a request that receives nothing, and asks
// for something else.
func (e *Event) errand() bool {
	op, ok := strings.CutPrefix(e.Name, "IORING_OP_")
	switch {
	case !ok:
		return false
	case op == "NOP", op == "TIMEOUT", op == "LINK_TIMEOUT", op == "ASYNC_CANCEL", op == "CLOSE", op == "FSYNC":
		return true
	}
	return strings.HasPrefix(op, "SEND") || strings.HasPrefix(op, "WRITE")
}

// timedOut reports whether a completion says that a time which was asked for is up,
// which is the success of such a request and an error by its name.
func (e *Event) timedOut() bool {
	return e.Kind == CQE && e.Errno.Name == "ETIME" && strings.HasSuffix(e.Name, "TIMEOUT")
}
