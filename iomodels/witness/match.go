package witness

import (
	"fmt"
	"sort"
	"strings"

	"nbrun/iomodels/trace"
)

// Match compares a record with the log, row by row.
func (l *Log) Match(t trace.Trace) Result {
	m := &matcher{log: l, t: &t, threads: map[int]*matched{}}
	r := Result{Rows: make([]Row, len(t.Events))}
	for i := range t.Events {
		r.Rows[i] = m.row(&t.Events[i])
	}
	m.rest(&r)
	return r
}

// matcher is a comparison under way.
type matcher struct {
	log     *Log
	t       *trace.Trace
	threads map[int]*matched // those of the lanes, by id
}

// matched says of a thread what the record speaks of.
type matched struct {
	*thread
	marks []bool // these marks
	calls []bool // these calls
	last  int    // the mark of the row before, -1 at first
}

func (m *matcher) row(e *trace.Event) Row {
	row := Row{Calls: 1}
	if e.Run != nil {
		row.Calls = e.Run.Count
	}
	lane := m.t.Lanes[e.Lane]
	row.Verdict, row.Why = m.verdict(e, lane.TID, row.Calls)
	if row.Verdict == Different || row.Verdict == Unseen {
		row.Why = fmt.Sprintf("%s %d: %s", lane.Name, e.Seq, row.Why)
	}
	return row
}

// verdict compares an event with the calls that were announced at its time.
func (m *matcher) verdict(e *trace.Event, tid, calls int) (Verdict, string) {
	why := outside(e)
	if why != "" && (e.Run == nil || e.Kind != trace.Syscall) {
		return Outside, why
	}
	want := callOf(e)
	th := m.thread(tid)
	if th == nil {
		return Unseen, fmt.Sprintf("the record has %v, and strace saw no thread %d", want, tid)
	}
	first := th.markBefore(e.Enter)
	if first <= th.last || th.marks[first] { // of the row before, or of none
		return Unseen, fmt.Sprintf("the record has %v, and strace saw no call there", want)
	}
	th.last = first
	if e.Run != nil {
		n := th.claim(want, first, th.markBefore(e.Exit)+1, calls, why == "")
		switch {
		case why != "":
			return Outside, fmt.Sprintf("%s; strace saw %d such calls of %d", why, n, calls)
		case n < calls:
			return Different, fmt.Sprintf("the record has %d calls of %v, and strace saw %d", calls, want, n)
		}
		return Confirmed, ""
	}
	th.marks[first] = true
	at, ok := th.find(want, first)
	if at < 0 {
		return Different, fmt.Sprintf("the record has %v, and strace saw none", want)
	}
	th.calls[at] = true
	if !ok {
		return Different, fmt.Sprintf("the record has %v, and strace saw %v", want, th.thread.calls[at])
	}
	return Confirmed, ""
}

// claim takes the calls that marks [from, to) announce and that are as wanted, n at the
// most, and returns how many those are. There may be others between them: of a record
// that grew too long, calls were counted by what was alike in them. When their
// arguments differed, those are not compared.
func (th *matched) claim(want Call, from, to, n int, arguments bool) (found int) {
	for i := from; i < to && found < n; i++ {
		if th.marks[i] {
			continue
		}
		at, ok := th.find(want, i)
		if !arguments && at >= 0 {
			seen := th.thread.calls[at]
			seen.Args = nil
			ok = want.same(seen)
		}
		if ok {
			th.marks[i], th.calls[at] = true, true
			found++
		}
	}
	return found
}

// find looks for a call where mark i announces it; at is where that, or what was made
// instead, is among the thread's calls, -1 when there is none.
func (th *matched) find(want Call, i int) (at int, ok bool) {
	at = th.likely(i)
	if at < 0 {
		return at, false
	}
	from, to := th.announced(i)
	for k := to - 1; k >= from; k-- {
		switch c := th.thread.calls[k]; {
		case want.same(c):
			return k, true
		case want.Name == c.Name:
			at = k
		}
	}
	return at, false
}

// markBefore is the index of the last mark at t or before, -1 when there is none.
func (t *thread) markBefore(at trace.Time) int {
	return sort.Search(len(t.marks), func(i int) bool { return t.marks[i].at > at }) - 1
}

// thread is that of the id; nil when strace saw none.
func (m *matcher) thread(tid int) *matched {
	if th := m.threads[tid]; th != nil {
		return th
	}
	t := m.log.threadAt(tid, m.end())
	if t == nil {
		return nil
	}
	th := &matched{thread: t, marks: make([]bool, len(t.marks)), calls: make([]bool, len(t.calls)), last: -1}
	m.threads[tid] = th
	return th
}

// end is the time at which the record's last row was over.
func (m *matcher) end() (at trace.Time) {
	for i := range m.t.Events {
		at = max(at, m.t.Events[i].Exit)
	}
	return at
}

// outside says why an event is none that strace can confirm; "" when it is.
func outside(e *trace.Event) string {
	switch e.Kind {
	case trace.SQE:
		return "a request is a write to memory"
	case trace.CQE:
		return "a completion is read from memory"
	case trace.Signal:
		return "a signal is no call"
	case trace.Work:
		return "the program's own computing"
	case trace.Probe:
		return "a look, of which the calls are not recorded"
	case trace.Mark:
		return "a moment"
	}
	for _, why := range e.Why {
		if rest, ok := strings.CutPrefix(why, "arguments: "); ok {
			return "recorded without its registers: " + rest
		}
	}
	return ""
}
