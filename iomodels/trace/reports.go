package trace

import (
	"sort"
	"strconv"
	"strings"
)

// reports reports whether a call that returned told of the data that got brought:
// that it did not fail, that no time was up, and that their descriptor is among those
// that it says are ready. A call that does not name descriptors is believed.
func (e *Event) reports(got *Event) bool {
	switch e.Name {
	case "rt_sigsuspend", "pause": // they return nothing but EINTR
		return true
	}
	if e.failed() || e.class() == waitCall && e.Ret == 0 {
		return false
	}
	if got.Kind != Syscall || len(got.Args) == 0 || len(e.Args) < 2 {
		return true
	}
	fd := got.Args[0].Raw
	switch e.Name {
	case "poll", "ppoll":
		return pollReports(e.Args[0].Text, fd)
	case "select", "pselect6":
		_, left, ok := strings.Cut(e.Args[1].Text, cameBack)
		return !ok || mentions(left, fd)
	case "epoll_wait", "epoll_pwait", "epoll_pwait2":
		return !strings.Contains(e.Args[1].Text, "{") || mentions(e.Args[1].Text, fd)
	case "rt_sigtimedwait", "read": // a signal tells of a descriptor, or does not
		return !strings.Contains(e.Args[1].Text, " fd ") || mentions(e.Args[1].Text, fd)
	}
	return true
}

// cameBack stands in an argument's text before what the kernel wrote there.
const cameBack = " → "

// pollReports reads the text of a list of pollfds: one that became ready shows what
// came back.
func pollReports(text string, fd uint64) bool {
	told := strings.Contains(text, cameBack)
	for item := range strings.SplitAfterSeq(text, "}") {
		if mentions(item, fd) && (!told || strings.Contains(item, cameBack)) {
			return true
		}
	}
	return !strings.Contains(text, "{")
}

// mentions reports whether a text lists a descriptor.
func mentions(text string, fd uint64) bool {
	n := strconv.Itoa(int(int32(fd)))
	for _, before := range []string{"{", " ", "fd="} {
		for _, after := range []string{" ", "}", ","} {
			if strings.Contains(text, before+n+after) {
				return true
			}
		}
	}
	return false
}

// opens reports whether the call returns a descriptor of a file that it opened.
func (e *Event) opens() bool {
	switch e.Name {
	case "open", "openat", "openat2":
		return true
	}
	return false
}

// direct reports whether the descriptor of an event, its first argument, was opened
// past the page cache, as far as the trace shows.
func (l *links) direct(e *Event) bool {
	if len(e.Args) == 0 {
		return false
	}
	if _, name, ok := strings.Cut(e.Args[0].Text, " <"); ok && strings.Contains(name, " O_DIRECT") {
		return true
	}
	open := l.openedBy(e)
	return open != nil && open.flag("O_DIRECT")
}

// openedBy returns the call that opened the descriptor of an event, its first argument,
// or nil when the trace does not show it.
func (l *links) openedBy(e *Event) *Event {
	if len(e.Args) == 0 {
		return nil
	}
	is := l.opened[e.Args[0].Raw]
	n := sort.Search(len(is), func(k int) bool { return l.events[is[k]].Exit > e.Enter })
	if n == 0 {
		return nil
	}
	return &l.events[is[n-1]]
}

// flag reports whether an argument of the call other than a path has a flag.
func (e *Event) flag(name string) bool {
	for _, a := range e.Args {
		if !strings.HasPrefix(a.Text, `"`) && strings.Contains(a.Text, name) {
			return true
		}
	}
	return false
}

// synchronized reports whether what the call writes is on the disk when it returns: by
// the flags of its descriptor, as far as the trace shows, or its own (RWF_DSYNC).
func (l *links) synchronized(e *Event) bool {
	if e.flag("RWF_DSYNC") || e.flag("RWF_SYNC") {
		return true
	}
	open := l.openedBy(e)
	return open != nil && (open.flag("O_DSYNC") || open.flag("O_SYNC"))
}

// directRequest reports whether a request that the call at index i submitted is for a
// descriptor opened past the page cache.
func (l *links) directRequest(i int) bool {
	for _, j := range l.answers[i] {
		if l.direct(&l.events[l.requestOf(j)]) {
			return true
		}
	}
	return false
}
