package trace

import "fmt"

// Count returns how many system calls of a name the program completed (lanes of role
// App). A call that a signal cut short (EINTR) is not counted, since it is made
// again; one that answered EAGAIN is. A Run counts as often as it says. Zero means
// that there was none.
func (t Trace) Count(name string) int {
	return t.countCalls(func(e *Event) bool { return e.Name == name && e.Errno.Name != "EINTR" })
}

// CountErrno returns how many of the program's system calls of a name ended with
// that error: t.CountErrno("recvmsg", "EAGAIN").
func (t Trace) CountErrno(name, errno string) int {
	return t.countCalls(func(e *Event) bool { return e.Name == name && e.Errno.Name == errno })
}

func (t *Trace) countCalls(want func(*Event) bool) int {
	n := 0
	for i := range t.Events {
		if e := &t.Events[i]; e.Kind == Syscall && t.onApp(e) && want(e) {
			n += e.count()
		}
	}
	return n
}

// Calls returns the system calls of the named lanes, in order; of the program's own
// lanes (role App) when no name is given. It panics for a lane that is not there.
func (t Trace) Calls(lanes ...string) []Event {
	want := map[int]bool{}
	for _, name := range lanes {
		want[t.lane(name)] = true
	}
	var calls []Event
	for i := range t.Events {
		e := &t.Events[i]
		if e.Kind == Syscall && (want[e.Lane] || len(lanes) == 0 && t.onApp(e)) {
			calls = append(calls, *e)
		}
	}
	return calls
}

// On returns all events of a lane, in order. It panics for a lane that is not there.
func (t Trace) On(lane string) []Event {
	n := t.lane(lane)
	var events []Event
	for _, e := range t.Events {
		if e.Lane == n {
			events = append(events, e)
		}
	}
	return events
}

// Seen returns what the looks of a name counted (the Ret of each Probe), in order, on
// whatever lane. It is empty when there was no such look.
func (t Trace) Seen(name string) []int64 {
	var counted []int64
	for i := range t.Events {
		if e := &t.Events[i]; e.Kind == Probe && e.Name == name {
			counted = append(counted, e.Ret)
		}
	}
	return counted
}

// Find returns the first event of a name: of the program's own lanes, and only if
// they have none, of any. It panics when there is none.
func (t Trace) Find(name string) Event {
	found := -1
	for i := range t.Events {
		e := &t.Events[i]
		if e.Name != name {
			continue
		}
		if t.onApp(e) {
			return *e
		}
		if found < 0 {
			found = i
		}
	}
	if found < 0 {
		panic(fmt.Sprintf("trace: no event is named %q; there are %s", name, t.names()))
	}
	return t.Events[found]
}

func (t *Trace) lane(name string) int {
	for i, l := range t.Lanes {
		if l.Name == name {
			return i
		}
	}
	var names []string
	for _, l := range t.Lanes {
		names = append(names, l.Name)
	}
	panic(fmt.Sprintf("trace: no lane is named %q; there are %s", name, list(names)))
}

// names lists the names of all events for a message, each once, in order.
func (t *Trace) names() string {
	var names []string
	seen := map[string]bool{}
	for _, e := range t.Events {
		if !seen[e.Name] {
			seen[e.Name] = true
			names = append(names, e.Name)
		}
	}
	return list(names)
}
