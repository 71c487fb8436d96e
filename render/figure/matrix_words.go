package figure

import "strconv"

func (d *matrix) title() string {
	if len(d.probes) == 1 {
		return d.say("Three questions to one run")
	}
	return d.say("Three questions to %d runs", len(d.probes))
}

// mover is the head above the columns of one answer to whose call moved the bytes.
func (d *matrix) mover(own bool) string {
	if own {
		return d.say("in a call of its own: synchronous")
	}
	return d.say("in none of its own: asynchronous")
}

// told is a column's own head.
func (d *matrix) told(c finding) string {
	switch c {
	case unannounced:
		return d.say("told of nothing")
	case whenReady:
		return d.say("told of readiness")
	}
	return d.say("told of completion")
}

// state is the name of a row.
func (d *matrix) state(row int) string {
	switch row {
	case 0:
		return d.say("asleep")
	case 1:
		return d.say("awake")
	}
	return d.say("not known")
}

// share is how much of the time a run's program was asleep.
func (d *matrix) share(p *probe) string {
	if p.asleep < 0 {
		return d.say("whether asleep is not known")
	}
	return d.say("%d %% asleep", p.asleep)
}

// answers are a run's three, in words.
func (d *matrix) answers(p *probe) string {
	if p.column == nowhere {
		return d.reasons([]string{d.share(p), p.why})
	}
	by := d.say("the bytes moved in its %s", p.by)
	if p.column == meanwhile {
		by = d.say("the bytes moved in no call of its own")
	}
	return d.list([]string{d.share(p), by, d.told(p.column)})
}

// unplaced are the sentences on runs that have no place.
func (d *matrix) unplaced() []string {
	var texts []string
	for i := range d.probes {
		if p := &d.probes[i]; p.column == nowhere {
			texts = append(texts, d.say("%s has no place: %s", p.name, p.why))
		}
	}
	return texts
}

func (d *matrix) caption() string {
	s := []string{
		d.say("Each mark is a run, where its record puts it. Asleep: for at least half of the time that its data took, the program was off the processor in calls that it slept in"),
		d.say("Synchronous and asynchronous are meant as Stevens means them, by whether a call of the program's own moved the bytes"),
	}
	for i := range d.probes {
		if p := &d.probes[i]; p.emulated {
			s = append(s, d.say("Emulated: a thread of the program plays the part of the mechanism"))
			break
		}
	}
	return d.tell(s)
}

func (d *matrix) alt() string {
	s := []string{d.title()}
	for i := range d.probes {
		p := &d.probes[i]
		s = append(s, d.say("%s: %s", p.name, d.answers(p)))
	}
	return d.tell(s)
}

func (d *matrix) data() [][]string {
	rows := [][]string{{"trace", "asleep", "where the bytes moved", "told of", "by"}}
	for i := range d.probes {
		p := &d.probes[i]
		percent := "–"
		if p.asleep >= 0 {
			percent = strconv.Itoa(p.asleep) + " %"
		}
		if p.column == nowhere {
			rows = append(rows, []string{p.name, percent, "–", "–", p.why})
			continue
		}
		rows = append(rows, []string{p.name, percent, d.mover(p.column != meanwhile), d.told(p.column), p.by})
	}
	return d.table(rows)
}
