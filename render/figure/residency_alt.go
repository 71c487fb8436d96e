package figure

import (
	"fmt"
	"strings"

	"nbrun/iomodels/trace"
)

// which names the resident pages, as far as that is known: "0-3, 9".
func which(saw trace.Residency) string {
	switch {
	case saw.Pages == 0:
		return "none"
	case saw.Full():
		return "all"
	case !saw.Mapped():
		return "not recorded"
	}
	_, runs, _ := strings.Cut(saw.Note(), ": pages ")
	return runs
}

// alt tells the looks in order, with what was done between them.
func (d *residency) alt(title string) string {
	s := []string{sentence(title)}
	for i := range d.files {
		f := &d.files[i]
		if len(d.files) > 1 {
			s = append(s, sentence(f.t.Title))
		}
		for k, l := range f.looks {
			if f.left > 0 && k == f.rest {
				s = append(s, fmt.Sprintf("%s are not shown.", plural(f.left, "look")))
			}
			for _, deed := range l.since {
				s = append(s, sentence("Then "+deed.String()))
			}
			said := fmt.Sprintf("At %s %s %s in the page cache (%s)", f.at(l), l.saw, isAre(l.saw.Pages), l.saw.Probe)
			switch {
			case !l.saw.Mapped():
				said += "; which, was not recorded"
			case l.saw.Pages > 0 && !l.saw.Full():
				said += ": " + which(l.saw)
			}
			s = append(s, sentence(said))
		}
	}
	return strings.Join(s, " ")
}

// data returns the table: a look a row.
func (d *residency) data() [][]string {
	rows := [][]string{{"trace", "time", "done before", "pages in the page cache", "which", "seen by"}}
	for i := range d.files {
		f := &d.files[i]
		for _, l := range f.looks {
			var done []string
			for _, deed := range l.since {
				done = append(done, deed.String())
			}
			rows = append(rows, []string{f.t.Title, f.at(l), strings.Join(done, "; "), l.saw.String(), which(l.saw), l.saw.Probe})
		}
	}
	return rows
}

// caption says how to read the figure.
func (d *residency) caption() string {
	s := []string{"A strip is the file from its first page to its last, as one look at the page cache saw it; between two looks, what was called meanwhile. Times count from a trace's first look."}
	if d.parts {
		s = append(s, "A part of a strip stands for several pages, and is filled as high as they are resident.")
	}
	for i := range d.files {
		if f := &d.files[i]; f.left > 0 {
			s = append(s, fmt.Sprintf("%s of %q %s not shown.", plural(f.left, "look"), f.t.Title, isAre(f.left)))
		}
	}
	return strings.Join(s, " ")
}
