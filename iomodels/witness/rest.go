package witness

import (
	"maps"
	"slices"
)

// rest fills in what strace saw beyond the rows.
func (m *matcher) rest(r *Result) {
	whole := m.fromStart()
	for _, tid := range slices.Sorted(maps.Keys(m.threads)) {
		th := m.threads[tid]
		spans := th.spans()
		from, to := th.extent(spans)
		for i, mk := range th.thread.marks {
			if th.marks[i] {
				continue
			}
			k := th.likely(i)
			if k < 0 || !th.thread.calls[k].Returned { // of a call that never returned there can be no row
				continue
			}
			th.calls[k] = true
			s, ofTrace := spans[mk.lane]
			switch {
			case !ofTrace && (len(spans) > 0 || mk.kind == sharedCall): // another lane's, on the same thread
			case ofTrace && i > s.last:
				r.After++
			case ofTrace && i < s.first && (mk.kind == sharedCall || !whole[tid]):
				r.Before++
			default:
				r.Only = append(r.Only, th.thread.calls[k])
			}
		}
		th.left(&r.Left, from, to)
	}
}

// fromStart says of which threads the trace has a lane's rows from the first on.
func (m *matcher) fromStart() map[int]bool {
	seen, whole := map[int]bool{}, map[int]bool{}
	for i := range m.t.Events {
		e := &m.t.Events[i]
		if tid := m.t.Lanes[e.Lane].TID; !seen[e.Lane] {
			seen[e.Lane] = true
			whole[tid] = whole[tid] || e.Seq == 0
		}
	}
	for i, lane := range m.t.Lanes { // one without events has lost even the first
		if m.thread(lane.TID) != nil && !seen[i] {
			whole[lane.TID] = true
		}
	}
	return whole
}

// span is from the first mark of a lane that is of the record to the last.
type span struct{ first, last int }

// spans are those of the thread's lanes, by the numbers of these.
func (th *matched) spans() map[uint32]span {
	spans := map[uint32]span{}
	for i, mk := range th.thread.marks {
		if !th.marks[i] {
			continue
		}
		s, known := spans[mk.lane]
		if !known {
			s.first = i
		}
		s.last = i
		spans[mk.lane] = s
	}
	return spans
}
