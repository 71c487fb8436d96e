package cell

import (
	"go/ast"
	"go/token"
)

// loop is a statement that break or continue may mean.
type loop struct {
	kind      token.Token // FOR, SWITCH or SELECT
	label     string
	iteration string  // what a continue must do first
	goTo      *string // the label behind it, once a break needs one
	goOn      *string // the label at the end of its body, once a continue needs one
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
		l.w(*last.goTo, ":\n", LineVar, " = ", LineVar, "\n")
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
	target, crosses := l.target(s)
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

// target returns what a break or continue means, and whether it leaves a select
// on the way there.
func (l *lowering) target(s *ast.BranchStmt) (target loop, crosses bool) {
	for i := len(l.fn.loops) - 1; i >= 0; i-- {
		lp := l.fn.loops[i]
		if s.Label != nil && lp.label == l.plain(s.Label.Name) || s.Label == nil && (lp.kind == token.FOR || s.Tok == token.BREAK) {
			return lp, crosses
		}
		crosses = crosses || lp.kind == token.SELECT
	}
	panic("cell: a " + s.Tok.String() + " outside of any loop")
}
