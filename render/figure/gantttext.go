package figure

import (
	"fmt"
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
	s := []string{"Time runs to the right, to scale, and counts from the first event of the record."}
	if len(g.zooms) > 0 {
		where := "around arrivals"
		if !g.zooms[0].arrival {
			where = "where most happens"
		}
		s = append(s, fmt.Sprintf("Below, %s of 200 µs %s; their times count from there.", plural(len(g.zooms), "window"), where))
	}
	if isEmulated(g.t) {
		s = append(s, "Emulated: a thread of the program plays the part of the mechanism.")
	}
	for i := range g.t.Events {
		for _, p := range g.phases[i] {
			if isDisk(p) {
				s = append(s, "Of a call's time off the processor only the length is known, not when in the call it was.")
				return strings.Join(append(s, g.notes...), " ")
			}
		}
	}
	return strings.Join(append(s, g.notes...), " ")
}

// alt tells what the figure shows, thread by thread.
func (g *gantt) alt() string {
	s := []string{sentence(g.title()), fmt.Sprintf("%s over %s.", plural(len(g.lanes), "thread"), trace.FormatDuration(g.to.Sub(g.from)))}
	for _, lane := range g.lanes {
		items := g.gathered(lane)
		s = append(s, fmt.Sprintf("%s, thread %d:", g.t.Lanes[lane].Name, g.t.Lanes[lane].TID))
		var parts []string
		for k, it := range items {
			if k < tellMost || k == len(items)-1 {
				parts = append(parts, g.tell(it))
			} else if k == tellMost {
				parts = append(parts, plural(len(items)-tellMost-1, "more row")+" of the table")
			}
		}
		s = append(s, strings.Join(parts, "; ")+".")
	}
	for _, a := range g.arrivals[:min(len(g.arrivals), tellMost)] {
		what := "data arrive"
		if strings.HasPrefix(a.stamp.Source, "tx-") {
			what = "data are sent (" + a.stamp.Source + ")"
		}
		s = append(s, fmt.Sprintf("At %s %s (± %s).", g.at(a.stamp.At), what, trace.FormatDuration(a.stamp.Uncertainty)))
	}
	for _, c := range g.causes[:min(len(g.causes), tellMost)] {
		by, of := &g.t.Events[c.by], &g.t.Events[c.of]
		s = append(s, fmt.Sprintf("%s's %s at %s %s: %s's %s.", g.t.Lanes[by.Lane].Name, by.Name, g.at(by.Enter), c.what, g.t.Lanes[of.Lane].Name, of.Name))
	}
	return strings.Join(s, " ")
}

// gathered returns what a lane did, of like calls in a row the first and the last.
func (g *gantt) gathered(lane int) []*item {
	s := scene{t: g.t, phases: g.phases}
	return s.gather(lane, g.byLane[lane])
}

// alike says how many like calls an item stands for.
func (g *gantt) alike(it *item) string {
	e := &g.t.Events[it.event]
	return fmt.Sprintf("%s more %s returned %s, %s in all", thousands(int64(it.hidden)), e.Name, result(e), trace.FormatDuration(it.inCall))
}

// tell says what an item was, from when to when, and what its thread did.
func (g *gantt) tell(it *item) string {
	if it.hidden > 0 {
		return g.alike(it)
	}
	i := it.event
	e := &g.t.Events[i]
	if e.Enter == e.Exit || e.Kind == trace.CQE || e.Kind == trace.Signal {
		return g.at(e.Exit) + " " + markLabel(g.t, i)
	}
	text := fmt.Sprintf("%s to %s %s", g.at(e.Enter), g.at(e.Exit), markLabel(g.t, i))
	var states []string
	for _, p := range g.phases[i] {
		if p.Name != trace.PhaseCall && p.Name != trace.PhaseWork {
			states = append(states, string(p.Name)+" "+lengthText(p))
		}
	}
	if len(states) > 0 {
		text += " (" + strings.Join(states, ", ") + ")"
	}
	return text
}

// data is the table: thread, interval, state.
func (g *gantt) data() [][]string {
	table := [][]string{{"thread", "from", "to", "what", "state", "rests on"}}
	for _, lane := range g.lanes {
		l, items := &g.t.Lanes[lane], g.gathered(lane)
		name := fmt.Sprintf("%s %d", l.Name, l.TID)
		head, tail := len(items), len(items)
		if len(items) > rowsMost {
			head, tail = rowsMost-tellMost, len(items)-tellMost
		}
		for _, it := range items[:head] {
			table = append(table, g.dataRows(name, it)...)
		}
		if head < tail {
			from, to := g.at(g.t.Events[items[head].event].Enter), g.at(g.t.Events[items[tail].event].Enter)
			table = append(table, []string{name, from, to, plural(tail-head, "more row"), "", ""})
		}
		for _, it := range items[tail:] {
			table = append(table, g.dataRows(name, it)...)
		}
	}
	for _, a := range g.arrivals[:min(len(g.arrivals), rowsMost)] {
		what := "arrival"
		if strings.HasPrefix(a.stamp.Source, "tx-") {
			what = "sent"
		}
		table = append(table, []string{"kernel", g.at(a.stamp.At), g.at(a.stamp.At), what + " ± " + trace.FormatDuration(a.stamp.Uncertainty), "", a.stamp.Source + " stamp"})
	}
	return table
}

// dataRows are an item's rows: one for each thing that its thread did in it.
func (g *gantt) dataRows(name string, it *item) [][]string {
	i := it.event
	e := &g.t.Events[i]
	if it.hidden > 0 {
		return [][]string{{name, g.at(e.Enter), "", g.alike(it), "", ""}}
	}
	what := markLabel(g.t, i)
	from := e.Enter
	if e.Kind == trace.CQE || e.Kind == trace.Signal {
		from = e.Exit
	}
	var rows [][]string
	for _, p := range g.phases[i] {
		rests := p.Source
		if p.Why != "" {
			rests = "not divided: " + p.Why
		}
		rows = append(rows, []string{name, g.at(p.From), g.at(p.To), what, string(p.Name) + " " + lengthText(p), rests})
	}
	if rows == nil {
		rows = append(rows, []string{name, g.at(from), g.at(e.Exit), what, "", ""})
	}
	return rows
}
