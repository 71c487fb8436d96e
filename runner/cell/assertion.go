package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// assertion writes x.(T); pair says that it has two results.
func (l *lowering) assertion(x *ast.TypeAssertExpr, pair bool) {
	have, want := l.typeOf(x.X), l.subst(l.k.info.Types[x.Type].Type)
	l.at(x.Pos())
	l.checkAsked(x.Pos(), have, want)
	text := l.typeText(x.Type.Pos(), want)
	switch {
	case l.ownInterface(have) && !types.IsInterface(want):
		// The interpreter's own assertion takes a type for another that is made alike;
		// its type switch does not.
		results, found, fail := text, "return _v", "panic("+l.helper("NotA")+"("+quote(mainType(have))+", "+quote(mainType(want))+"))"
		if pair {
			results, found, fail = "("+text+", bool)", "return _v, true", "var _z "+text+"; return _z, false"
		}
		l.w("func(_x ", l.typeText(x.Pos(), have), ") ", results, " { switch _v := _x.(type) { case ", text, ": ", found, " }; ", fail, " }(")
		l.expr(x.X)
		l.w(")")
	case l.boxed(want) && !types.IsInterface(want) && pair:
		l.w("func(_x interface{}) (", text, ", bool) { if _v, _ok := ", l.helper("Unbox"), "(", l.boxType(x.Pos(), want),
			", _x); _ok { return ", l.opened("_v", want), ", true }; var _z ", text, "; return _z, false }(")
		l.expr(x.X)
		l.w(")")
	case l.boxed(want) && !types.IsInterface(want):
		l.w("func(_x interface{}) ", text, " { _v := ", l.helper("MustUnbox"), "(", l.boxType(x.Pos(), want), ", _x); return ", l.opened("_v", want), " }(")
		l.expr(x.X)
		l.w(")")
	case pair: // the interpreter's own panics when x is nil
		l.w("func(_x ", l.typeText(x.Pos(), have), ") (_v ", text, ", _ok bool) { if _x != nil { _v, _ok = _x.(", text, ") }; return _v, _ok }(")
		l.expr(x.X)
		l.w(")")
	default:
		l.expr(x.X)
		l.w(".(", text, ")")
	}
}

// opened returns the value of type t in v, which came out of a box. The interpreter
// cannot assert a type without fields, and does not need to.
func (l *lowering) opened(v string, t types.Type) string {
	text := l.typeText(token.NoPos, t)
	if s, ok := t.Underlying().(*types.Struct); ok && s.NumFields() == 0 {
		return text + "{}"
	}
	return v + ".(" + text + ")"
}

// checkAsked refuses to ask an interface about a type that it may hold in a form
// that the interpreter does not know in this place.
func (l *lowering) checkAsked(pos token.Pos, have, want types.Type) {
	switch {
	case l.ownInterface(have) && types.IsInterface(want),
		l.ownInterface(want) && !l.ownInterface(have),
		!l.ownInterface(have) && !l.boxing(have) && l.boxed(want),
		types.IsInterface(want) && !l.boxing(want) && l.anyImplements(have, want):
		l.refuse(pos, refuseAssertion, displayType(have), displayType(want))
	}
}

// anyImplements reports whether a type that cells declare so far implements both.
func (l *lowering) anyImplements(have, want types.Type) bool {
	both := func(t types.Type) bool {
		return types.Implements(t, have.Underlying().(*types.Interface)) && types.Implements(t, want.Underlying().(*types.Interface))
	}
	for _, o := range l.scope.objects {
		if tn, ok := o.obj.(*types.TypeName); ok && !tn.IsAlias() && !types.IsInterface(tn.Type()) && (both(tn.Type()) || both(types.NewPointer(tn.Type()))) {
			return true
		}
	}
	return false
}

// typeSwitch writes a type switch. On an interface of the cells it stays one; on
// another it becomes a switch without a tag on what the assertions find.
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
	l.w("var ", subject, " ", l.typeText(x.Pos(), have), " = ")
	l.expr(x)
	l.w("\n")
	if l.ownInterface(have) {
		l.ownTypeSwitch(s, subject, have, label)
	} else {
		l.boxTypeSwitch(s, subject, have, label)
	}
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

func (l *lowering) ownTypeSwitch(s *ast.TypeSwitchStmt, subject string, have types.Type, label string) {
	l.enter(loop{kind: token.SWITCH, label: label})
	l.label(label)
	holder := l.fresh("v")
	l.w("switch ", holder, " := ", subject, ".(type) {\n")
	for _, c := range s.Body.List {
		c := c.(*ast.CaseClause)
		if c.List == nil {
			l.w("default")
		}
		for i, t := range c.List {
			l.w(map[bool]string{true: "case ", false: ", "}[i == 0])
			if tv := l.k.info.Types[t]; !tv.IsNil() {
				l.checkAsked(t.Pos(), have, tv.Type)
			}
			l.expr(t)
		}
		l.w(":\n")
		if v := l.bound(c); v != nil {
			l.w(l.local(v), " := ", holder, "\n")
		}
		l.stmts(c.Body)
	}
	l.w("}\n")
	l.leave()
}

func (l *lowering) boxTypeSwitch(s *ast.TypeSwitchStmt, subject string, have types.Type, label string) {
	conds := make(map[*ast.CaseClause]string)
	values := make(map[*ast.CaseClause]string)
	for _, c := range s.Body.List {
		c := c.(*ast.CaseClause)
		values[c] = subject
		for i, t := range c.List {
			cond, value := l.caseType(t, subject, have, l.bound(c) != nil && len(c.List) == 1)
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
		l.stmts(c.Body)
	}
	l.w("}\n")
	l.leave()
}

// caseType writes the test for one type of a case, and returns the condition and,
// when it is bound, the value that the clause's variable has.
func (l *lowering) caseType(t ast.Expr, subject string, have types.Type, bound bool) (cond, value string) {
	tv := l.k.info.Types[t]
	if tv.IsNil() {
		return subject + " == nil", subject
	}
	want := l.subst(tv.Type)
	l.checkAsked(t.Pos(), have, want)
	cond, value = l.fresh("k"), "_"
	if bound {
		value = l.fresh("v")
	}
	text := l.typeText(t.Pos(), want)
	if l.boxed(want) && !types.IsInterface(want) {
		l.w(value, ", ", cond, " := ", l.helper("Unbox"), "(", l.boxType(t.Pos(), want), ", ", subject, ")\n")
		return cond, l.opened(value, want)
	}
	l.w("var ", cond, " bool\n")
	if bound {
		l.w("var ", value, " ", text, "\n")
	}
	l.w("if ", subject, " != nil {\n", value, ", ", cond, " = ", subject, ".(", text, ")\n}\n")
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
