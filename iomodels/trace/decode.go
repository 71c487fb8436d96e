package trace

import (
	"fmt"
	"time"
)

// decoder turns the columns of a jsonTrace into events, of which those alike share
// their Args and Why. After its first error it does nothing more.
type decoder struct {
	j   *jsonTrace
	err error
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, args...)
	}
}

func (d *decoder) events() []Event {
	n := len(d.j.Enter)
	calls := d.runs("call", d.j.Call, n)
	seqs := d.runs("seq", d.j.Seq, n)
	d.length("took_ns", len(d.j.Took), n)
	kinds := make([]Event, len(d.j.Calls))
	for i := range d.j.Calls {
		kinds[i] = d.call(&d.j.Calls[i])
	}
	if n == 0 || d.err != nil {
		return nil
	}
	events := make([]Event, n)
	var before Time
	for i := range events {
		if calls[i] < 0 || calls[i] >= len(kinds) {
			d.fail("event %d: no call %d", i, calls[i])
			return nil
		}
		e := &events[i]
		*e = kinds[calls[i]]
		e.Enter = before + Time(d.j.Enter[i])
		e.Exit = e.Enter + Time(d.j.Took[i])
		before = e.Enter
	}
	d.rare(events)
	next := map[int]int{}
	for i := range events {
		e := &events[i]
		e.Seq = next[e.Lane] + seqs[i]
		next[e.Lane] = e.Seq + e.count()
	}
	return events
}

func (d *decoder) call(c *jsonCall) Event {
	e := Event{Kind: c.Kind, Lane: c.Lane, Name: d.text(c.Name), NR: c.NR, Ret: c.Ret}
	for _, a := range c.Args {
		e.Args = append(e.Args, Arg{uint64(a.Raw), d.text(a.Text)})
	}
	e.Errno = Errno{c.Errno[0], d.text(c.Errno[1]), d.text(c.Errno[2])}
	for _, w := range c.Why {
		e.Why = append(e.Why, d.text(w))
	}
	return e
}

// rare reads the side tables.
func (d *decoder) rare(events []Event) {
	if t := d.j.Usage; t != nil {
		is := d.at("usage", t.jsonAt, len(t.CPU), len(events))
		rows := d.runs("usage.rusage", t.Rusage, len(t.CPU))
		usages := make([]Usage, len(is))
		for k, i := range is {
			usages[k] = d.usage(t, k, rows)
			events[i].Usage = &usages[k]
		}
	}
	if t := d.j.Stamps; t != nil {
		d.length("stamps.uncertainty_ns", len(t.Uncertainty), len(t.Time))
		d.length("stamps.source", len(t.Source), len(t.Time))
		for k, i := range d.at("stamps", t.jsonAt, len(t.Time), len(events)) {
			events[i].Stamp = &Stamp{events[i].Exit + Time(t.Time[k]), time.Duration(t.Uncertainty[k]), d.text(t.Source[k])}
		}
	}
	if t := d.j.Rings; t != nil {
		d.length("rings.flags", len(t.Flags), len(t.UserData))
		for k, i := range d.at("rings", t.jsonAt, len(t.UserData), len(events)) {
			events[i].Ring = &Ring{uint64(t.UserData[k]), t.Flags[k]}
		}
	}
	if t := d.j.Sigs; t != nil {
		for k, i := range d.at("sigs", t.jsonAt, len(t.Sig), len(events)) {
			s := t.Sig[k]
			events[i].Sig = &Sig{int(s[0]), int(s[1]), s[2], int(s[3])}
		}
	}
	if t := d.j.Works; t != nil {
		for k, i := range d.at("works", t.jsonAt, len(t.V), len(events)) {
			events[i].Work = t.V[k]
		}
	}
	if t := d.j.Notices; t != nil {
		for k, i := range d.at("event_notes", t.jsonAt, len(t.V), len(events)) {
			events[i].Note = d.text(int(t.V[k]))
		}
	}
	if t := d.j.Runs; t != nil {
		for k, i := range d.at("runs", t.jsonAt, len(t.Run), len(events)) {
			r := t.Run[k]
			events[i].Run = &Run{int(r[0]), time.Duration(r[1]), time.Duration(r[2]), time.Duration(r[3]), time.Duration(r[4])}
		}
	}
}

func (d *decoder) usage(t *jsonUsage, k int, rows []int) Usage {
	u := Usage{CPU: time.Duration(t.CPU[k])}
	switch {
	case d.err != nil || rows[k] == -1:
	case rows[k] < 0 || rows[k] >= len(t.Counts):
		d.fail("usage: no row %d of counts", rows[k])
	default:
		c := t.Counts[rows[k]]
		u.Rusage = true
		u.Nvcsw, u.Nivcsw, u.Minflt, u.Majflt, u.Inblock, u.Oublock = c[0], c[1], c[2], c[3], c[4], c[5]
	}
	return u
}

func (d *decoder) text(i int) string {
	switch {
	case i > 0 && i < len(d.j.Texts):
		return string(d.j.Texts[i])
	case i != 0:
		d.fail("no text %d", i)
	}
	return ""
}

func (d *decoder) length(column string, got, want int) {
	if got != want {
		d.fail("column %s has %d rows and should have %d", column, got, want)
	}
}

// runs expands a column of runs to n values; after an error it returns nil.
func (d *decoder) runs(column string, runs []int, n int) []int {
	if len(runs)%2 != 0 {
		d.fail("column %s: a run has a value and a count", column)
		return nil
	}
	vs := make([]int, 0, n)
	for k := 0; k < len(runs); k += 2 {
		if runs[k+1] < 1 || runs[k+1] > n-len(vs) {
			d.fail("column %s: a run of %d where %d rows are left", column, runs[k+1], n-len(vs))
			return nil
		}
		for range runs[k+1] {
			vs = append(vs, runs[k])
		}
	}
	d.length(column, len(vs), n)
	if d.err != nil {
		return nil
	}
	return vs
}

// at returns the indexes of the events that a side table of rows rows is of; after an
// error it returns nil.
func (d *decoder) at(table string, a jsonAt, rows, events int) []int {
	is := d.runs(table+".at", a.At, rows)
	i := -1
	for k, diff := range is {
		if diff < 1 || diff > events-1-i {
			d.fail("table %s: row %d is of no event", table, k)
			return nil
		}
		i += diff
		is[k] = i
	}
	return is
}
