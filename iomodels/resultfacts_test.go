//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// called returns the program's calls of a name.
func called(t trace.Trace, name string) []trace.Event {
	return slices.DeleteFunc(t.Calls(), func(e trace.Event) bool { return e.Name != name })
}

// results says what the program's calls of a name returned, -1 being an error.
func results(name string, want ...int64) fact {
	return fact{claim: fmt.Sprintf("%s returned %d, one after the other", name, want), holds: func(t trace.Trace) bool {
		return slices.EqualFunc(called(t, name), want, func(e trace.Event, n int64) bool { return e.Ret == n })
	}}
}

// peersCalls says how often the peer made a call, each time with success.
func peersCalls(name string, n int) fact {
	return fact{claim: fmt.Sprintf("the peer made %d calls of %s, and all succeeded", n, name), holds: func(t trace.Trace) bool {
		i := slices.IndexFunc(t.Lanes, func(l trace.Lane) bool { return l.Role == trace.Peer })
		got := 0
		for _, e := range t.Events {
			if e.Lane == i && e.Name == name && e.Errno.Num == 0 {
				got++
			}
		}
		return got == n
	}}
}

// sleptInAll says that the thread slept in each of n calls.
func sleptInAll(name string, n int) fact {
	return fact{claim: fmt.Sprintf("the thread slept in each of %d calls of %s", n, name), switches: true, holds: func(t trace.Trace) bool {
		calls := called(t, name)
		return len(calls) == n && !slices.ContainsFunc(calls, func(e trace.Event) bool { return e.Usage == nil || e.Usage.Nvcsw < 1 })
	}}
}

// sumIsPayload says that the calls took all bytes between them, each at most what it
// was given.
func sumIsPayload(name string) fact {
	return fact{claim: "what " + name + " returned adds up to the payload", holds: func(t trace.Trace) bool {
		var sum int64
		for _, e := range called(t, name) {
			sum += max(e.Ret, 0)
		}
		return sum == int64(t.Payload)
	}}
}

// heldBack says that the buffers held no more than part of the message when the program
// had been seen asleep: the peer could read some of it. The buffer that it is sent from may
// be empty by then, when all in it was acknowledged and the program, which was told
// that there is room, has not come to the processor yet.
func heldBack() fact {
	return fact{claim: "the buffers held a part of the message", holds: func(t trace.Trace) bool {
		unread := quantity(t, "SIOCINQ")
		return unread > 0 && unread < t.Payload
	}}
}

// roomByReading is that the last sleep in poll, not the first, was ended by the peer's
// reading. Over TCP one may end before, when the peer's kernel acknowledges some 40 ms
// late what it has taken; on a busy machine the last too. Bytes that wait for that are
// counted at both ends.
func roomByReading() fact {
	return fact{claim: "poll told of room when the peer had begun to read, or an acknowledgment was late", holds: func(t trace.Trace) bool {
		if t.InOrder("read#1 enter", "ppoll exit") {
			return true
		}
		look, written := t.Find("SIOCINQ").Enter, 0
		for _, e := range t.Calls() {
			if e.Name == "write" && e.Enter < look {
				written += max(0, int(e.Ret))
			}
		}
		unread, unacknowledged := quantity(t, "SIOCINQ"), strings.Contains(t.Find("SIOCOUTQ").Note, "acknowledged")
		return unacknowledged && quantity(t, "SIOCOUTQ")+unread > written
	}}
}

// queued judges what a look at a queue saw.
func queued(name string, ok func(n, payload int) bool) fact {
	return fact{claim: name + " is as it should be", holds: func(t trace.Trace) bool { return ok(quantity(t, name), t.Payload) }}
}

// quantity is the number that the last probe of a name saw.
func quantity(t trace.Trace, name string) (n int) {
	all := notes(t, name)
	if _, err := fmt.Sscan(all[len(all)-1], &n); err != nil {
		panic(err)
	}
	return n
}

// says says that the ith call of a name has that in its arguments.
func says(name string, i int, word string) fact {
	return fact{claim: fmt.Sprintf("call %d of %s says %s", i+1, name, word), holds: func(t trace.Trace) bool {
		return strings.Contains(texts(called(t, name)[i]), word)
	}}
}

func texts(e trace.Event) string {
	var all []string
	for _, a := range e.Args {
		all = append(all, a.Text)
	}
	return strings.Join(all, ", ")
}
