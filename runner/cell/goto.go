package cell

import (
	"go/ast"
	"go/token"
)

// The interpreter jumps right, and makes a variable anew when it comes to its
// declaration again, but it confuses a label with a variable of that name. So
// labels have names of their own: one for the loop or switch that has the label,
// and another, at the very beginning of the statement, for goto.

// labelOf returns the label of the loop or switch that the program gives this one.
func (l *lowering) labelOf(name string) string {
	if l.fn.labels == nil {
		l.fn.labels = make(map[string]string)
	}
	if l.fn.labels[name] == "" {
		l.fn.labels[name] = l.fresh("l")
	}
	return l.fn.labels[name]
}

// landing returns the label to which goto jumps for the program's.
func (l *lowering) landing(name string) string { return l.labelOf("goto " + name) }

// land writes the label of a statement for goto, when one jumps there.
func (l *lowering) land(s *ast.LabeledStmt) {
	if finds(l.fn.body, func(n ast.Node) bool { return jumpsTo(n, s.Label.Name) }) {
		l.w(l.landing(s.Label.Name), ":\n", nowhere, " = 0\n")
	}
}

func jumpsTo(n ast.Node, label string) bool {
	b, ok := n.(*ast.BranchStmt)
	return ok && b.Tok == token.GOTO && b.Label.Name == label
}

// jump writes a goto.
func (l *lowering) jump(s *ast.BranchStmt) {
	for i := len(l.fn.loops) - 1; i >= 0; i-- {
		if e := l.fn.loops[i].exits; e != nil {
			if !finds(e.body, func(n ast.Node) bool { return isLabel(n, s.Label.Name) }) {
				l.w(e.leave(s, l.end()))
				return
			}
			break
		}
	}
	l.w("goto ", l.landing(s.Label.Name))
}

func isLabel(n ast.Node, name string) bool {
	s, ok := n.(*ast.LabeledStmt)
	return ok && s.Label.Name == name
}

// goesBack reports whether a goto may have a function's statements run again.
func goesBack(body *ast.BlockStmt) bool {
	return finds(body, func(n ast.Node) bool {
		b, ok := n.(*ast.BranchStmt)
		return ok && b.Tok == token.GOTO
	})
}
