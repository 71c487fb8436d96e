package trace

import "slices"

// asksOnly reports whether the call never waits for data: by its own flags, or by the
// flags that its descriptor was given last, as far as the trace shows. A thread that
// slept in such a call slept for something else, a processor for Go's scheduler perhaps.
func (l *links) asksOnly(e *Event) bool {
	if e.flag("MSG_DONTWAIT") || e.flag("RWF_NOWAIT") {
		return true
	}
	if len(e.Args) == 0 {
		return false
	}
	for _, i := range slices.Backward(l.flags[e.Args[0].Raw]) {
		if told := &l.events[i]; told.Exit <= e.Enter {
			return told.flag("O_NONBLOCK")
		}
	}
	open := l.openedBy(e)
	return open != nil && open.flag("O_NONBLOCK")
}

// setsFlags reports whether the call gives a descriptor its flags.
func (e *Event) setsFlags() bool {
	return e.Name == "fcntl" && !e.failed() && len(e.Args) > 2 && e.Args[1].Text == "F_SETFL"
}

// mostlyAsleep reports whether the thread may have slept in each of the calls that the
// event stands for.
func (e *Event) mostlyAsleep() bool { return e.Usage.Nvcsw >= int64(e.count()) }
