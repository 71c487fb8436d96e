package figure

import (
	"fmt"
	"regexp"
	"slices"

	"nbrun/iomodels/trace"
)

func (d *level) title() string {
	title := d.modelTitle(d.t.Title)
	if title == "" {
		title = d.say("System calls")
	}
	return d.say("Bytes in the kernel: %s", title)
}

// at writes when a row was, counted from the first.
func (d *level) at(r levelRow) string {
	by := r.at.Sub(d.rows[0].at)
	if by == 0 {
		return "0"
	}
	return "+" + trace.FormatDuration(by)
}

// amount writes what lay in the buffer.
func (d *level) amount(r levelRow) string {
	if r.low < r.high {
		return d.say("%s to %s", thousands(r.low), thousands(r.high))
	}
	return thousands(r.low)
}

func isAsking(e *trace.Event) bool { return slices.Contains(asking, e.Name) }

var reported = regexp.MustCompile(`E?POLL(?:IN|OUT|ERR|HUP|RDHUP)[A-Z|]*`)

// call names a row's call, with what was asked for and, of its return, what came of it.
func (d *level) call(r levelRow) string {
	e := &d.t.Events[r.event]
	name := e.Name
	if sized[name] && len(e.Args) > 2 {
		name += "(" + e.Args[2].Text + ")"
	}
	if e.Name == "epoll_ctl" { // no other operation has a row
		name += "(MOD)"
	}
	switch {
	case e.Kind == trace.Probe:
		n, _ := d.looked(r.event)
		return fmt.Sprintf("%s: %d", name, n)
	case r.entry:
		return "→ " + name
	case isAsking(e) && e.Ret > 0:
		events := ""
		for _, a := range e.Args {
			if all := reported.FindAllString(a.Text, -1); len(all) > 0 {
				events = " " + all[len(all)-1]
			}
		}
		return name + " = " + result(e) + events
	}
	name += " = " + result(e)
	if e.Run != nil {
		name += " × " + thousands(int64(e.Run.Count))
	}
	return name
}

func (d *level) caption() string {
	s := []string{
		d.say("Derived from what calls returned: bytes written less bytes read, after each return"),
		d.say("Time runs down, a row for each; rows are as high as each other, however long it took"),
	}
	if slices.ContainsFunc(d.rows, func(r levelRow) bool { return r.entry }) {
		s = append(s, d.say("→ is where a call begins that others return in the midst of"))
	}
	if d.unknown {
		s = append(s, d.say("Of a call under way it is not known how much it has moved: the level lies within the dashed frame"))
	}
	if d.seen {
		s = append(s, d.say("SIOCINQ is a look at what the reader's side holds"))
	}
	switch d.buffer.kind {
	case "udp":
		s = append(s, d.say("A datagram that the kernel dropped would be counted as if it lay there"))
	case "tcp":
		s = append(s, d.say("It is the buffers of both ends and what is between them"))
	}
	if d.others > 0 {
		s = append(s, d.say("Other buffers that bytes went through, not drawn: %d", d.others))
	}
	return d.tell(s)
}

// alt tells the rows in order; of many the first and the last.
func (d *level) alt() string {
	const each = 12
	s := []string{d.title(), d.say("Derived from what calls returned: bytes written less bytes read, after each return")}
	for i, r := range d.rows {
		if d.left > 0 && i == d.rest || len(d.rows) > 2*each && i == each {
			s = append(s, "…")
		}
		if len(d.rows) > 2*each && i >= each && i < len(d.rows)-each {
			continue
		}
		s = append(s, d.say("At %s %s, %s: %s bytes", d.at(r), d.lane(d.t.Lanes[d.t.Events[r.event].Lane].Name), d.call(r), d.amount(r)))
	}
	return d.tell(s)
}

func (d *level) data() [][]string {
	rows := [][]string{{"time", "thread", "call", "bytes in the kernel", "evidence"}}
	for _, r := range d.rows {
		e := &d.t.Events[r.event]
		evidence := d.say("what calls returned")
		switch {
		case e.Kind == trace.Probe:
			evidence = d.say("what a look saw")
		case r.low < r.high:
			evidence = d.say("what calls returned, and one under way")
		}
		rows = append(rows, []string{d.at(r), d.lane(d.t.Lanes[e.Lane].Name), d.call(r), d.amount(r), evidence})
	}
	return d.table(rows)
}
