package figure

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// scaling makes a drawer of how something of a series grows.
func scaling(of func(*trace.Series) (*chart, error)) func(Input) (Figure, error) {
	return func(in Input) (Figure, error) {
		if in.Series == nil || len(in.Traces) > 0 {
			return Figure{}, errors.New("a scaling chart is drawn from a series, and from nothing else")
		}
		if err := in.Series.Check(); err != nil {
			return Figure{}, fmt.Errorf("a figure of what cannot have been measured: %w", err)
		}
		c, err := of(in.Series)
		if err != nil {
			return Figure{}, err
		}
		return c.draw(), nil
	}
}

// costChart is what a round costs, against the number of descriptors.
func costChart(s *trace.Series) (*chart, error) {
	active, others := usualActive(s)
	c := &chart{
		kind: "scaling", title: s.Title, data: s.Costs(),
		says: fmt.Sprintf("median duration of a round, %d active", active), across: "descriptors watched",
		name: "duration of a round", exact: duration, tick: shortDuration, counted: "watched",
	}
	c.add(s, func(l *trace.Line) bool { return l.Call != "" }, func(p *trace.Point) (spot, bool) {
		if p.Cost == nil || p.Active != active {
			return spot{}, false
		}
		return costSpot(p, p.N), true
	})
	c.notes = append(c.notes, c.bandNote(s))
	if others > 0 {
		c.notes = append(c.notes, fmt.Sprintf("%s with other numbers of active descriptors %s in the table only.", plural(others, "point"), isAre(others)))
	}
	return c.ready("a cost")
}

// activeChart is what a round costs, against how many of the descriptors are active.
func activeChart(s *trace.Series) (*chart, error) {
	n := mostActives(s)
	c := &chart{
		kind: "scaling-active", title: s.Title, data: slices.DeleteFunc(s.Costs(), func(row []string) bool {
			return row[0] != "watched" && row[0] != strconv.Itoa(n)
		}),
		says: fmt.Sprintf("median duration of a round, %d watched", n), across: "active descriptors",
		name: "duration of a round by active ones", exact: duration, tick: shortDuration, counted: "active",
	}
	if n == 0 {
		return nil, errors.New("of no number of descriptors was the cost measured with more than one number active")
	}
	c.add(s, func(l *trace.Line) bool { return l.Call != "" }, func(p *trace.Point) (spot, bool) {
		if p.Cost == nil || p.N != n {
			return spot{}, false
		}
		return costSpot(p, p.Active), true
	})
	c.notes = append(c.notes, c.bandNote(s))
	return c.ready("a cost")
}

// threadChart is how many threads came to be, against the number of descriptors.
func threadChart(s *trace.Series) (*chart, error) {
	c := &chart{
		kind: "scaling-threads", title: s.Title, data: s.Threads(), counted: "watched",
		says: "more threads than before", across: "descriptors waited for", name: "threads",
		exact: func(v float64) string { return fmt.Sprintf("%+d", int(v)) },
		tick:  func(v float64) string { return "+" + strconv.Itoa(int(v)) },
	}
	c.add(s, holds, func(p *trace.Point) (spot, bool) {
		if p.Footprint == nil {
			return spot{}, false
		}
		v := float64(p.Footprint.GrownThreads())
		return spot{x: float64(p.N), y: v, low: v, high: v}, true
	})
	return c.ready("a footprint")
}

// memoryChart is how much memory came to be resident, against the number of descriptors.
func memoryChart(s *trace.Series) (*chart, error) {
	c := &chart{
		kind: "scaling-memory", title: s.Title, data: s.Memory(), counted: "watched",
		says: "more resident memory of the process than before", across: "descriptors waited for", name: "resident memory",
		exact: func(v float64) string {
			if v < 0 {
				return trace.FormatBytes(int64(v))
			}
			return "+" + trace.FormatBytes(int64(v))
		},
		tick: func(v float64) string { return "+" + withoutZeros(trace.FormatBytes(int64(v))) },
	}
	c.add(s, holds, func(p *trace.Point) (spot, bool) {
		if p.Footprint == nil {
			return spot{}, false
		}
		v := float64(p.Footprint.GrownResident())
		return spot{x: float64(p.N), y: v, low: v, high: v}, true
	})
	return c.ready("a footprint")
}

func duration(ns float64) string { return trace.FormatDuration(time.Duration(ns)) }

func costSpot(p *trace.Point, x int) spot {
	k := p.Cost
	return spot{x: float64(x), y: float64(k.Median), low: float64(k.P10), high: float64(k.P90), beyond: p.Beyond}
}

// holds reports whether a line is about what the process holds.
func holds(l *trace.Line) bool {
	return l.Call == "" || slices.ContainsFunc(l.Points, func(p trace.Point) bool { return p.Footprint != nil })
}

// add makes a curve of each line that is about what the chart shows. A line without
// points is one that says why.
func (c *chart) add(s *trace.Series, about func(*trace.Line) bool, of func(*trace.Point) (spot, bool)) {
	byCount := c.counted == "watched"
	for i := range s.Lines {
		l := &s.Lines[i]
		if !about(l) {
			continue
		}
		k := curve{name: l.Name, why: l.Why}
		for j := range l.Points {
			if sp, ok := of(&l.Points[j]); ok {
				k.spots = append(k.spots, sp)
			}
			if byCount {
				c.last = max(c.last, float64(l.Points[j].N))
			}
		}
		if byCount || len(k.spots) > 0 {
			c.curves = append(c.curves, k)
		}
	}
	if byCount {
		for _, l := range s.Lines {
			for _, p := range l.Points {
				c.last = max(c.last, float64(p.N))
			}
		}
		c.cut = s.Cut
	}
}

