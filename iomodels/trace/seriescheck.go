package trace

import (
	"cmp"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Check reports everything in the series that cannot have been measured, joined,
// each as one sentence. It holds that
//
//   - texts are UTF-8;
//   - lines have names, each its own, and points or a reason why they have none;
//   - points lie in order of N, then of Active, each once, and 0 <= Active <= N;
//   - each has a Cost, a Footprint or both, and a Cost has a call that it is of;
//   - a round has at least one call and took some time, and Min <= P10 <= Median <=
//     P90 <= Max;
//   - the process has at least one thread and some memory;
//   - what was cut off lies beyond all points, and has a reason.
func (s Series) Check() error {
	c := &seriesChecker{}
	c.texts(append([]string{s.Title}, s.Notes...)...)
	names := map[string]bool{}
	for i := range s.Lines {
		l := &s.Lines[i]
		switch {
		case l.Name == "":
			c.report("line %d: it has no name", i)
		case names[l.Name]:
			c.report("line %d: the name %q is another line's too", i, l.Name)
		}
		names[l.Name] = true
		c.line(l)
	}
	c.cut(&s)
	return errors.Join(c.errs...)
}

func (c *seriesChecker) cut(s *Series) {
	if s.Cut == nil {
		return
	}
	c.texts(s.Cut.Why)
	if s.Cut.Why == "" {
		c.report("the measurement was cut off at %d descriptors for no reason", s.Cut.N)
	}
	for _, l := range s.Lines {
		if n := len(l.Points); n > 0 && l.Points[n-1].N >= s.Cut.N {
			c.report("%s: it has a point of %d descriptors, and was cut off before %d", l.Name, l.Points[n-1].N, s.Cut.N)
		}
	}
}

type seriesChecker struct{ errs []error }

func (c *seriesChecker) report(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

func (c *seriesChecker) texts(texts ...string) {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			c.report("%q is not UTF-8", text)
		}
	}
}

func (c *seriesChecker) line(l *Line) {
	c.texts(append([]string{l.Name, l.Call}, l.Why...)...)
	if len(l.Points) == 0 && len(l.Why) == 0 {
		c.report("%s: it has neither points nor a reason", l.Name)
	}
	for i := range l.Points {
		p := &l.Points[i]
		c.texts(p.Beyond)
		where := fmt.Sprintf("%s, %d descriptors, %d active", l.Name, p.N, p.Active)
		if i > 0 && comparePoints(&l.Points[i-1], p) >= 0 {
			c.report("%s: it stands after %d descriptors, %d active", where, l.Points[i-1].N, l.Points[i-1].Active)
		}
		if p.N < 1 || p.Active < 0 || p.Active > p.N {
			c.report("%s: there can be no so many", where)
		}
		if p.Cost == nil && p.Footprint == nil {
			c.report("%s: nothing was measured", where)
		}
		if p.Cost != nil {
			if l.Call == "" {
				c.report("%s: it has a cost, of no call", where)
			}
			c.cost(p.Cost, where)
		}
		if f := p.Footprint; f != nil && (min(f.Threads, f.ThreadsBefore) < 1 || min(f.Resident, f.ResidentBefore) < 1) {
			c.report("%s: a process of %d and then %d threads, of %d and then %d bytes", where, f.ThreadsBefore, f.Threads, f.ResidentBefore, f.Resident)
		}
	}
}

func comparePoints(a, b *Point) int {
	return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.Active, b.Active))
}

func (c *seriesChecker) cost(k *Cost, where string) {
	switch {
	case k.Rounds < 1, k.Calls < k.Rounds:
		c.report("%s: %d calls in %d rounds", where, k.Calls, k.Rounds)
	case k.Min <= 0, k.Min > k.P10, k.P10 > k.Median, k.Median > k.P90, k.P90 > k.Max:
		c.report("%s: the durations cannot be: min %d, a tenth %d, median %d, nine tenths %d, max %d ns",
			where, k.Min, k.P10, k.Median, k.P90, k.Max)
	}
}
