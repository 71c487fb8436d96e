package figure

import (
	"slices"
	"strconv"

	"nbrun/iomodels/trace"
)

// spreadNotes say what a marker and the stroke through it are, of how many rounds.
func (c *chart) spreadNotes(s *trace.Series) []string {
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
	rounds := strconv.Itoa(most)
	if least < most {
		rounds = c.say("%d to %d", least, most)
	}
	notes := []string{c.say("A marker is one round")}
	if most > 1 {
		notes[0] = c.reasons([]string{c.say("A marker is the median of %s rounds", rounds),
			c.say("the upright stroke through it goes from what a tenth of them took to what nine tenths did")})
	}
	if s.Floor > 0 {
		notes = append(notes, c.say("A call that does nothing takes %s, recording included", trace.FormatDuration(s.Floor)))
	}
	return notes
}

func (c *chart) caption() string {
	s := append([]string{c.say("Both axes are logarithmic; the grey lines are what stays constant and what grows with the number")}, c.notes...)
	if c.y.zeros {
		s = append(s, c.say("Zero, and less, has no place on the scale and lies below it"))
	}
	for _, k := range c.curves {
		if sp, ok := k.beyond(); ok {
			s = append(s, c.say("From %.0f on %s is beyond %s, a limit of the programming interface that the kernel does not know (* in the data)", sp.x, k.name, sp.beyond))
		}
	}
	return c.tell(s)
}

// alt tells of those numbers of descriptors that a line begins or ends at, one sentence
// for each, and of what is not on the chart.
func (c *chart) alt() string {
	s := []string{c.say("%s: %s", c.title, c.says)}
	xs := c.counts()
	for _, x := range xs {
		ends := func(k curve) bool { return len(k.spots) > 0 && k.end().x == x }
		if x != xs[0] && !slices.ContainsFunc(c.curves, ends) {
			continue
		}
		var at []string
		for _, k := range c.curves {
			for _, sp := range k.spots {
				if sp.x == x {
					at = append(at, k.name+" "+c.exact(sp.y))
				}
			}
		}
		s = append(s, c.say("%s: %s", c.say("With %.0f %s", x, c.say(c.counted)), c.list(at)))
	}
	for _, k := range c.curves {
		if sp, ok := k.beyond(); ok {
			s = append(s, c.say("From %.0f on %s is beyond %s", sp.x, k.name, sp.beyond))
		}
	}
	for _, r := range c.remarks() {
		s = append(s, r.text)
	}
	return c.tell(s)
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
		rs = append(rs, remark{c.say("Not measured beyond %.0f, to %d: %s", c.last, c.cut.N, c.why(c.cut.Why)), true})
	}
	for _, k := range c.curves {
		why := c.reasons(k.why)
		_, beyond := k.beyond()
		switch {
		case len(k.spots) == 0 && why == "":
			rs = append(rs, remark{c.say("%s is not measured here", k.name), false})
		case len(k.spots) == 0:
			rs = append(rs, remark{c.say("%s is not measured: %s", k.name, why), false})
		case k.ends(c.last) && why == "":
			rs = append(rs, remark{c.say("%s ends at %.0f: it was not asked for more", k.name, k.end().x), true})
		case k.ends(c.last):
			rs = append(rs, remark{c.say("%s ends at %.0f: %s", k.name, k.end().x, why), true})
		case why != "" && beyond:
			rs = append(rs, remark{c.say("%s: %s", k.name, why), false})
		}
	}
	return rs
}

// lineName is what a line of a measurement of growth is called.
func (z tongue) lineName(name string) string {
	said, ok := map[string]string{"a thread each": "每个一个线程", "a goroutine each": "每个一个 goroutine", "one thread, epoll": "一个线程，epoll"}[name]
	if !ok || !z.chinese {
		return name
	}
	return said
}

// named is a table with the names of its lines in the language.
func (z tongue) named(rows [][]string) [][]string {
	if len(rows) == 0 {
		return rows
	}
	head := slices.Clone(rows[0])
	for i := range head {
		head[i] = z.lineName(head[i])
	}
	return append([][]string{head}, rows[1:]...)
}
