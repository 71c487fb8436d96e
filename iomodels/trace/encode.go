package trace

import (
	"fmt"
	"slices"
)

// encoder turns events into the columns of a jsonTrace.
type encoder struct {
	j     *jsonTrace
	texts map[string]int
	calls map[string]int
	rows  map[[6]int64]int
	next  map[int]int // the Seq to expect, by lane
	last  [7]int      // index of the last event in each side table
}

func newEncoder(j *jsonTrace) *encoder {
	return &encoder{
		j: j, texts: map[string]int{"": 0}, calls: map[string]int{}, rows: map[[6]int64]int{}, next: map[int]int{},
		last: [7]int{-1, -1, -1, -1, -1, -1, -1},
	}
}

func (c *encoder) events(events []Event) {
	if len(events) == 0 {
		return
	}
	c.j.Texts = []jsonText{""}
	call := 0
	var before Time
	for i := range events {
		e := &events[i]
		if i == 0 || !sameCall(e, &events[i-1]) {
			call = c.call(e)
		}
		c.j.Call = appendRun(c.j.Call, call)
		c.j.Seq = appendRun(c.j.Seq, e.Seq-c.next[e.Lane])
		c.next[e.Lane] = e.Seq + e.count()
		c.j.Enter = append(c.j.Enter, int64(e.Enter-before))
		c.j.Took = append(c.j.Took, int64(e.Exit-e.Enter))
		before = e.Enter
		c.rare(i, e)
	}
}

// sameCall reports whether two events share a row of Calls.
func sameCall(a, b *Event) bool {
	return a.Kind == b.Kind && a.Lane == b.Lane && a.Name == b.Name && a.NR == b.NR && a.Ret == b.Ret &&
		a.Errno == b.Errno && slices.Equal(a.Args, b.Args) && slices.Equal(a.Why, b.Why)
}

func (c *encoder) text(s string) int {
	i, ok := c.texts[s]
	if !ok {
		i = len(c.j.Texts)
		c.texts[s] = i
		c.j.Texts = append(c.j.Texts, jsonText(s))
	}
	return i
}

func (c *encoder) call(e *Event) int {
	row := jsonCall{Kind: e.Kind, Lane: e.Lane, Name: c.text(e.Name), NR: e.NR, Ret: e.Ret}
	for _, a := range e.Args {
		row.Args = append(row.Args, jsonArg{hex64(a.Raw), c.text(a.Text)})
	}
	if e.Errno != (Errno{}) {
		row.Errno = [3]int{e.Errno.Num, c.text(e.Errno.Name), c.text(e.Errno.Text)}
	}
	for _, w := range e.Why {
		row.Why = append(row.Why, c.text(w))
	}
	key := fmt.Sprint(row)
	i, ok := c.calls[key]
	if !ok {
		i = len(c.j.Calls)
		c.calls[key] = i
		c.j.Calls = append(c.j.Calls, row)
	}
	return i
}

// rare fills the side tables.
func (c *encoder) rare(i int, e *Event) {
	at := func(table int, a *jsonAt) {
		a.At = appendRun(a.At, i-c.last[table])
		c.last[table] = i
	}
	if u := e.Usage; u != nil {
		t := made(&c.j.Usage)
		at(0, &t.jsonAt)
		t.CPU = append(t.CPU, int64(u.CPU))
		t.Rusage = appendRun(t.Rusage, c.counts(t, u))
	}
	if k := e.Stamp; k != nil {
		t := made(&c.j.Stamps)
		at(1, &t.jsonAt)
		t.Time = append(t.Time, int64(k.At-e.Exit))
		t.Uncertainty = append(t.Uncertainty, int64(k.Uncertainty))
		t.Source = append(t.Source, c.text(k.Source))
	}
	if r := e.Ring; r != nil {
		t := made(&c.j.Rings)
		at(2, &t.jsonAt)
		t.UserData = append(t.UserData, hex64(r.UserData))
		t.Flags = append(t.Flags, r.Flags)
	}
	if s := e.Sig; s != nil {
		t := made(&c.j.Sigs)
		at(3, &t.jsonAt)
		t.Sig = append(t.Sig, [4]int64{int64(s.Signo), int64(s.Code), s.Band, int64(s.FD)})
	}
	if e.Work != 0 {
		t := made(&c.j.Works)
		at(4, &t.jsonAt)
		t.V = append(t.V, e.Work)
	}
	if e.Note != "" {
		t := made(&c.j.Notices)
		at(5, &t.jsonAt)
		t.V = append(t.V, int64(c.text(e.Note)))
	}
	if r := e.Run; r != nil {
		t := made(&c.j.Runs)
		at(6, &t.jsonAt)
		t.Run = append(t.Run, [5]int64{int64(r.Count), int64(r.Min), int64(r.Median), int64(r.Max), int64(r.Sum)})
	}
}

// counts returns the row of t.Counts for the counts of u, -1 when none were measured.
func (c *encoder) counts(t *jsonUsage, u *Usage) int {
	if !u.Rusage {
		return -1
	}
	row := [6]int64{u.Nvcsw, u.Nivcsw, u.Minflt, u.Majflt, u.Inblock, u.Oublock}
	i, ok := c.rows[row]
	if !ok {
		i = len(t.Counts)
		c.rows[row] = i
		t.Counts = append(t.Counts, row)
	}
	return i
}

// made returns the table that p points to, which it makes first if there is none.
func made[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}
