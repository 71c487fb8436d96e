package figure

import (
	"fmt"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// How much of a lane is told in words, and how much of it in the table.
const (
	tellMost = 8
	rowsMost = 60
)

func (g *gantt) at(t trace.Time) string {
	if t == g.from {
		return "0"
	}
	if t < g.from {
		return "−" + trace.FormatDuration(g.from.Sub(t))
	}
	return "+" + trace.FormatDuration(t.Sub(g.from))
}

// caption says how to read the figure and what it does not show.
func (g *gantt) caption() string {
	s := []string{g.say("Time runs to the right, to scale, and counts from the first event of the record.")}
	if n := len(g.zooms); n > 0 {
		where := g.say("around arrivals")
		if !g.zooms[0].arrival {
			where = g.say("where most happens")
		}
		if n == 1 {
			s = append(s, g.say("Below, 1 window of 200 µs %s; their times count from there.", where))
		} else {
			s = append(s, g.say("Below, %d windows of 200 µs %s; their times count from there.", n, where))
		}
	}
	if isEmulated(g.t) {
		s = append(s, g.sentence(g.say("Emulated: a thread of the program plays the part of the mechanism")))
	}
	if g.placeless() {
		s = append(s, g.say("Of a call's time off the processor only the length is known, not when in the call it was."))
	}
	return g.joined(append(s, g.notes...))
}

// placeless reports whether there is a phase of which only the length is known.
func (g *gantt) placeless() bool {
	for _, ps := range g.phases {
		if slices.ContainsFunc(ps, isDisk) {
			return true
		}
	}
	return false
}

// alt tells what the figure shows, thread by thread.
func (g *gantt) alt() string {
	over := trace.FormatDuration(g.to.Sub(g.from))
	s := []string{g.sentence(g.title()), g.say("%d threads over %s.", len(g.lanes), over)}
	if len(g.lanes) == 1 {
		s[1] = g.say("1 thread over %s.", over)
	}
	for _, lane := range g.lanes {
		items := g.gathered(lane)
		s = append(s, g.say("%s, thread %d:", g.lane(g.t.Lanes[lane].Name), g.t.Lanes[lane].TID))
		var parts []string
		for k, it := range items {
			if k < tellMost || k == len(items)-1 {
				parts = append(parts, g.tellItem(it))
			} else if k == tellMost {
				parts = append(parts, g.say("%s of the table", g.moreRows(len(items)-tellMost-1)))
			}
		}
		s = append(s, g.sentence(g.reasons(parts)))
	}
	for _, a := range g.arrivals[:min(len(g.arrivals), tellMost)] {
		what := g.say("data arrive")
		if strings.HasPrefix(a.stamp.Source, "tx-") {
			what = g.say("data are sent (%s)", a.stamp.Source)
		}
		s = append(s, g.say("At %s %s (± %s).", g.at(a.stamp.At), what, trace.FormatDuration(a.stamp.Uncertainty)))
	}
	for _, c := range g.causes[:min(len(g.causes), tellMost)] {
		by, of := &g.t.Events[c.by], &g.t.Events[c.of]
		ends := []any{g.lane(g.t.Lanes[by.Lane].Name), by.Name, g.at(by.Enter), g.lane(g.t.Lanes[of.Lane].Name), of.Name}
		if c.signal == "" {
			s = append(s, g.say("%s's %s at %s sent what it brought: %s's %s.", ends...))
		} else {
			s = append(s, g.say("%s's %s at %s sent it %s: %s's %s.", slices.Insert(ends, 3, any(c.signal))...))
		}
	}
	return g.joined(s)
}

func (g *gantt) moreRows(n int) string {
	if n == 1 {
		return g.say("1 more row")
	}
	return g.say("%s more rows", thousands(int64(n)))
}

// gathered returns what a lane did, of like calls in a row the first and the last.
func (g *gantt) gathered(lane int) []*item {
	s := scene{t: g.t, phases: g.phases}
	return s.gather(lane, g.byLane[lane])
}

// alike says how many like calls an item stands for.
func (g *gantt) alike(it *item) string {
	e := &g.t.Events[it.event]
	return g.say("%s more %s returned %s, %s in all", thousands(int64(it.hidden)), e.Name, result(e), trace.FormatDuration(it.inCall))
}

// tellItem says what an item was, from when to when, and what its thread did.
func (g *gantt) tellItem(it *item) string {
	if it.hidden > 0 {
		return g.alike(it)
	}
	i := it.event
	e := &g.t.Events[i]
	if e.Enter == e.Exit || e.Kind == trace.CQE || e.Kind == trace.Signal {
		return g.say("%s %s", g.at(e.Exit), g.mark(g.t, i))
	}
	text := g.say("%s to %s %s", g.at(e.Enter), g.at(e.Exit), g.mark(g.t, i))
	var states []string
	for _, p := range g.phases[i] {
		if p.Name != trace.PhaseCall && p.Name != trace.PhaseWork {
			states = append(states, g.phase(p.Name)+" "+lengthText(p))
		}
	}
	if len(states) > 0 {
		text += g.say(" (%s)", g.list(states))
	}
	return text
}

// data is the table: thread, interval, state.
func (g *gantt) data() [][]string {
	table := [][]string{{"thread", "from", "to", "what", "state", "rests on"}}
	for _, lane := range g.lanes {
		l, items := &g.t.Lanes[lane], g.gathered(lane)
		name := fmt.Sprintf("%s %d", g.lane(l.Name), l.TID)
		head, tail := len(items), len(items)
		if len(items) > rowsMost {
			head, tail = rowsMost-tellMost, len(items)-tellMost
		}
		for _, it := range items[:head] {
			table = append(table, g.dataRows(name, it)...)
		}
		if head < tail {
			from, to := g.at(g.t.Events[items[head].event].Enter), g.at(g.t.Events[items[tail].event].Enter)
			table = append(table, []string{name, from, to, g.moreRows(tail - head), "", ""})
		}
		for _, it := range items[tail:] {
			table = append(table, g.dataRows(name, it)...)
		}
	}
	for _, a := range g.arrivals[:min(len(g.arrivals), rowsMost)] {
		what := g.say("arrival")
		if strings.HasPrefix(a.stamp.Source, "tx-") {
			what = g.say("sent")
		}
		table = append(table, []string{g.say("kernel"), g.at(a.stamp.At), g.at(a.stamp.At), what + " ± " + trace.FormatDuration(a.stamp.Uncertainty), "", g.why(a.stamp.Source + " stamp")})
	}
	return g.table(table)
}

// dataRows are an item's rows: one for each thing that its thread did in it.
func (g *gantt) dataRows(name string, it *item) [][]string {
	i := it.event
	e := &g.t.Events[i]
	if it.hidden > 0 {
		return [][]string{{name, g.at(e.Enter), "", g.alike(it), "", ""}}
	}
	what := g.mark(g.t, i)
	from := e.Enter
	if e.Kind == trace.CQE || e.Kind == trace.Signal {
		from = e.Exit
	}
	var rows [][]string
	for _, p := range g.phases[i] {
		rests := g.why(p.Source)
		if p.Why != "" {
			rests = g.say("not divided: %s", g.why(p.Why))
		}
		rows = append(rows, []string{name, g.at(p.From), g.at(p.To), what, g.phase(p.Name) + " " + lengthText(p), rests})
	}
	if rows == nil {
		rows = append(rows, []string{name, g.at(from), g.at(e.Exit), what, "", ""})
	}
	return rows
}
