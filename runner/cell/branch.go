package cell

import (
	"go/ast"
	"go/token"
)

// loop is a statement that break or continue may mean.
type loop struct {
	kind      token.Token // FOR, SWITCH, SELECT; FUNC for a range over a function
	label     string
	iteration string  // what a continue must do first
	goTo      *string // the label behind it, once a break needs one
	goOn      *string // the label at the end of its body, once a continue needs one
	exits     *exits  // of a range over a function
}

func (l *lowering) enter(lp loop) {
	lp.goTo, lp.goOn = new(string), new(string)
	l.fn.loops = append(l.fn.loops, lp)
}

// leave ends a loop, and writes the label behind it when there is one.
func (l *lowering) leave() {
	last := l.fn.loops[len(l.fn.loops)-1]
	l.fn.loops = l.fn.loops[:len(l.fn.loops)-1]
	if *last.goTo != "" {
		l.w(*last.goTo, ":\n", nowhere, " = 0\n")
	}
}

func (l *lowering) label(name string) {
	if name != "" {
		l.w(name, ":\n")
	}
}

// branch writes break, continue or fallthrough. A jump out of a select to a label
// becomes a goto, since the interpreter hangs on it.
func (l *lowering) branch(s *ast.BranchStmt) {
	switch s.Tok {
	case token.GOTO:
		l.refuse(s.Pos(), refuseGoto)
		return
	case token.FALLTHROUGH:
		l.w("fallthrough")
		return
	}
	target, crosses, barrier := l.meant(s)
	switch {
	case barrier != nil:
		l.w(barrier.leave(s, l.end()))
		return
	case target.kind == token.FUNC:
		l.w(l.end(), map[token.Token]string{token.BREAK: "return false", token.CONTINUE: "return true"}[s.Tok])
		return
	}
	if !crosses {
		if s.Tok == token.CONTINUE {
			l.w(target.iteration)
		}
		l.w(s.Tok.String())
		if s.Label != nil {
			l.w(" ", target.label)
		}
		return
	}
	to := target.goTo
	if s.Tok == token.CONTINUE {
		to = target.goOn
	}
	if *to == "" {
		*to = l.fresh("l")
	}
	l.w("goto ", *to)
}

// meant returns what a break or continue means, whether it leaves a select on the
// way there, and the innermost range over a function that it leaves.
func (l *lowering) meant(s *ast.BranchStmt) (target loop, crosses bool, barrier *exits) {
	for i := len(l.fn.loops) - 1; i >= 0; i-- {
		lp := l.fn.loops[i]
		again := lp.kind == token.FOR || lp.kind == token.FUNC
		if s.Label != nil && lp.label == l.plain(s.Label.Name) || s.Label == nil && (again || s.Tok == token.BREAK) {
			return lp, crosses, barrier
		}
		crosses = crosses || lp.kind == token.SELECT
		if barrier == nil && lp.kind == token.FUNC {
			barrier = lp.exits
		}
	}
	panic("cell: a " + s.Tok.String() + " outside of any loop")
}
