package figure

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nbrun/iomodels/trace"
)

// mostLevels is how many rows a figure of a level has at most.
const mostLevels = 48

// level is how many bytes lay in the kernel between a writer and a reader, as it follows
// from what their calls returned, while it is laid out.
type level struct {
	t       *trace.Trace
	buffer  pipeline
	others  int // buffers that are not drawn
	rows    []levelRow
	left    int // how many rows in the middle are left out, before rows[rest]
	rest    int
	unknown bool // somewhere a call was under way
	seen    bool // somewhere a look at the buffer counts

	tongue
	sheet
	marks []Mark
}

// pipeline is a buffer of the kernel's with a way in and a way out.
type pipeline struct {
	key    string // of where it leads
	kind   string // "unix", "pipe", "tcp", "udp"
	moves  []int  // events that wrote to it or read from it, or tried
	volume int64
}

// levelRow is a call's return or, where something happened while it was under way, its
// entry; or a look at the buffer.
type levelRow struct {
	event     int
	entry     bool
	at        trace.Time
	low, high int64 // what lay in the buffer then: between these
}

var (
	levelIn  = []string{"write", "writev", "sendto", "sendmsg"}
	levelOut = []string{"read", "readv", "recvfrom", "recvmsg"}
	asking   = []string{"poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2"}
)

// drawLevel draws how many bytes lay in the kernel's buffer between the ends of a stream
// or of datagrams, after each call. Of several buffers it is the one that most went through.
func drawLevel(in Input) (Figure, error) {
	if len(in.Traces) != 1 || in.Series != nil {
		return Figure{}, fmt.Errorf("a level is drawn from 1 trace, not from %d", len(in.Traces))
	}
	d := &level{t: &in.Traces[0], tongue: tongueOf(in.Lang)}
	if err := d.t.Check(); err != nil {
		return Figure{}, fmt.Errorf("a figure of what cannot have happened: %w", err)
	}
	if err := d.find(); err != nil {
		return Figure{}, fmt.Errorf("level of %q: %w", d.t.Title, err)
	}
	if err := d.follow(); err != nil {
		return Figure{}, fmt.Errorf("level of %q: %w", d.t.Title, err)
	}
	d.shorten()
	return d.draw(), nil
}

// find picks the buffer that most bytes went through.
func (d *level) find() error {
	var all []pipeline
	closed := map[string]int{} // how often a number of a descriptor was closed
	for i := range d.t.Events {
		e := &d.t.Events[i]
		switch {
		case e.Kind == trace.CQE && e.Ret > 0:
			return errors.New("io_uring moved bytes, and what it moved when is not known from returns of calls")
		case e.Kind == trace.Probe && e.Name == "dropped":
			return NotMeasured{"the kernel dropped some of what was sent"}
		case e.Kind != trace.Syscall:
			continue
		case e.Name == "close" && e.Errno.Num == 0:
			closed[descriptorOf(e)]++
		}
		key, kind := leadsTo(e)
		if key == "" || e.Ret > 0 && peeks(e) {
			continue
		}
		if kind == "udp" && e.Ret > 0 && slices.ContainsFunc(e.Args, func(a trace.Arg) bool { return strings.Contains(a.Text, "MSG_TRUNC") }) {
			return errors.New("a datagram was cut: how much of it lay there no call said")
		}
		if kind == "unix" || kind == "pipe" { // numbers are used again
			key += fmt.Sprint(" after ", closed[key])
		}
		k := slices.IndexFunc(all, func(p pipeline) bool { return p.key == key })
		if k < 0 {
			k, all = len(all), append(all, pipeline{key: key, kind: kind})
		}
		all[k].moves = append(all[k].moves, i)
		all[k].volume += moved(e)
	}
	for _, p := range all {
		if p.volume > d.buffer.volume {
			d.buffer = p
		}
		if p.volume > 0 {
			d.others++
		}
	}
	d.others--
	if d.buffer.volume == 0 {
		return errors.New("no recorded call moved bytes through a socket or a pipe")
	}
	return nil
}

// leadsTo names where the buffer that a call writes to or reads from leads, and what
// kind of a buffer it is; "" when the call does neither.
func leadsTo(e *trace.Event) (key, kind string) {
	in, out := slices.Contains(levelIn, e.Name), slices.Contains(levelOut, e.Name)
	if !in && !out {
		return "", ""
	}
	name := strings.ReplaceAll(wholeName(e), "->", "→")
	kind, rest, _ := strings.Cut(name, " ")
	mine, peer, connected := strings.Cut(rest, "→")
	switch {
	case kind == "unix" && strings.HasPrefix(rest, "pair of "), kind == "pipe" && strings.HasPrefix(rest, "to "):
		if in {
			return rest[strings.LastIndex(rest, " ")+1:], kind
		}
		return descriptorOf(e), kind
	case kind == "pipe" && strings.HasPrefix(rest, "from ") && out:
		return descriptorOf(e), kind
	case kind == "tcp" && connected && in:
		return rest, kind
	case kind == "tcp" && connected:
		return peer + "→" + mine, kind
	case kind == "udp" && connected && in:
		return peer, kind
	case kind == "udp" && in && len(e.Args) > 4:
		return strings.TrimSuffix(strings.TrimPrefix(e.Args[4].Text, "{AF_INET "), "}"), kind
	case kind == "udp" && out:
		return mine, kind
	}
	return "", ""
}

// descriptorOf is the descriptor that a call is about.
func descriptorOf(e *trace.Event) string {
	if len(e.Args) == 0 {
		return ""
	}
	n, _, _ := strings.Cut(e.Args[0].Text, " ")
	return n
}

// peeks reports whether a call left in the buffer what it brought.
func peeks(e *trace.Event) bool {
	return slices.ContainsFunc(e.Args, func(a trace.Arg) bool { return strings.Contains(a.Text, "MSG_PEEK") })
}

// moved is how many bytes a call moved.
func moved(e *trace.Event) int64 {
	n := max(e.Ret, 0)
	if e.Run != nil {
		n *= int64(e.Run.Count)
	}
	return n
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
