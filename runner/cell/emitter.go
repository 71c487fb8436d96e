package cell

import (
	"go/token"
	"strings"
)

// emitter is text being written, and where its parts come from.
type emitter struct {
	b     strings.Builder
	marks []Line
}

func (e *emitter) w(parts ...string) {
	for _, p := range parts {
		e.b.WriteString(p)
	}
}

// add writes what was written elsewhere.
func (e *emitter) add(other emitter) {
	for _, m := range other.marks {
		e.marks = append(e.marks, Line{e.b.Len() + m.Offset, m.Line, m.Column})
	}
	e.w(other.b.String())
}

// at says that what is written next comes from pos.
func (l *lowering) at(pos token.Pos) {
	if !pos.IsValid() || l.k.std {
		return
	}
	if n := len(l.marks); n > 0 && l.marks[n-1].Offset == l.b.Len() {
		l.marks = l.marks[:n-1]
	}
	p := l.position(pos)
	l.marks = append(l.marks, Line{l.b.Len(), p.Line, p.Column})
}

// text returns what write writes, without writing it.
func (l *lowering) text(write func()) string {
	saved := l.emitter
	l.emitter = emitter{}
	write()
	s := l.b.String()
	l.emitter = saved
	return s
}
