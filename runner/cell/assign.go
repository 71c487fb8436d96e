package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// The interpreter gives a variable another place in memory when a struct literal
// is assigned to it, and none of its own per iteration when it gets an interface or
// the first result of v, ok = …: pointers to it and func literals that hold it
// would see another variable. A value that a literal returns is assigned as Go
// does it.

// anew writes a literal that returns what write writes.
func (l *lowering) anew(typ string, write func()) {
	l.w("func(_v ", typ, ") ", typ, " { return _v }(")
	write()
	l.w(")")
}

// set writes x as a value that is assigned to a variable of type want.
func (l *lowering) set(x ast.Expr, want types.Type) {
	if lit, ok := ast.Unparen(x).(*ast.CompositeLit); ok && want != nil && !types.IsInterface(want) {
		if _, ok := l.typeOf(lit).Underlying().(*types.Struct); ok {
			l.anew(l.typeText(x.Pos(), want), func() { l.value(x, want) })
			return
		}
	}
	l.value(x, want)
}

// assign writes =, := and the like.
func (l *lowering) assign(s *ast.AssignStmt) {
	switch {
	case s.Tok == token.DEFINE && l.apart(s):
		l.defineApart(s)
	case s.Tok == token.DEFINE:
		l.list(s.Lhs, func(_ int, x ast.Expr) { l.w(l.declared(x.(*ast.Ident))) })
		l.w(" := ")
		l.values(s)
	case len(s.Lhs) == 1 && isBlank(s.Lhs[0]):
		l.discard(s.Rhs[0])
	case len(s.Lhs) == 1 && s.Tok == token.ASSIGN:
		l.assignOne(s.Lhs[0], s.Rhs[0])
	case len(s.Lhs) == 1 && !l.fn.head && l.active(s.Rhs[0]) && l.inMap(s.Lhs[0]):
		target := l.target(s.Lhs[0], "\n") // which what is called may make another
		l.w(target.text, " ", s.Tok.String(), " ")
		l.by(s)
	case len(s.Lhs) == 1:
		l.assignee(s.Lhs[0])
		l.w(" ", s.Tok.String(), " ")
		l.by(s)
	case l.together(s) && l.checkedByValues(s):
		values := l.valuesTogether(s)
		l.list(s.Lhs, func(i int, x ast.Expr) {
			l.fn.covered = i > 0
			l.assignee(x)
		})
		l.fn.covered = false
		l.w(" = ")
		l.add(values)
	default:
		l.assignSlowly(s)
	}
}

// by writes what += and the like add.
func (l *lowering) by(s *ast.AssignStmt) {
	if isShift(s.Tok) {
		l.w(l.count(s.Rhs[0]))
	} else {
		l.expr(s.Rhs[0])
	}
}

// discard writes _ = x. What an operator gives, the interpreter would put in the
// place of the function's first variable.
func (l *lowering) discard(x ast.Expr) {
	if l.k.info.Types[x].IsNil() {
		return
	}
	l.w("_ = ")
	t := types.Default(l.typeOf(x))
	l.anew(l.typeText(x.Pos(), t), func() { l.value(x, t) })
}

// assignOne writes x = y. Go makes the calls in x first, and looks whether there is an x
// when it has y.
func (l *lowering) assignOne(x, y ast.Expr) {
	var place emitter
	g, known := l.fn.guards, l.fn.facts
	early := l.calls(x)
	if early {
		checks := g.checks
		g.checks = emitter{}
		place = l.capture(func() { l.assignee(x) })
		late := g.checks
		g.checks, l.fn.facts = checks, known
		defer g.checks.add(late)
	}
	value := l.capture(func() { l.set(y, l.variableType(x)) })
	if !early {
		place = l.capture(func() { l.assignee(x) })
	}
	l.add(place)
	l.w(" = ")
	l.add(value)
}

// assignee writes what stands on the left of an assignment.
func (l *lowering) assignee(x ast.Expr) {
	switch e := ast.Unparen(x).(type) {
	case *ast.StarExpr: // the interpreter sees a nil pointer itself
		l.w("*")
		l.expr(e.X)
		return
	case *ast.IndexExpr:
		if m, ok := l.typeOf(e.X).Underlying().(*types.Map); ok && types.IsInterface(m.Key()) && l.asAny(m.Key()) {
			l.expr(e.X)
			l.w("[", l.helper("Hashable"), "(")
			l.key(e.Index, m)
			l.w(")]")
			return
		} else if ok && !types.IsInterface(m.Key()) && holdsInterface(m.Key()) {
			l.expr(e.X)
			k := l.named(e.Index)
			l.fn.guards.checks.w(l.helper("CheckKey"), "(", k, ")\n")
			l.w("[", k, "]")
			return
		}
	}
	l.expr(x)
}

// assignEvaluates returns what an assignment evaluates.
func assignEvaluates(s *ast.AssignStmt) []ast.Expr {
	if isShift(s.Tok) { // whose count is checked
		return []ast.Expr{&ast.BinaryExpr{X: s.Lhs[0], OpPos: s.TokPos, Op: s.Tok, Y: s.Rhs[0]}}
	}
	return append(slices.Clone(s.Lhs), s.Rhs...)
}

// inMap reports whether x is an element of a map.
func (l *lowering) inMap(x ast.Expr) bool {
	e, ok := ast.Unparen(x).(*ast.IndexExpr)
	if !ok {
		return false
	}
	_, ok = l.typeOf(e.X).Underlying().(*types.Map)
	return ok
}

// list writes expressions with commas between them.
func (l *lowering) list(xs []ast.Expr, write func(int, ast.Expr)) {
	for i, x := range xs {
		if i > 0 {
			l.w(", ")
		}
		write(i, x)
	}
}

// values writes the right side of an assignment or definition.
func (l *lowering) values(s *ast.AssignStmt) {
	if len(s.Lhs) > len(s.Rhs) {
		l.several(s.Rhs[0], func(i int) types.Type { return l.variableType(s.Lhs[i]) })
		return
	}
	l.list(s.Rhs, func(i int, x ast.Expr) {
		switch want := l.variableType(s.Lhs[i]); {
		case want == nil:
			l.expr(x)
		case s.Tok == token.DEFINE:
			l.define(s.Lhs[i].(*ast.Ident), x, want)
		default:
			l.value(x, want)
		}
	})
}

// active reports whether x calls, receives or makes something.
func (l *lowering) active(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr, *ast.CompositeLit, *ast.FuncLit, *ast.TypeAssertExpr:
			found = found || l.k.info.Types[n.(ast.Expr)].Value == nil
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		case *ast.BinaryExpr: // comparing interfaces is a call
			found = found || l.comparesInterfaces(n)
		case *ast.SelectorExpr:
			s := l.k.info.Selections[n]
			found = found || s != nil && s.Kind() == types.MethodVal
		case *ast.Ident:
			found = found || l.k.info.Types[n].IsNil()
		}
		return !found
	})
	return found
}

func isBlank(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && id.Name == "_"
}
