package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// Assignments of several values, and expressions that have several. The interpreter
// assigns them right at once only where they are simple; elsewhere they go by
// variables of lowered code, one after another in Go's order.

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

// several writes an expression with several results, for variables of these types.
func (l *lowering) several(x ast.Expr, want func(i int) types.Type) {
	if tuple, ok := l.typeOf(x).(*types.Tuple); ok && l.convertsAny(tuple, want) {
		l.passOn(x, tuple, want, func() { l.tuple(x) })
		return
	}
	l.tuple(x)
}

// tuple writes an expression with several results as it stands.
func (l *lowering) tuple(x ast.Expr) {
	switch e := ast.Unparen(x).(type) {
	case *ast.TypeAssertExpr:
		l.assertion(e, true)
	case *ast.UnaryExpr:
		elem := l.typeText(x.Pos(), l.typeOf(e.X).Underlying().(*types.Chan).Elem())
		l.w("func(_c ", l.typeText(x.Pos(), l.typeOf(e.X)), ") (", elem, ", bool) { _v, _ok := <-_c; return _v, _ok }(")
		l.expr(e.X)
		l.w(")")
	case *ast.IndexExpr:
		l.lookup(e)
	default:
		l.expr(x)
	}
}

// lookup writes v, ok = m[k] by a literal: the interpreter's own leaves v what it
// was when there is no k.
func (l *lowering) lookup(x *ast.IndexExpr) {
	m := l.typeOf(x.X).Underlying().(*types.Map)
	elem := l.typeText(x.Pos(), m.Elem())
	l.w("func(_m ", l.typeText(x.Pos(), l.typeOf(x.X)), ", _k ", l.keyText(x.Pos(), m), ") (", elem, ", bool) { _v, _ok := _m[_k]; return _v, _ok }(")
	l.expr(x.X)
	l.w(", ")
	l.key(x.Index, m)
	l.w(")")
}

// passOn writes x, which has several results, for variables of other types: a
// literal takes the results and converts them.
func (l *lowering) passOn(x ast.Expr, have *types.Tuple, want func(i int) types.Type, write func()) {
	var params, values, results []string
	for i := range have.Len() {
		name, t := l.fresh("a"), have.At(i).Type()
		w := want(i)
		if w == nil {
			w = t
		}
		params = append(params, name+" "+l.typeText(x.Pos(), t))
		values = append(values, l.convert(x.Pos(), t, name, w))
		if !types.IsInterface(w) {
			w = t
		}
		results = append(results, l.typeText(x.Pos(), w))
	}
	l.w("func(", strings.Join(params, ", "), ") (", strings.Join(results, ", "), ") { return ", strings.Join(values, ", "), " }(")
	write()
	l.w(")")
}

// convertsAny reports whether one of several results takes another form.
func (l *lowering) convertsAny(have *types.Tuple, want func(i int) types.Type) bool {
	for i := range have.Len() {
		if l.converts(have.At(i).Type(), want(i)) {
			return true
		}
	}
	return false
}
