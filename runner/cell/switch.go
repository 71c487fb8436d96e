package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// switchStmt writes a switch as one without a tag.
func (l *lowering) switchStmt(s *ast.SwitchStmt, label string) {
	l.w("{\n")
	if s.Init != nil {
		l.stmt(s.Init)
	}
	tag := ""
	var t types.Type
	if s.Tag != nil {
		tag, t = l.fresh("s"), types.Default(l.typeOf(s.Tag))
		l.w("var ", tag, " ", l.typeText(s.Tag.Pos(), t), " = ")
		l.expr(s.Tag)
		l.w("\n")
	}
	l.enter(loop{kind: token.SWITCH, label: label})
	l.label(label)
	l.w("switch {\n")
	for _, c := range s.Body.List {
		c := c.(*ast.CaseClause)
		if c.List == nil {
			l.w("default")
		}
		for i, x := range c.List {
			l.w(map[bool]string{true: "case ", false: " || "}[i == 0])
			l.caseValue(x, tag, t)
		}
		l.w(":\n")
		l.stmts(c.Body)
	}
	l.w("}\n")
	l.leave()
	l.w("}")
}

// caseValue writes the condition that x is the tag, or x itself without a tag.
func (l *lowering) caseValue(x ast.Expr, tag string, t types.Type) {
	if tag == "" {
		l.w("(")
		l.expr(x)
		l.w(")")
		return
	}
	have := l.typeOf(x)
	if !isNil(have) && (l.ownInterface(t) || l.ownInterface(have)) {
		l.refuse(x.Pos(), refuseEquality, displayType(t))
	}
	if types.IsInterface(have) && !types.IsInterface(t) && l.boxed(t) {
		tag = l.boxText(x.Pos(), t, tag, have)
	}
	// The interpreter goes wrong with parentheses around a literal.
	if _, binary := x.(*ast.BinaryExpr); binary && l.k.info.Types[x].Value == nil {
		x = &ast.ParenExpr{Lparen: x.Pos(), X: x, Rparen: x.End()}
		l.k.info.Types[x] = l.k.info.Types[x.(*ast.ParenExpr).X]
	}
	l.w(tag, " == ")
	l.value(x, t)
}

func (l *lowering) selectStmt(s *ast.SelectStmt, label string) {
	l.enter(loop{kind: token.SELECT, label: label})
	l.label(label)
	l.w("select {\n")
	for _, c := range s.Body.List {
		c := c.(*ast.CommClause)
		received := ""
		if c.Comm == nil {
			l.w("default")
		} else {
			l.w("case ")
			received = l.comm(c.Comm)
		}
		l.w(":\n", received)
		l.stmts(c.Body)
	}
	l.w("}\n")
	l.leave()
}

// comm writes what a case of a select sends or receives, and returns the statement
// that must follow. A value that is received for a variable that exists already
// comes by way of a new one.
func (l *lowering) comm(s ast.Stmt) (then string) {
	a, ok := s.(*ast.AssignStmt)
	if !ok || a.Tok == token.DEFINE {
		l.simple(s)
		return ""
	}
	var holders, targets []string
	for _, x := range a.Lhs {
		holders = append(holders, l.fresh("v"))
		targets = append(targets, l.text(func() { l.expr(x) }))
	}
	l.w(strings.Join(holders, ", "), " := ")
	l.expr(a.Rhs[0])
	return strings.Join(targets, ", ") + " = " + strings.Join(holders, ", ") + "\n"
}
