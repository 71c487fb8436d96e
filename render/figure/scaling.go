package figure

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"nbrun/iomodels/trace"
)

// scaling makes a drawer of how something of a series grows.
func scaling(of func(*trace.Series, *chart) error) func(Input) (Figure, error) {
	return func(in Input) (Figure, error) {
		if in.Series == nil || len(in.Traces) > 0 {
			return Figure{}, errors.New("a scaling chart is drawn from a series, and from nothing else")
		}
		if err := in.Series.Check(); err != nil {
			return Figure{}, fmt.Errorf("a figure of what cannot have been measured: %w", err)
		}
		c := &chart{tongue: tongueOf(in.Lang)}
		c.title = c.modelTitle(in.Series.Title)
		if err := of(in.Series, c); err != nil {
			return Figure{}, err
		}
		return c.draw(), nil
	}
}

// costChart is what a round costs, against the number of descriptors.
func costChart(s *trace.Series, c *chart) error {
	active, others := usualActive(s)
	c.kind, c.name, c.data, c.counted = "scaling", "duration of a round", s.Costs(), "watched"
	c.says, c.across = c.say("median duration of a round, %d active", active), "descriptors watched"
	c.exact, c.tick = duration, shortDuration
	c.add(s, func(l *trace.Line) bool { return l.Call != "" }, func(p *trace.Point) (spot, bool) {
		if p.Cost == nil || p.Active != active {
			return spot{}, false
		}
		return costSpot(p, p.N), true
	})
	c.notes = append(c.notes, c.spreadNotes(s)...)
	if others > 0 {
		c.notes = append(c.notes, c.say("Points with other numbers of active descriptors, %d, are in the table only", others))
	}
	return c.ready("a cost")
}

// activeChart is what a round costs, against how many of the descriptors are active.
func activeChart(s *trace.Series, c *chart) error {
	n := mostActives(s)
	c.kind, c.name, c.counted = "scaling-active", "duration of a round by active ones", "active"
	c.says, c.across = c.say("median duration of a round, %d watched", n), "active descriptors"
	c.exact, c.tick = duration, shortDuration
	c.data = slices.DeleteFunc(s.Costs(), func(row []string) bool { return row[0] != "watched" && row[0] != strconv.Itoa(n) })
	if n == 0 {
		return errors.New("of no number of descriptors was the cost measured with more than one number active")
	}
	c.add(s, func(l *trace.Line) bool { return l.Call != "" }, func(p *trace.Point) (spot, bool) {
		if p.Cost == nil || p.N != n {
			return spot{}, false
		}
		return costSpot(p, p.Active), true
	})
	c.notes = append(c.notes, c.spreadNotes(s)...)
	return c.ready("a cost")
}

// threadChart is how many threads came to be, against the number of descriptors.
func threadChart(s *trace.Series, c *chart) error {
	c.kind, c.name, c.data, c.counted = "scaling-threads", "threads", s.Threads(), "watched"
	c.says, c.across = c.say("more threads than before"), "descriptors waited for"
	c.exact = func(v float64) string { return fmt.Sprintf("%+d", int(v)) }
	c.tick = func(v float64) string { return "+" + strconv.Itoa(int(v)) }
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
func memoryChart(s *trace.Series, c *chart) error {
	c.kind, c.name, c.data, c.counted = "scaling-memory", "resident memory", s.Memory(), "watched"
	c.says, c.across = c.say("more resident memory of the process than before"), "descriptors waited for"
	c.exact = func(v float64) string {
		if v < 0 {
			return trace.FormatBytes(int64(v))
		}
		return "+" + trace.FormatBytes(int64(v))
	}
	c.tick = func(v float64) string { return "+" + withoutZeros(trace.FormatBytes(int64(v))) }
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
		k := curve{name: c.lineName(l.Name)}
		for _, why := range l.Why {
			k.why = append(k.why, c.why(why))
		}
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

// ready is an error when there is nothing on the chart.
func (c *chart) ready(what string) error {
	for _, k := range c.curves {
		if len(k.spots) > 0 {
			return nil
		}
	}
	return fmt.Errorf("no line of the series has %s", what)
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
