package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
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
		l.guarded([]ast.Expr{s.Tag}, func() {
			l.w("var ", tag, " ", l.typeText(s.Tag.Pos(), t), " = ")
			l.expr(s.Tag)
			l.w("\n")
		})
	}
	conds := make([]string, len(s.Body.List)) // "" of the default
	byDefault := -1
	for i, c := range s.Body.List {
		c := c.(*ast.CaseClause)
		if c.List == nil {
			byDefault = i
		}
		conds[i] = l.text(func() {
			for k, x := range c.List {
				if k > 0 {
					l.w(" || ")
				}
				l.sometimes([]ast.Expr{x}, func() { l.caseValue(x, tag, t) })
			}
		})
	}
	if byDefault >= 0 && byDefault < len(conds)-1 && falls(s.Body) {
		l.choose(conds, byDefault)
	}
	l.enter(loop{kind: token.SWITCH, label: label})
	l.label(label)
	l.w("switch {\n")
	for i, c := range s.Body.List {
		if conds[i] == "" {
			l.w("default:\n")
		} else {
			l.w("case ", conds[i], ":\n")
		}
		l.clauseOf(c.(*ast.CaseClause), tag)
	}
	l.w("}\n")
	l.leave()
	l.w("}")
}

// clauseOf writes the statements of a clause, which know its condition.
func (l *lowering) clauseOf(c *ast.CaseClause, tag string) {
	known := l.fn.facts
	if tag == "" && len(c.List) == 1 {
		l.assume(c.List[0], true)
	}
	l.clause(c.Body)
	l.fn.facts = known
}

// clause writes the statements of a clause. Those with labels must stand in a
// block: there the interpreter sees a label that comes first.
func (l *lowering) clause(body []ast.Stmt) {
	if !slices.ContainsFunc(body, func(s ast.Stmt) bool { _, ok := s.(*ast.LabeledStmt); return ok }) {
		l.stmts(body)
		return
	}
	last := len(body)
	if b, ok := body[last-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
		last--
	}
	l.block(body[:last])
	l.w("\n")
	l.stmts(body[last:])
}

// falls reports whether a clause falls through.
func falls(body *ast.BlockStmt) bool {
	return finds(body, func(n ast.Node) bool {
		b, ok := n.(*ast.BranchStmt)
		return ok && b.Tok == token.FALLTHROUGH
	})
}

// choose writes which of the clauses is chosen, and makes that their conditions:
// the interpreter has a default stand last, which shows when a clause falls through.
func (l *lowering) choose(conds []string, byDefault int) {
	chosen := l.fresh("s")
	l.w("var ", chosen, " int = ", strconv.Itoa(byDefault), "\nswitch {\n")
	for i, cond := range conds {
		if i != byDefault {
			l.w("case ", cond, ":\n", chosen, " = ", strconv.Itoa(i), "\n")
		}
		conds[i] = chosen + " == " + strconv.Itoa(i)
	}
	l.w("}\n")
}

// caseValue writes the condition that x is the tag, or x itself without a tag.
func (l *lowering) caseValue(x ast.Expr, tag string, t types.Type) {
	switch {
	case tag == "" && types.IsInterface(l.typeOf(x)):
		l.w(l.helper("Equal"), "(")
		l.expr(x)
		l.w(", true)")
		return
	case tag == "":
		l.paren(ast.Unparen(x))
		return
	}
	if have := l.typeOf(x); !l.k.info.Types[x].IsNil() && (types.IsInterface(have) || types.IsInterface(t)) {
		l.w(l.helper("Equal"), "(", l.convert(x.Pos(), t, tag, emptyInterface), ", ")
		l.value(x, emptyInterface)
		l.w(")")
		return
	}
	// The interpreter goes wrong with parentheses around a literal.
	if _, binary := x.(*ast.BinaryExpr); binary && l.k.info.Types[x].Value == nil {
		x = &ast.ParenExpr{Lparen: x.Pos(), X: x, Rparen: x.End()}
		l.k.info.Types[x] = l.k.info.Types[x.(*ast.ParenExpr).X]
	}
	if have := l.typeOf(x); l.directed(have, t) {
		tag = "(" + l.typeText(x.Pos(), have) + ")(" + tag + ")"
	}
	l.w(tag, " == ")
	l.operand(x, l.typeOf(x), t)
}
