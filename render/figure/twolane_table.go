package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// data returns the table: an event a row, with its phases and what they rest on.
func (d *twoLane) data() [][]string {
	rows := [][]string{{"time", "thread", "what", "result", "took", "phases", "evidence"}}
	for _, it := range d.items {
		e := d.event(it)
		what, res, took := d.markName(e), "", trace.FormatDuration(e.Duration())
		if e.Kind == trace.Syscall || e.Kind == trace.CQE {
			res = result(e)
		}
		if it.hidden > 0 {
			what, took = d.say("%s more %s", thousands(int64(it.hidden)), e.Name), trace.FormatDuration(it.inCall)
			switch {
			case it.alike:
			case it.hidden == 1:
				what, res = d.say("1 call more"), ""
			default:
				what, res = d.say("%s calls more", thousands(int64(it.hidden))), ""
			}
		}
		phases, evidence := d.phaseTexts(it)
		rows = append(rows, []string{d.atTime(d.when(it)), d.lane(d.t.Lanes[it.lane].Name), what, res, took, phases, evidence})
	}
	return d.table(rows)
}

func (d *twoLane) markName(e *trace.Event) string {
	switch e.Kind {
	case trace.Syscall:
		return shortCall(e)
	case trace.Work:
		if e.Touches() {
			return d.accessed(e)
		}
		return d.say("own work, %s rounds", thousands(e.Work))
	case trace.Probe:
		return d.say("looked at: %s: %s", d.look(e.Name), d.looked(e.Note))
	}
	return d.say("%s %s", d.say(strings.ToUpper(e.Kind.String())), d.moment(e.Name))
}

// phaseTexts writes an item's phases and the sources and reasons of them, each once.
func (d *twoLane) phaseTexts(it *item) (phases, evidence string) {
	var ps, es []string
	seen := map[string]bool{}
	for _, p := range d.phases[it.event] {
		if it.hidden > 0 {
			break
		}
		ps = append(ps, d.phase(p.Name)+" "+lengthText(p))
		for _, e := range []string{p.Source, p.Why} {
			if e != "" && !seen[e] {
				seen[e] = true
				es = append(es, d.why(e))
			}
		}
	}
	return d.reasons(ps), d.reasons(es)
}
