package trace

import (
	"cmp"
	"slices"
	"sort"
)

// links is what ties the events of a trace to one another, found once for all of
// them. Its lists hold indexes into Trace.Events.
type links struct {
	events   []Event
	requests map[uint64][]int // SQEs by their UserData, in order of Enter
	submits  map[int][]int    // submitting calls by lane, in order of Enter
	arrivals map[int][]int    // events with an arrival's stamp by lane, in order of the stamp
	answers  map[int][]int    // CQEs by the submitting call that handed over their request
	earlier  map[int]int      // of a CQE the one before it of the same request, if there was one
	latest   map[int]int      // of an SQE its last CQE
	copied   map[int]bool     // calls that lie alone between the looks of a completion
	calls    map[int][]int    // system calls by lane, in order of Enter
	probes   map[int][]int    // probes by lane
	opened   map[uint64][]int // calls that opened a file, by the descriptor they returned
	flags    map[uint64][]int // calls that gave a descriptor its flags, by it
	epolls   map[uint64][]int // calls that made an epoll object or had it watch a descriptor, by its descriptor
}

func (t *Trace) links() *links {
	l := &links{
		events: t.Events, requests: map[uint64][]int{}, submits: map[int][]int{}, arrivals: map[int][]int{},
		answers: map[int][]int{}, earlier: map[int]int{}, latest: map[int]int{}, copied: map[int]bool{}, calls: map[int][]int{}, probes: map[int][]int{},
		opened: map[uint64][]int{}, flags: map[uint64][]int{}, epolls: map[uint64][]int{},
	}
	for i := range t.Events {
		e := &t.Events[i]
		if e.Kind == SQE && e.Ring != nil {
			l.requests[e.Ring.UserData] = append(l.requests[e.Ring.UserData], i)
		}
		if e.class() == submitCall {
			l.submits[e.Lane] = append(l.submits[e.Lane], i)
		}
		if _, ok := e.received(); ok {
			l.arrivals[e.Lane] = append(l.arrivals[e.Lane], i)
		}
		switch {
		case e.Kind == Probe:
			l.probes[e.Lane] = append(l.probes[e.Lane], i)
		case e.Kind == Syscall:
			l.calls[e.Lane] = append(l.calls[e.Lane], i)
			if e.opens() && !e.failed() {
				l.opened[uint64(e.Ret)] = append(l.opened[uint64(e.Ret)], i)
			}
			if e.setsFlags() {
				l.flags[e.Args[0].Raw] = append(l.flags[e.Args[0].Raw], i)
			}
			if fd, ok := e.epoll(); ok {
				l.epolls[fd] = append(l.epolls[fd], i)
			}
		}
	}
	enter := func(e *Event) Time { return e.Enter }
	sortLists(l.events, l.requests, enter)
	sortLists(l.events, l.submits, enter)
	sortLists(l.events, l.arrivals, func(e *Event) Time { return e.Stamp.At })
	sortLists(l.events, l.calls, enter)
	sortLists(l.events, l.probes, enter)
	sortLists(l.events, l.flags, enter)
	sortLists(l.events, l.epolls, enter)
	for i := range t.Events {
		if t.Events[i].Kind == CQE {
			l.answer(i)
		}
	}
	return l
}

// answer ties the completion at index i to the calls that it has to do with.
func (l *links) answer(i int) {
	if call := l.copyCall(i); call >= 0 {
		l.copied[call] = true
	}
	sqe := l.requestOf(i)
	if sqe < 0 {
		return
	}
	if before, ok := l.latest[sqe]; ok {
		l.earlier[i] = before
	}
	l.latest[sqe] = i
	if call := l.submitted(sqe, l.events[i].Exit); call >= 0 {
		l.answers[call] = append(l.answers[call], i)
	}
}

// sortLists sorts each list of indexes by the time of its events, in place.
func sortLists[K comparable](events []Event, lists map[K][]int, at func(*Event) Time) {
	for _, is := range lists {
		slices.SortStableFunc(is, func(i, j int) int { return cmp.Compare(at(&events[i]), at(&events[j])) })
	}
}

// requestOf returns the index of the SQE that the CQE at index i answers: the last
// one with its UserData that was written before the CQE was seen. It returns -1 when
// there is none. One request may have many completions (multishot).
func (l *links) requestOf(i int) int {
	cqe := &l.events[i]
	if cqe.Ring == nil {
		return -1
	}
	is := l.requests[cqe.Ring.UserData]
	n := sort.Search(len(is), func(k int) bool { return l.events[is[k]].Enter > cqe.Exit })
	if n == 0 {
		return -1
	}
	return is[n-1]
}

// submitted returns the index of the call that handed the request at index sqe to
// the kernel: the next submitting call of its lane, if that began by the time end.
// It returns -1 when there is none, as when a kernel thread polls the queue.
func (l *links) submitted(sqe int, end Time) int {
	s := &l.events[sqe]
	is := l.submits[s.Lane]
	n := sort.Search(len(is), func(k int) bool { return l.events[is[k]].Enter >= s.Enter })
	if n == len(is) || l.events[is[n]].Enter > end {
		return -1
	}
	return is[n]
}

// arrivalWithin finds the first arrival stamped by the kernel, of data that the
// lane received and the call at index i was about, that lies within the call. Data
// reach the program after such a call returns, or with a completion seen afterwards.
func (l *links) arrivalWithin(i int) (Stamp, bool) {
	call := &l.events[i]
	is := l.arrivals[call.Lane]
	for _, j := range is[sort.Search(len(is), func(k int) bool { return l.events[is[k]].Stamp.At >= call.Enter }):] {
		e := &l.events[j]
		if e.Stamp.At > call.Exit {
			break
		}
		if j != i && e.Exit >= call.Exit && call.reports(e) {
			return *e.Stamp, true
		}
	}
	return Stamp{}, false
}
