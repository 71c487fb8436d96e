package figure

import (
	"fmt"
	"strconv"
	"strings"
)

func (d *bars) title() string {
	if len(d.groups) == 1 {
		return "Phases: " + d.groups[0].title
	}
	return fmt.Sprintf("Phases of %d runs", len(d.groups))
}

func (d *bars) caption() string {
	s := []string{fmt.Sprintf("The axis of time is logarithmic and begins at %s: each power of ten is as long, and a bar twice as long is not twice the time.",
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
		s = append(s, "A dashed end is an upper bound.")
	}
	if sum {
		s = append(s, "Phases of one name are added up: × says how many.")
	}
	if zero {
		s = append(s, "What took 0 ns by the clock has no bar.")
	}
	if empty {
		s = append(s, "An empty bar is a call's time that is not split.")
	}
	if emulated {
		s = append(s, "Emulated: a thread of the program plays the part of the mechanism.")
	}
	return strings.Join(s, " ")
}

func (d *bars) alt() string {
	s := []string{sentence(d.title())}
	for _, g := range d.groups {
		var of []string
		for i := range g.bars {
			of = append(of, g.bars[i].label()+" "+g.bars[i].value())
		}
		told := strings.Join(of, ", ")
		if told == "" {
			told = "no phase was told apart"
		}
		s = append(s, fmt.Sprintf("%s: %s.", g.title, told))
	}
	return strings.Join(s, " ")
}

func (d *bars) data() [][]string {
	rows := [][]string{{"trace", "phase", "times", "length", "evidence"}}
	for _, g := range d.groups {
		for i := range g.bars {
			b := &g.bars[i]
			name := string(b.name)
			if b.helper {
				name += " (helper)"
			}
			rows = append(rows, []string{g.title, name, strconv.Itoa(b.calls), b.value(), strings.Join(b.sources, "; ")})
		}
		if len(g.bars) == 0 {
			rows = append(rows, []string{g.title, "–", "–", "–", "no phase was told apart"})
		}
	}
	return rows
}
