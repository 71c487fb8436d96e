package figure

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nbrun/iomodels/trace"
)

// levelRow is a call's return or, where something happened while it was under way, its
// entry; or a look at the buffer.
type levelRow struct {
	event     int
	entry     bool
	at        trace.Time
	low, high int64 // what lay in the buffer then: between these
}

// follow makes the rows, and finds of each what lay in the buffer then.
func (d *level) follow() error {
	calls := slices.Clone(d.buffer.moves)
	for i := range d.t.Events {
		e := &d.t.Events[i]
		role := d.t.Lanes[e.Lane].Role
		rearmed := e.Name == "epoll_ctl" && len(e.Args) > 1 && strings.Contains(e.Args[1].Text, "MOD")
		if e.Kind == trace.Syscall && (role == trace.App || role == trace.Helper) && (slices.Contains(asking, e.Name) || rearmed) {
			calls = append(calls, i)
		}
	}
	slices.Sort(calls)
	for _, i := range calls {
		d.rows = append(d.rows, levelRow{event: i, at: d.t.Events[i].Exit})
	}
	d.enter(calls)
	for i := range d.t.Events {
		if _, ok := d.looked(i); ok {
			d.rows = append(d.rows, levelRow{event: i, at: d.t.Events[i].Exit})
		}
	}
	slices.SortStableFunc(d.rows, func(a, b levelRow) int { return int(a.at - b.at) })
	for i := range d.rows {
		r := &d.rows[i]
		if r.low, r.high = d.between(r.at); r.high < 0 {
			return errors.New("more was read than was written: some of the calls are not in the record")
		}
		if n, ok := d.looked(r.event); ok {
			d.seen = true
			r.low = max(r.low, n)
			if d.buffer.kind != "tcp" { // of which it counts the reader's side alone
				r.high = min(r.high, n)
			}
		}
		d.unknown = d.unknown || r.low < r.high
	}
	// A look says nothing new where the calls say all.
	d.rows = slices.DeleteFunc(d.rows, func(r levelRow) bool {
		low, high := d.between(r.at)
		return d.t.Events[r.event].Kind == trace.Probe && low == high
	})
	d.seen = slices.ContainsFunc(d.rows, func(r levelRow) bool { return d.t.Events[r.event].Kind == trace.Probe })
	return nil
}

// enter gives a row to the entry of each call that something else has a row in the midst
// of, be that an entry.
func (d *level) enter(calls []int) {
	entered := map[int]bool{}
	for found := true; found; {
		found = false
		for _, i := range calls {
			e := &d.t.Events[i]
			within := func(r levelRow) bool { return r.at > e.Enter && r.at < e.Exit }
			if !entered[i] && slices.ContainsFunc(d.rows, within) {
				d.rows = append(d.rows, levelRow{event: i, entry: true, at: e.Enter})
				entered[i], found = true, true
			}
		}
	}
}

// between is how many bytes lay in the buffer at a time: of a call that was under way it
// is not known how much of what it came to had been moved already.
func (d *level) between(at trace.Time) (low, high int64) {
	for _, i := range d.buffer.moves {
		e := &d.t.Events[i]
		n := moved(e)
		in := slices.Contains(levelIn, e.Name)
		switch {
		case e.Exit <= at && in:
			low, high = low+n, high+n
		case e.Exit <= at:
			low, high = low-n, high-n
		case e.Enter < at && in:
			high += n
		case e.Enter < at:
			low -= n
		}
	}
	return max(low, 0), high
}

var leading = regexp.MustCompile(`^\d+ `)

// looked is what an event saw in the buffer, if it is a look at that: of a socket for
// datagrams SIOCINQ tells the first one only.
func (d *level) looked(i int) (int64, bool) {
	e := &d.t.Events[i]
	if e.Kind != trace.Probe || e.Name != "SIOCINQ" || d.buffer.kind == "udp" || !leading.MatchString(e.Note) {
		return 0, false
	}
	as := *e
	as.Name = "read"
	key, _ := leadsTo(&as)
	if key == "" || key != strings.Split(d.buffer.key, " ")[0] {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.Fields(e.Note)[0], 10, 64)
	return n, err == nil
}

// shorten leaves out the middle of more rows than can be shown.
func (d *level) shorten() {
	d.rest = len(d.rows)
	if n := len(d.rows); n > mostLevels {
		d.left, d.rest = n-mostLevels, mostLevels/2
		d.rows = append(d.rows[:d.rest:d.rest], d.rows[n-mostLevels/2:]...)
	}
}
