package figure

import "nbrun/iomodels/trace"

// unmeasured are the sentences on runs without a marker.
func (d *blockedCPU) unmeasured() []string {
	var texts []string
	for i := range d.runs {
		if r := &d.runs[i]; r.unknown != nil {
			texts = append(texts, d.say("%s is not drawn: %s", r.name, d.reasons(r.unknown)))
		}
	}
	return texts
}

func (d *blockedCPU) caption() string {
	s := []string{
		d.say("Both axes are logarithmic. Both times are upper bounds: of the sleep, since a thread that was woken may wait for a processor; of the processor's time, since reading the thread's clock counts in it"),
		d.say("The program's own work is in neither"),
	}
	if d.x.zeros || d.y.zeros {
		s = append(s, d.say("A measured 0 lies outside of the scale"))
	}
	for i := range d.runs {
		if d.runs[i].emulated {
			s = append(s, d.say("%s: a thread of the program plays the part of the mechanism", d.runs[i].name))
		}
	}
	return d.tell(s)
}

func (d *blockedCPU) alt() string {
	s := []string{d.say("Blocked time and processor time")}
	for i := range d.runs {
		if r := &d.runs[i]; r.unknown == nil {
			s = append(s, d.say("%s: %s", r.name, d.times(r)))
		}
	}
	for _, text := range d.unmeasured() {
		s = append(s, text)
	}
	return d.tell(s)
}

func (d *blockedCPU) data() [][]string {
	rows := [][]string{{"trace", "asleep", "CPU", "not measured"}}
	for i := range d.runs {
		r := &d.runs[i]
		if r.unknown != nil {
			rows = append(rows, []string{r.title, "–", "–", d.reasons(r.unknown)})
			continue
		}
		rows = append(rows, []string{r.title, trace.FormatDuration(r.asleep), trace.FormatDuration(r.cpu), ""})
	}
	return d.table(rows)
}
