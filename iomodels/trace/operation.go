package trace

import "strings"

// Operation returns the bounds of the time that Wall measures. It begins at the Enter of
// the first thing on an App lane that asks for data: a receiving call (recvmsg, read …), a
// waiting one (poll, epoll_wait, rt_sigtimedwait …), a request that does (an SQE) or, where
// none is recorded, the call that submits it, the fcntl that switches O_ASYNC on, a connect
// whose answer is not waited for (EINPROGRESS), or an access to memory that was measured
// (Work with a Usage). It ends at the Exit of the last receiving call that succeeded, of
// the last completion (CQE) of a request that moved data or kept a time, or of the last
// such access.
//
// A trace in which nothing asks for data has all its App calls for its operation; one in
// which nothing was received ends at its last completion or, without one, the last of
// them. When the program sends first and receives nothing it begins with what it sends,
// and closing a descriptor afterwards is no part of it.
//
// It reports false when no App lane has an event of these kinds.
func (t Trace) Operation() (from, to Time, ok bool) {
	var asked, submitted, request, got, done, sent, first, last, unclosed *Event
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
		if e.Name != "close" && (unclosed == nil || e.Exit > unclosed.Exit) {
			unclosed = e
		}
		if e.Name == "io_uring_enter" && submitted == nil {
			submitted = e
		}
		if e.Kind == SQE {
			request = e
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
		if e.Kind == CQE && (done == nil || e.Exit > done.Exit) {
			done = e
		}
	}
	if request == nil && submitted != nil && (asked == nil || submitted.Enter < asked.Enter) {
		asked = submitted
	}
	switch {
	case first == nil:
		return 0, 0, false
	case got == nil && sent != nil && (asked == nil || sent.Enter < asked.Enter):
		return sent.Enter, unclosed.Exit, true
	case asked == nil:
		return first.Enter, last.Exit, true
	case (got == nil || got.Exit < asked.Enter) && done != nil && done.Exit >= asked.Enter:
		return asked.Enter, done.Exit, true
	case got == nil || got.Exit < asked.Enter:
		return asked.Enter, last.Exit, true
	}
	return asked.Enter, got.Exit, true
}

// asks reports whether the event asks for data. Of an io_uring's the requests do, and
// not the call that submits them: one may ask for nothing.
func (e *Event) asks() bool {
	switch e.class() {
	case receiveCall, waitCall:
		return true
	case submitCall:
		return e.Name != "io_uring_enter"
	}
	return e.Kind == SQE && e.errand() == "" || e.Touches() ||
		e.Kind == Syscall && e.Name == "connect" && e.Errno.Name == "EINPROGRESS" || e.Kind == Syscall && e.Name == "fcntl" && len(e.Args) > 2 &&
		strings.Contains(e.Args[1].Text, "F_SETFL") && strings.Contains(e.Args[2].Text, "ASYNC")
}

// brings reports whether data were in hand, or on their way, when the event ended.
func (e *Event) brings() bool {
	return e.timedOut() || !e.failed() && (e.Kind == CQE && e.errand() == "" || e.class() == receiveCall || e.Touches())
}

// errand says of a request that moves no data, or of its completion, what it is about
// instead; "" of one that moves some.
func (e *Event) errand() string {
	switch strings.TrimPrefix(e.Name, "IORING_OP_") {
	case "NOP":
		return "nothing"
	case "ASYNC_CANCEL":
		return "another request"
	case "LINK_TIMEOUT":
		return "the time of another request"
	}
	return ""
}

// receives reports whether a request brings something from the kernel to the program.
func (e *Event) receives() bool {
	op, ok := strings.CutPrefix(e.Name, "IORING_OP_")
	return !ok || e.errand() == "" && op != "TIMEOUT" && !strings.HasPrefix(op, "SEND") && !strings.HasPrefix(op, "WRITE")
}

// timedOut reports whether a completion says that a time which was asked for is up,
// which is the success of such a request and an error by its name.
func (e *Event) timedOut() bool {
	return e.Kind == CQE && e.Errno.Name == "ETIME" && strings.HasSuffix(e.Name, "TIMEOUT")
}
