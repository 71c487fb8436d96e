//go:build linux && (amd64 || arm64)

package unix

import (
	"sync"

	"nbrun/iomodels/trace"
)

// keptRows is how many rows a lane keeps. A program that asks a hundred thousand times
// is kept whole; one that does so for half a minute would fill the memory with rows
// that nobody can look at, a hundred bytes each and ten times that as events. So of a
// longer record the first half of keptRows and the last half are kept, and the rows
// between are counted: see [tally].
const keptRows = 1 << 18

// A gap is what stood in a record between the first rows and the last. It moves on by
// a chunk at a time, as the record grows.
type gap struct {
	sync.Mutex
	after   *chunk     // the last chunk before it; nil when there is no gap
	rows    int        // how many it is
	from    trace.Time // enter of the first row in it
	to      trace.Time // enter of the last
	tallies []*tally
	others  map[string]int // of events that are no calls, and of calls beyond maxTallies, by name
}

// A tally counts the calls of a gap that have the number, the result and the error of
// its first.
type tally struct {
	first  row
	side   []byte   // of the first
	why    []string // of the first
	count  int
	last   trace.Time // exit of the last
	took   spread
	usage  *trace.Usage // the sum of all; nil when one has none
	differ bool         // in their arguments
	stamps bool         // one brought a time of arrival
}

// maxTallies bounds a gap in which the results are all sorts of numbers.
const maxTallies = 64

// leaveOut puts the oldest chunk after the first half of the kept rows into the gap,
// when the record is as long as it may be. The writer calls it, before it appends a
// chunk.
func (l *Lane) leaveOut() {
	if l.length()-l.head.Load().first < l.limit {
		return // with or without a gap
	}
	g := &l.gap
	g.Lock()
	defer g.Unlock()
	head := l.head.Load()
	if l.length()-head.first-g.rows < l.limit {
		return
	}
	if g.after == nil {
		g.after = head
		for g.after.first-head.first < l.limit/2-rowsPerChunk {
			g.after = g.after.next.Load()
		}
	}
	c := g.after.next.Load()
	for i := range c.rows {
		g.add(l, c, i)
	}
	l.forgetReasons(c.first)
	g.after.next.Store(c.next.Load()) // a reader who is in c finds the way from there
}

// add counts row i of c.
func (g *gap) add(l *Lane, c *chunk, i int) {
	r := &c.rows[i]
	if g.rows == 0 {
		g.from = r.enter
	}
	g.rows, g.to = g.rows+1, r.enter
	if r.nr == rowEvent {
		g.other(c.events[i].Name)
		return
	}
	side := c.side(r)
	for _, t := range g.tallies {
		if t.first.nr == r.nr && t.first.ret == r.ret && t.first.errno == r.errno && t.first.quality == r.quality {
			t.add(r, side)
			return
		}
	}
	if len(g.tallies) == maxTallies {
		d := decoding{r, signatureOf(uintptr(r.nr)), side}
		g.other(d.name())
		return
	}
	t := &tally{first: *r, side: append([]byte(nil), side...), why: l.reasons(c.first + i), usage: &trace.Usage{Rusage: true}}
	t.add(r, side)
	g.tallies = append(g.tallies, t)
}

// clear says that there is no gap.
func (g *gap) clear() { g.after, g.rows, g.tallies, g.others = nil, 0, nil, nil }

func (g *gap) other(name string) {
	if g.others == nil {
		g.others = map[string]int{}
	}
	g.others[name]++
}

func (t *tally) add(r *row, side []byte) {
	t.count++
	t.last = r.exit
	t.took.add(r.exit.Sub(r.enter))
	t.usage = sumOf(t.usage, usageOf(side))
	t.differ = t.differ || t.first.args != r.args
	_, stamped := item(side, tagStamp)
	t.stamps = t.stamps || stamped
}

// sumOf is nil when one of them is.
func sumOf(u, v *trace.Usage) *trace.Usage {
	if u == nil || v == nil {
		return nil
	}
	u.CPU += v.CPU
	u.Rusage = u.Rusage && v.Rusage
	u.Nvcsw, u.Nivcsw = u.Nvcsw+v.Nvcsw, u.Nivcsw+v.Nivcsw
	u.Minflt, u.Majflt = u.Minflt+v.Minflt, u.Majflt+v.Majflt
	u.Inblock, u.Oublock = u.Inblock+v.Inblock, u.Oublock+v.Oublock
	return u
}
