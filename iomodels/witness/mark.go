package witness

import "nbrun/iomodels/trace"

// Variable is the environment variable whose presence has the lanes of a process
// mark the calls that they record. [Command] sets it.
const Variable = "IOMODELS_WITNESS"

// mark is what a lane announced by a call of lseek(2) on no descriptor.
type mark struct {
	at   trace.Time
	kind markKind
	lane uint32 // number of the lane in its process
	next int    // index of the thread's call that follows
}

type markKind uint16

// The second of the four 16-bit words of a mark's last argument.
const (
	ownCall    markKind = 1 + iota // a call follows, of a lane that somebody started
	sharedCall                     // a call follows, of a package function
	laneStart                      // a lane starts
	laneEnd                        // it ends
	look                           // the calls since the one recorded before were a look at the kernel's state
)

// markTag is the first of these words.
const markTag = 0x6e62

// markOf reads a mark; ok says whether the call is one.
func markOf(c *Call) (m mark, ok bool) {
	if c.Name != "lseek" || c.Errno != "EBADF" || len(c.Args) != 3 || c.Args[0] != ^uint64(0) || c.Args[2]>>48 != markTag {
		return mark{}, false
	}
	m = mark{at: trace.Time(c.Args[1]), kind: markKind(c.Args[2] >> 32), lane: uint32(c.Args[2])}
	return m, m.kind >= ownCall && m.kind <= look
}

// mark notes a mark of the thread, which is not among its calls.
func (t *thread) mark(m mark) {
	m.next = len(t.calls)
	if m.kind <= sharedCall {
		t.marks = append(t.marks, m)
	} else {
		t.edges = append(t.edges, m)
	}
}

// segment is the range of the calls that follow mark i, up to the next one.
func (t *thread) segment(i int) (from, to int) {
	if i+1 < len(t.marks) {
		return t.marks[i].next, t.marks[i+1].next
	}
	return t.marks[i].next, len(t.calls)
}

// announced is the range of those calls after mark i of which the last is that which
// the lane announced; before it there may be such as the Go runtime makes on the
// thread's way into the kernel. When the announced one is itself such a call, it is
// any of the range.
func (t *thread) announced(i int) (from, to int) {
	from, end := t.segment(i)
	for to = from; to < end; to++ {
		if !t.calls[to].ofRuntime() {
			return from, to + 1
		}
	}
	return from, to
}

// likely is the index of the one that was most likely announced; -1 when the thread
// made none any more.
func (t *thread) likely(i int) int {
	from, to := t.announced(i)
	switch {
	case from == to:
		return -1
	case t.calls[to-1].ofRuntime() || t.calls[to-1].measures(): // the one announced came before
		return from
	}
	return to - 1
}
