package figure

import (
	"strconv"
)

func (d *bars) title() string {
	if len(d.groups) == 1 {
		return d.say("Phases: %s", d.groups[0].title)
	}
	return d.say("Phases of %d runs", len(d.groups))
}

func (d *bars) caption() string {
	s := []string{d.say("The axis of time is logarithmic and begins at %s: each power of ten is as long, and a bar twice as long is not twice the time",
		shortDuration(d.scale.least))}
	var bound, sum, zero, emulated, empty bool
	for _, g := range d.groups {
		emulated = emulated || g.emulated
		for i := range g.bars {
			b := &g.bars[i]
			bound, sum = bound || b.atMost, sum || b.calls > 1
			zero = zero || b.length == 0
			empty = empty || b.fill == Paper
		}
	}
	if bound {
		s = append(s, d.say("A dashed end is an upper bound"))
	}
	if sum {
		s = append(s, d.say("Phases of one name are added up: × says how many"))
	}
	if zero {
		s = append(s, d.say("What took 0 ns by the clock has no bar"))
	}
	if empty {
		s = append(s, d.say("An empty bar is a call's time that is not split"))
	}
	if emulated {
		s = append(s, d.say("Emulated: a thread of the program plays the part of the mechanism"))
	}
	return d.tell(s)
}

func (d *bars) alt() string {
	s := []string{d.title()}
	for _, g := range d.groups {
		var of []string
		for i := range g.bars {
			of = append(of, d.label(&g.bars[i])+" "+g.bars[i].value())
		}
		told := d.list(of)
		if told == "" {
			told = d.say("no phase was told apart")
		}
		s = append(s, d.say("%s: %s", g.title, told))
	}
	return d.tell(s)
}

func (d *bars) data() [][]string {
	rows := [][]string{{"trace", "phase", "times", "length", "evidence"}}
	for _, g := range d.groups {
		for i := range g.bars {
			b := &g.bars[i]
			var sources []string
			for _, s := range b.sources {
				sources = append(sources, d.why(s))
			}
			rows = append(rows, []string{g.title, d.whose(b), strconv.Itoa(b.calls), b.value(), d.reasons(sources)})
		}
		if len(g.bars) == 0 {
			rows = append(rows, []string{g.title, "–", "–", "–", d.say("no phase was told apart")})
		}
	}
	return d.table(rows)
}
