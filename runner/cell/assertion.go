package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// assertion writes x.(T); pair says that it has two results.
func (l *lowering) assertion(x *ast.TypeAssertExpr, pair bool) {
	have, want := l.typeOf(x.X), l.subst(l.k.info.Types[x.Type].Type)
	l.at(x.Pos())
	text := l.typeText(x.Type.Pos(), want)
	ask, value := l.ask(x.Type.Pos(), "_x", want, "_v", "_ok")
	l.w("func(_x ", l.typeText(x.Pos(), have), ") ")
	if pair {
		l.w("(", text, ", bool) { ", ask, "; if _ok { return ", value, ", true }; var _z ", text, "; return _z, false }(")
	} else {
		l.w(text, " { ", ask, "; if !_ok { panic(", l.helper("NotA"), "(_x, ", quote(l.programName(have)), ", ", quote(l.programName(want)), ", ",
			quote(methodNames(want)), ")) }; return ", value, " }(")
	}
	l.expr(x.X)
	l.w(")")
}

// methodNames returns the names of an interface's methods, " " for one that has
// none and "" for another type.
func methodNames(t types.Type) string {
	i, ok := t.Underlying().(*types.Interface)
	if !ok {
		return ""
	}
	names := []string{""}
	for m := range i.Methods() {
		names = append(names, m.Name())
	}
	if len(names) == 1 {
		return " "
	}
	return strings.Join(names[1:], " ")
}

// ask returns statements that find out whether the interface in the variable
// subject holds a want: they declare ok and a variable v, of which value is made
// when it does.
func (l *lowering) ask(pos token.Pos, subject string, want types.Type, v, ok string) (statements, value string) {
	switch {
	case !types.IsInterface(want) && l.boxed(want):
		value = l.opened(v, want)
		if !strings.HasPrefix(value, v) {
			v = "_"
		}
		return v + ", " + ok + " := " + l.helper("Unbox") + "(" + l.describe(pos, want) + ", " + subject + ")", value
	case !types.IsInterface(want) && assignable(want):
		text := l.typeText(pos, want)
		return ok + " := " + l.helper("IsA") + "(" + subject + ", (*" + text + ")(nil)); var " + v + " " + text + "; if " + ok + " { " + v + " = " + subject + ".(" + text + ") }", v
	case !types.IsInterface(want): // the interpreter's own panics when the subject is nil
		text := l.typeText(pos, want)
		return "var " + v + " " + text + "; var " + ok + " bool; if " + subject + " != nil { " + v + ", " + ok + " = " + subject + ".(" + text + ") }", v
	case methodless(want):
		return v + ", " + ok + " := " + l.helper("Any") + "(" + subject + "), " + subject + " != nil", v
	case l.asAny(want):
		return v + ", " + ok + " := " + l.helper("AsInterface") + "(" + l.describe(pos, want) + ", " + subject + ")", v
	}
	return v + ", " + ok + " := " + l.ofInterface(pos, "As", want) + "(" + subject + ")", v
}

// assignable reports whether values of other types than t can be assigned to a t:
// the interpreter would say of each of them that it is one.
func assignable(t types.Type) bool {
	_, basic := t.Underlying().(*types.Basic)
	return !basic
}

// typeSwitch writes a type switch as a switch without a tag on what the assertions
// find.
func (l *lowering) typeSwitch(s *ast.TypeSwitchStmt, label string) {
	var x ast.Expr
	switch a := s.Assign.(type) {
	case *ast.ExprStmt:
		x = a.X
	case *ast.AssignStmt:
		x = a.Rhs[0]
	}
	x = ast.Unparen(x).(*ast.TypeAssertExpr).X
	have := l.typeOf(x)
	l.w("{\n")
	if s.Init != nil {
		l.stmt(s.Init)
	}
	subject := l.fresh("x")
	l.guarded([]ast.Expr{x}, func() {
		l.w("var ", subject, " ", l.typeText(x.Pos(), have), " = ")
		l.expr(x)
		l.w("\n")
	})
	conds := make(map[*ast.CaseClause]string)
	values := make(map[*ast.CaseClause]string)
	for _, c := range s.Body.List {
		c := c.(*ast.CaseClause)
		values[c] = subject
		for i, t := range c.List {
			cond, value := l.caseType(t, subject)
			if i > 0 {
				conds[c] += " || "
			}
			conds[c] += cond
			if len(c.List) == 1 {
				values[c] = value
			}
		}
	}
	l.enter(loop{kind: token.SWITCH, label: label})
	l.label(label)
	l.w("switch {\n")
	for _, c := range s.Body.List {
		c := c.(*ast.CaseClause)
		if c.List == nil {
			l.w("default:\n")
		} else {
			l.w("case ", conds[c], ":\n")
		}
		if v := l.bound(c); v != nil {
			l.w("var ", l.local(v), " ", l.typeText(c.Pos(), v.Type()), " = ", values[c], "\n")
		}
		l.clause(c.Body)
	}
	l.w("}\n")
	l.leave()
	l.w("}\n")
}

// bound returns the variable of a type switch's clause, nil when the clause does
// not use it.
func (l *lowering) bound(c *ast.CaseClause) types.Object {
	if v := l.k.info.Implicits[c]; v != nil && l.uses(c, v) {
		return v
	}
	return nil
}

// caseType writes the test for one type of a case, and returns the condition and
// the value that the clause's variable has.
func (l *lowering) caseType(t ast.Expr, subject string) (cond, value string) {
	tv := l.k.info.Types[t]
	if tv.IsNil() {
		return subject + " == nil", subject
	}
	cond = l.fresh("k")
	ask, value := l.ask(t.Pos(), subject, l.subst(tv.Type), l.fresh("v"), cond)
	l.w(ask, "\n")
	return cond, value
}

// uses reports whether obj is used within n.
func (l *lowering) uses(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && l.k.info.Uses[id] == obj {
			found = true
		}
		return !found
	})
	return found
}
