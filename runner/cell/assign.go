package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
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

// evaluationOrder returns the order in which Go evaluates the values on the right of an
// assignment, behind the calls: first those that the assignments before theirs could
// change. Calls that are made on the way keep their order.
func (l *lowering) evaluationOrder(s *ast.AssignStmt) []int {
	called := func(e event) bool {
		_, first := l.fn.guards.first[e.call]
		return e.acts() && !first
	}
	inOrder := slices.ContainsFunc(l.eventsOf(s.Rhs...), called)
	if !inOrder {
		l.callAllFirst(s.Rhs)
	}
	var order, rest []int
	memory := false
	for i, x := range s.Rhs {
		if inOrder || memory || !l.independent(x, s.Lhs[:i]) {
			order = append(order, i)
		} else {
			rest = append(rest, i)
		}
		_, ident := ast.Unparen(s.Lhs[i]).(*ast.Ident)
		memory = memory || !ident
	}
	return append(order, rest...)
}

// valuesTogether returns the right side of an assignment, evaluated in Go's order.
func (l *lowering) valuesTogether(s *ast.AssignStmt) emitter {
	if len(s.Rhs) != len(s.Lhs) {
		return l.capture(func() { l.values(s) })
	}
	texts := make([]emitter, len(s.Rhs))
	for _, i := range l.evaluationOrder(s) {
		texts[i] = l.capture(func() { l.value(s.Rhs[i], l.variableType(s.Lhs[i])) })
	}
	return l.capture(func() { l.list(s.Rhs, func(i int, _ ast.Expr) { l.add(texts[i]) }) })
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

// checkedByValues reports whether nothing on the left of an assignment but what comes
// first can fail when the values are there, as in an exchange: what comes before it
// would have been assigned.
func (l *lowering) checkedByValues(s *ast.AssignStmt) bool {
	values := make(map[string]bool)
	for _, x := range s.Rhs {
		values[types.ExprString(ast.Unparen(x))] = true
	}
	for _, x := range s.Lhs[1:] {
		if !values[types.ExprString(ast.Unparen(x))] && slices.ContainsFunc(l.events(x), event.faults) {
			return false
		}
	}
	return true
}

// assignSlowly writes an assignment of several values by way of variables of its
// own.
func (l *lowering) assignSlowly(s *ast.AssignStmt) {
	if !l.fn.head {
		l.assignApart(s, "\n")
		return
	}
	l.fn.head = false
	l.w("func() { ")
	l.assignApart(s, "; ")
	l.w(" }()")
	l.fn.head = true
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

// together reports whether the interpreter assigns several values right at once:
// those of variables, of what calls nothing, and of one call.
func (l *lowering) together(s *ast.AssignStmt) bool {
	idents, plain := true, true
	for _, x := range s.Lhs {
		_, ident := ast.Unparen(x).(*ast.Ident)
		idents = idents && ident
		if e, ok := ast.Unparen(x).(*ast.IndexExpr); ok {
			_, isMap := l.typeOf(e.X).Underlying().(*types.Map)
			plain = plain && !isMap
		}
	}
	calls := false
	for i, x := range s.Rhs {
		switch ast.Unparen(x).(type) {
		case *ast.Ident, *ast.IndexExpr, *ast.SelectorExpr:
		default:
			plain = plain && l.k.info.Types[x].Value != nil
		}
		if len(s.Rhs) == len(s.Lhs) {
			want := l.variableType(s.Lhs[i])
			plain = plain && (want == nil || !types.IsInterface(want))
			idents = idents && (want == nil || !types.IsInterface(want))
		}
		calls = calls || l.active(x) || isBlank(s.Lhs[i])
	}
	if len(s.Lhs) > len(s.Rhs) {
		_, call := ast.Unparen(s.Rhs[0]).(*ast.CallExpr)
		return idents && call
	}
	return !calls && (idents || plain)
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

// assignApart writes an assignment of several values by way of variables of its own.
func (l *lowering) assignApart(s *ast.AssignStmt, end string) {
	targets := make([]target, len(s.Lhs))
	for i, x := range s.Lhs {
		targets[i] = l.target(x, end)
	}
	for i, h := range l.holdAll(s, end) {
		if h != "_" {
			l.w(targets[i].check, targets[i].text, " = ", h, end)
		}
	}
}

// distribute returns statements that give what variables of lowered code hold, of
// these types, to xs: new variables with :=, or all at once with =.
func (l *lowering) distribute(tok token.Token, xs []ast.Expr, holders []string, have []types.Type) string {
	var targets, sets strings.Builder
	place := l.fn.guards
	l.fn.guards = &guards{}
	defer func() { l.fn.guards = place }()
	for i, x := range xs {
		if x == nil || isBlank(x) {
			continue
		}
		want := l.variableType(x)
		value := l.convert(x.Pos(), have[i], holders[i], want)
		if tok == token.DEFINE {
			id := x.(*ast.Ident)
			if types.IsInterface(want) && l.iterates(id) {
				value = l.text(func() { l.anew(l.typeText(x.Pos(), want), func() { l.w(value) }) })
			}
			sets.WriteString(l.declared(id) + " := " + value + "\n")
			continue
		}
		targets.WriteString(l.text(func() {
			t := l.target(x, "\n")
			sets.WriteString(t.check + t.text + " = " + value + "\n")
		}))
	}
	before := l.fn.guards.statements()
	return before.b.String() + targets.String() + sets.String()
}

func isBlank(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && id.Name == "_"
}
