package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// which names the resident pages, as far as that is known: "0-3, 9".
func (d *residency) which(saw trace.Residency) string {
	switch {
	case saw.Pages == 0:
		return d.say("none")
	case saw.Full():
		return d.say("all")
	case !saw.Mapped():
		return d.say("not recorded")
	}
	_, runs, _ := strings.Cut(saw.Note(), ": pages ")
	return runs
}

// alt tells the looks in order, with what was done between them.
func (d *residency) alt(title string) string {
	s := []string{title}
	for i := range d.files {
		f := &d.files[i]
		if len(d.files) > 1 {
			s = append(s, d.modelTitle(f.t.Title))
		}
		for k, l := range f.looks {
			if f.left > 0 && k == f.rest {
				s = append(s, d.say("%d looks are not shown", f.left))
			}
			for _, deed := range l.since {
				s = append(s, d.say("Then %s", d.done(deed)))
			}
			said := d.say("At %s %s in the page cache (%s)", f.at(l), d.say("%d of %d pages", l.saw.Pages, l.saw.All), l.saw.Probe)
			switch {
			case !l.saw.Mapped():
				said += d.say("; which, was not recorded")
			case l.saw.Pages > 0 && !l.saw.Full():
				said = d.say("%s: %s", said, d.which(l.saw))
			}
			s = append(s, said)
		}
	}
	return d.tell(s)
}

// data returns the table: a look a row.
func (d *residency) data() [][]string {
	rows := [][]string{{"trace", "time", "done before", "in the page cache", "which", "seen by"}}
	for i := range d.files {
		f := &d.files[i]
		for _, l := range f.looks {
			var done []string
			for _, deed := range l.since {
				done = append(done, d.done(deed))
			}
			rows = append(rows, []string{d.modelTitle(f.t.Title), f.at(l), d.reasons(done), d.say("%d of %d pages", l.saw.Pages, l.saw.All), d.which(l.saw), l.saw.Probe})
		}
	}
	for i, head := range rows[0] {
		rows[0][i] = d.say(head)
	}
	return rows
}

// caption says how to read the figure.
func (d *residency) caption() string {
	s := []string{d.say("A strip is the file from its first page to its last, as one look at the page cache saw it; between two looks, what was called meanwhile"),
		d.say("Times count from a trace's first look")}
	if d.parts {
		s = append(s, d.say("A part of a strip stands for several pages, and is filled as high as they are resident"))
	}
	return d.tell(s)
}
