package trace

import (
	"fmt"
	"strings"
)

// ParseText reads the text form that [Trace.Text] writes and documents. Its errors
// name the line. It checks the form only; what the trace says is for [Trace.Check].
func ParseText(text []byte) (Trace, error) {
	p := &parser{calls: map[string]int{}, errnos: map[string]int{}, lanes: map[string]int{}}
	n := 0
	for s := range strings.Lines(string(text)) {
		n++
		s = strings.TrimRight(s, "\r\n")
		if s == "" || s[0] == '#' {
			continue
		}
		l := &line{rest: s}
		switch {
		case !p.begun:
			p.begun = true
			l.literal(textHead)
		case '0' <= s[0] && s[0] <= '9' || s[0] == '-':
			p.event(l)
		default:
			p.header(l)
		}
		l.end()
		if l.err != nil {
			return Trace{}, fmt.Errorf("trace text, line %d: %w", n, l.err)
		}
	}
	if !p.begun {
		return Trace{}, fmt.Errorf("trace text: it is empty and should begin with %q", textHead)
	}
	return p.t, nil
}

type parser struct {
	t      Trace
	begun  bool
	lanes  map[string]int // by the words that events name them by
	named  bool           // lanes is filled: an event was read
	calls  map[string]int
	errnos map[string]int
}

func (p *parser) header(l *line) {
	t := &p.t
	switch key := l.word(); key {
	case "title":
		t.Title = l.space().quoted()
	case "model":
		t.Model = l.space().quoted()
	case "payload":
		t.Payload = l.space().int()
	case "clock":
		t.Clock.Start = l.space().time()
		t.Clock.Uncertainty = l.literal(" ±").duration()
		t.Clock.Drift = l.literal(" drift ").duration()
	case "overhead":
		for i := range t.Overhead {
			t.Overhead[i] = l.space().duration()
		}
	case "note":
		t.Notes = append(t.Notes, l.space().quoted())
	case "lane":
		if p.named {
			l.fail("a lane must be named before the first event")
			return
		}
		t.Lanes = append(t.Lanes, l.lane())
	case "call":
		name := l.space().word()
		p.calls[name] = l.space().int()
	case "errno":
		name := l.space().word()
		p.errnos[name] = l.space().int()
	default:
		l.fail("%q begins neither a header line nor an event", key)
	}
}

func (l *line) lane() Lane {
	lane := Lane{Name: l.space().quoted(), Level: 1}
	role := l.space().word()
	i, ok := indexOf(roleNames[:], role)
	if !ok {
		l.fail("no role is called %q; there are %s", role, list(roleNames[:]))
	}
	lane.Role = Role(i)
	lane.TID = l.literal(" tid ").int()
	if l.rest != "" {
		lane.Level = l.literal(" level ").int()
	}
	return lane
}

func (p *parser) event(l *line) {
	if !p.named {
		p.named = true
		for i, w := range laneWords(p.t.Lanes) {
			p.lanes[w] = i
		}
	}
	e := Event{NR: -1}
	tid := l.int()
	e.Lane = p.lane(l.space(), tid)
	e.Seq = l.literal(".").int()
	e.Enter = Time(l.space().seconds())
	l.space()
	closing := ")"
	if l.has("-- ") {
		e.Kind = l.kind()
		e.Name = l.space().word()
		closing = "]"
		if l.has("[") {
			e.Args = l.arguments(closing)
		}
	} else {
		e.Name = l.word()
		e.Args = l.literal("(").arguments(closing)
		e.NR = p.calls[e.Name]
	}
	if e.Kind == Syscall || strings.HasPrefix(l.rest, " = ") {
		e.Ret = l.literal(" = ").int64()
		if !strings.HasPrefix(l.rest, " <") {
			e.Errno = l.errno()
			e.Errno.Num = p.errnos[e.Errno.Name]
		}
	}
	e.Exit = e.Enter + Time(l.literal(" <").seconds())
	l.literal(">")
	if l.rest != "" {
		l.literal(" {").attributes(&e)
	}
	p.t.Events = append(p.t.Events, e)
}

// lane reads the lane of an event and checks its thread id.
func (p *parser) lane(l *line, tid int) int {
	n := strings.IndexByte(l.rest, '.')
	if n < 0 {
		l.fail("expected LANE.SEQ, found %q", l.rest)
		return 0
	}
	w := l.rest[:n]
	l.rest = l.rest[n:]
	i, ok := p.lanes[w]
	switch {
	case !ok:
		l.fail("no lane is called %q", w)
	case p.t.Lanes[i].TID != tid:
		l.fail("lane %s is thread %d, not %d", w, p.t.Lanes[i].TID, tid)
	}
	return i
}

func (l *line) kind() Kind {
	name := l.word()
	i, ok := indexOf(kindNames[:], name)
	if !ok || Kind(i) == Syscall {
		l.fail("no kind of event is called %q; there are %s", name, list(kindNames[1:]))
	}
	return Kind(i)
}

func (l *line) errno() Errno {
	e := Errno{Name: l.space().word()}
	l.literal(" (")
	if strings.HasPrefix(l.rest, `%"`) {
		e.Text = l.word()
	} else {
		e.Text = l.until(")")
	}
	l.literal(")")
	return e
}

// arguments reads up to the closing bracket and past it.
func (l *line) arguments(closing string) []Arg {
	var args []Arg
	for l.err == nil && !l.has(closing) {
		if args != nil {
			l.literal(", ")
		}
		args = append(args, l.argument())
	}
	return args
}

func (l *line) argument() Arg {
	if strings.HasPrefix(l.rest, `%"`) {
		text := l.word()
		return Arg{Raw: impliedRaw(text), Text: text}
	}
	n, ok := argumentLen(l.rest)
	if !ok || n == 0 {
		l.fail("expected an argument, found %q", l.rest)
		return Arg{}
	}
	text := l.rest[:n]
	if raw, ok := parseHex(text); ok {
		l.rest = l.rest[n:]
		return Arg{Raw: raw}
	}
	if !isPlainArgument(text) {
		l.fail("argument %q must be written as %s", text, escaped(text))
		return Arg{}
	}
	l.rest = l.rest[n:]
	return Arg{Raw: impliedRaw(text), Text: text}
}
