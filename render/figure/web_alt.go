package figure

import (
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// tell says a step in a sentence, without its end: "Step 3b, +16.5 µs to +73.5 µs,
// measured (recvmsg = 34): the server's call copies the request out of the socket".
func (d *web) tell(s *webStep) string {
	w := d.words
	said := w.step + s.n
	if s.absent {
		said += w.separators[0] + w.absent
	} else if when := d.within(s); when != "" {
		said += w.separators[0] + strings.Replace(when, " … ", w.to, 1)
	}
	said += w.separators[1] + w.by[s.by]
	if s.source != "" {
		said += " (" + w.sources.Replace(s.source) + ")"
	}
	return said + w.separators[2] + d.sentence(s)
}

// sentence is what happens in a step: the trace's own words in English.
func (d *web) sentence(s *webStep) string {
	if d.words == &webEnglish {
		return s.long
	}
	return s.what
}

// alt tells the steps in order, then what they make together.
func (d *web) alt() string {
	end := d.words.separators[3]
	said := []string{d.title() + end}
	if d.t == nil {
		said = append(said, d.words.by[Schematic]+end)
	}
	for _, s := range d.steps {
		said = append(said, d.tell(s)+end)
	}
	for _, o := range d.operations() {
		sentence := d.name(o)
		if phases := d.said(o); len(phases) > 0 {
			sentence += "; " + strings.Join(phases, "; ")
		}
		said = append(said, sentence+end)
	}
	if d.words == &webEnglish {
		for i, s := range said {
			said[i] = strings.ToUpper(s[:1]) + s[1:]
		}
		return strings.Join(said, " ")
	}
	return strings.Join(said, "")
}

// data returns the table: a step a row.
func (d *web) data() [][]string {
	rows := [][]string{d.words.head}
	if d.t == nil { // there is nothing but the steps
		rows[0] = rows[0][:2]
	}
	for _, s := range d.steps {
		when, by := d.within(s), d.words.by[s.by]
		if s.absent {
			when = d.words.absent
		}
		rows = append(rows, []string{s.n, d.sentence(s), when, by, d.words.sources.Replace(s.source), s.evidence}[:len(rows[0])])
	}
	return rows
}

// caption says how to read the figure, and what the trace says of itself.
func (d *web) caption() (caption, quoted string) {
	if d.t == nil {
		return d.words.sketch, ""
	}
	notes, quotes := d.recorded(d.t, d.t.DataNotes(), d.t.Doubts())
	said := append([]string{d.words.caption}, slices.Concat(notes...)...)
	if lane := d.t.Lanes[d.t.Events[d.step("3b").event].Lane]; lane.Level > 0 && lane.Level < len(d.t.Overhead) && d.t.Overhead[lane.Level] > 0 {
		said = append(said, d.say("A recorded call of the server that does nothing takes %s.", trace.FormatDuration(d.t.Overhead[lane.Level])))
	}
	return d.joined(said), strings.Join(quotes, " ")
}