// ready returns the chart, when there is something on it.
func (c *chart) ready(what string) (*chart, error) {
	for _, k := range c.curves {
		if len(k.spots) > 0 {
			return c, nil
		}
	}
	return nil, fmt.Errorf("no line of the series has %s", what)
}

// usualActive is the number of active descriptors that most points with a cost have, the
// least when several do, and how many points have another.
func usualActive(s *trace.Series) (active, others int) {
	counts := map[int]int{}
	all := 0
	for _, l := range s.Lines {
		for _, p := range l.Points {
			if p.Cost == nil {
				continue
			}
			all++
			counts[p.Active]++
		}
	}
	for m, n := range counts {
		if n > counts[active] || n == counts[active] && m < active {
			active = m
		}
	}
	return active, all - counts[active]
}

// mostActives is the number of descriptors whose cost was measured with most numbers of
// active ones, the greatest when several were; 0 when none was with more than one.
func mostActives(s *trace.Series) int {
	actives := map[int]map[int]bool{}
	for _, l := range s.Lines {
		for _, p := range l.Points {
			if p.Cost == nil {
				continue
			}
			if actives[p.N] == nil {
				actives[p.N] = map[int]bool{}
			}
			actives[p.N][p.Active] = true
		}
	}
	best := 0
	for n, ms := range actives {
		if len(ms) > max(1, len(actives[best])) || len(ms) > 1 && len(ms) == len(actives[best]) && n > best {
			best = n
		}
	}
	return best
}

// bandNote says what the band is, of how many rounds.
func (c *chart) bandNote(s *trace.Series) string {
	least, most := 0, 0
	for _, l := range s.Lines {
		for _, p := range l.Points {
			if p.Cost != nil {
				if least == 0 || p.Cost.Rounds < least {
					least = p.Cost.Rounds
				}
				most = max(most, p.Cost.Rounds)
			}
		}
	}
	rounds := plural(most, "round")
	if least < most {
		rounds = fmt.Sprintf("%s to %s", thousands(int64(least)), rounds)
	}
	note := fmt.Sprintf("A marker is the median of %s; the upright stroke through it goes from what a tenth of them took to what nine tenths did.", rounds)
	if s.Floor > 0 {
		note += fmt.Sprintf(" A call that does nothing takes %s, recording included.", trace.FormatDuration(s.Floor))
	}
	return note
}

// alt tells of the ends of the chart, one sentence for a number of descriptors, and of
// what is not on it.
func (c *chart) alt() string {
	s := []string{sentence(c.title + ": " + c.says)}
	xs := c.counts()
	tell := func(x float64) {
		var at []string
		for _, k := range c.curves {
			for _, sp := range k.spots {
				if sp.x == x {
					at = append(at, k.name+" "+c.exact(sp.y))
				}
			}
		}
		s = append(s, fmt.Sprintf("With %.0f %s: %s.", x, c.counted, strings.Join(at, ", ")))
	}
	tell(xs[0])
	for _, x := range xs[1:] {
		if x == xs[len(xs)-1] || slices.ContainsFunc(c.curves, func(k curve) bool { return len(k.spots) > 0 && k.spots[len(k.spots)-1].x == x }) {
			tell(x)
		}
	}
	for _, k := range c.curves {
		if sp, ok := k.beyond(); ok {
			s = append(s, fmt.Sprintf("From %.0f on %s is beyond %s.", sp.x, k.name, sp.beyond))
		}
	}
	for _, r := range c.remarks() {
		s = append(s, sentence(r.text))
	}
	return strings.Join(s, " ")
}

func (c *chart) caption() string {
	s := append([]string{"Both axes are logarithmic; the grey lines are what stays constant and what grows with the number."}, c.notes...)
	if c.y.zeros {
		s = append(s, "Zero, and less, has no place on the scale and lies below it.")
	}
	for _, k := range c.curves {
		if sp, ok := k.beyond(); ok {
			s = append(s, fmt.Sprintf("From %.0f on %s is beyond %s, a limit of the programming interface that the kernel does not know (* in the data).", sp.x, k.name, sp.beyond))
		}
	}
	return strings.Join(s, " ")
}

// counts are the places on the axis that have a point, in order.
func (c *chart) counts() []float64 {
	var xs []float64
	for _, k := range c.curves {
		for _, sp := range k.spots {
			xs = append(xs, sp.x)
		}
	}
	slices.Sort(xs)
	return slices.Compact(xs)
}

// remark is a sentence below the axis.
type remark struct {
	text   string
	unseen bool // it tells what the hatching stands for
}

// remarks say why lines end, why some are not there, and what else a line says.
func (c *chart) remarks() []remark {
	var rs []remark
	if c.cut != nil {
		rs = append(rs, remark{fmt.Sprintf("Not measured beyond %.0f, to %d: %s", c.last, c.cut.N, c.cut.Why), true})
	}
	for _, k := range c.curves {
		why := strings.Join(k.why, "; ")
		_, beyond := k.beyond()
		switch {
		case len(k.spots) == 0 && why == "":
			rs = append(rs, remark{k.name + " is not measured here", false})
		case len(k.spots) == 0:
			rs = append(rs, remark{k.name + " is not measured: " + why, false})
		case k.ends(c.last) && why == "":
			rs = append(rs, remark{fmt.Sprintf("%s ends at %.0f: it was not asked for more", k.name, k.end().x), true})
		case k.ends(c.last):
			rs = append(rs, remark{fmt.Sprintf("%s ends at %.0f: %s", k.name, k.end().x, why), true})
		case why != "" && beyond:
			rs = append(rs, remark{k.name + ": " + why, false})
		}
	}
	return rs
}
