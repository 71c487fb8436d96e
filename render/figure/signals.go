package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// signalled says, of the calls that send one thread a signal, which argument is the
// thread's id.
var signalled = map[string]int{"tgkill": 1, "rt_tgsigqueueinfo": 1, "tkill": 0}

// signalsSent returns the calls of others that sent the shown thread a signal.
func (s *scene) signalsSent(first, last trace.Time) []*item {
	var items []*item
	for i := range s.t.Events {
		e := &s.t.Events[i]
		if e.Kind != trace.Syscall || e.Lane == s.app || e.Errno.Num != 0 || e.Enter < first || e.Enter > last {
			continue
		}
		if n, ok := signalled[e.Name]; ok && n < len(e.Args) && e.Args[n].Raw == uint64(s.t.Lanes[s.app].TID) {
			items = append(items, &item{event: i, lane: e.Lane, signal: true})
		}
	}
	return items
}

// signalSent names the signal that a call sends to a thread: "SIGUSR1 (tgkill)".
func signalSent(e *trace.Event) string {
	name := "signal"
	for _, a := range e.Args {
		if strings.HasPrefix(a.Text, "SIG") {
			name = a.Text
		}
	}
	return name + " (" + e.Name + ")"
}
