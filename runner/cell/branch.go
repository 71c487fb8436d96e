package cell

import (
	"go/ast"
	"go/token"
)

// loop is a statement that break or continue may mean.
type loop struct {
	kind      token.Token // FOR, SWITCH; FUNC for a range over a function
	label     string
	iteration string // what a continue must do first
	exits     *exits // of a range over a function
}

func (l *lowering) enter(lp loop) { l.fn.loops = append(l.fn.loops, lp) }

func (l *lowering) leave() { l.fn.loops = l.fn.loops[:len(l.fn.loops)-1] }

func (l *lowering) label(name string) {
	if name != "" {
		l.w(name, ":\n")
	}
}

// branch writes break, continue, goto or fallthrough.
func (l *lowering) branch(s *ast.BranchStmt) {
	switch s.Tok {
	case token.GOTO:
		l.jump(s)
		return
	case token.FALLTHROUGH:
		l.w("fallthrough")
		return
	}
	target, barrier := l.meant(s)
	switch {
	case barrier != nil:
		l.w(barrier.leave(s, l.end()))
		return
	case target.kind == token.FUNC:
		if s.Tok == token.BREAK {
			l.w(target.exits.done(l.end()))
		} else {
			l.w(target.exits.next(l.end()))
		}
		return
	}
	if s.Tok == token.CONTINUE {
		l.w(target.iteration)
	}
	l.w(s.Tok.String())
	if s.Label != nil {
		l.w(" ", target.label)
	}
}

// meant returns what a break or continue means, and the innermost range over a
// function that it leaves on the way there.
func (l *lowering) meant(s *ast.BranchStmt) (target loop, barrier *exits) {
	for i := len(l.fn.loops) - 1; i >= 0; i-- {
		lp := l.fn.loops[i]
		again := lp.kind == token.FOR || lp.kind == token.FUNC
		if s.Label != nil && lp.label == l.labelOf(s.Label.Name) || s.Label == nil && (again || s.Tok == token.BREAK) {
			return lp, barrier
		}
		if barrier == nil && lp.kind == token.FUNC {
			barrier = lp.exits
		}
	}
	panic("cell: a " + s.Tok.String() + " outside of any loop")
}
