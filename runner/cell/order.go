package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// event is something in an expression whose order shows: a call, or what can panic.
type event struct {
	call   ast.Expr // nil for what is no call
	args   []event
	quiet  bool // a call that has no effect but its value, or a panic
	native bool // no call: the interpreter itself sees what is wrong
}

// has reports whether f holds for an event that is no call.
func (e event) has(f func(event) bool) bool {
	return e.call == nil && f(e) || slices.ContainsFunc(e.args, func(a event) bool { return a.has(f) })
}

func (e event) faults() bool { return e.has(func(event) bool { return true }) }
func (e event) checks() bool { return e.has(func(e event) bool { return !e.native }) }

// acts reports whether there is a call that has an effect.
func (e event) acts() bool {
	return e.call != nil && !e.quiet || slices.ContainsFunc(e.args, event.acts)
}

// callsFirst returns the calls in the expressions that must be given to variables.
func (l *lowering) callsFirst(exprs []ast.Expr) map[ast.Expr]string {
	first := make(map[ast.Expr]string)
	var events []event
	for _, x := range exprs {
		events = append(events, l.events(x)...)
	}
	choose(events, first)
	return first
}

// choose marks the calls that must be made before something else among the events:
// all of them when one is no call, and otherwise those with an effect after which
// something can panic, with what is before them.
func choose(events []event, first map[ast.Expr]string) {
	last := -1
	for i, e := range events {
		if e.call == nil {
			last = len(events)
		}
		for k := i - 1; k > last && e.faults(); k-- {
			if events[k].acts() {
				last = k
			}
		}
	}
	for i, e := range events {
		if e.call == nil {
			continue
		}
		if i <= last {
			first[e.call] = ""
		}
		choose(e.args, first)
	}
}

// events returns what happens in x.
func (l *lowering) events(x ast.Expr) []event {
	if tv := l.k.info.Types[x]; tv.Value != nil || tv.IsType() {
		return nil
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return l.events(x.X)
	case *ast.SelectorExpr:
		list := l.events(x.X)
		if s := l.k.info.Selections[x]; s != nil && s.Kind() == types.FieldVal && s.Indirect() {
			list = append(list, event{native: true})
		}
		return list
	case *ast.IndexExpr:
		if l.k.info.Types[x.Index].IsType() {
			return nil
		}
		return checkedAfter(l.eventsOf(x.X, x.Index), !l.safeIndex(x))
	case *ast.SliceExpr:
		return l.callEvent(x, checkedAfter(l.eventsOf(x.X, x.Low, x.High, x.Max), true), true)
	case *ast.StarExpr:
		return checkedAfter(l.events(x.X), true)
	case *ast.UnaryExpr:
		switch x.Op {
		case token.AND:
			return l.events(l.dereferenced(x.X))
		case token.ARROW:
			return l.callEvent(x, l.events(x.X), false)
		}
		return l.events(x.X)
	case *ast.BinaryExpr:
		if x.Op == token.LAND || x.Op == token.LOR {
			return l.callEvent(x, l.events(x.X), !l.active(x.Y))
		}
		list := checkedAfter(l.eventsOf(x.X, x.Y), isShift(x.Op) && !l.safeCount(x.Y))
		if (x.Op == token.QUO || x.Op == token.REM) && l.k.info.Types[x.Y].Value == nil && isInteger(l.typeOf(x.Y)) {
			list = append(list, event{native: true})
		}
		return list
	case *ast.CallExpr:
		return l.eventsOfCall(x)
	case *ast.TypeAssertExpr:
		return l.callEvent(x, l.events(x.X), false)
	case *ast.CompositeLit:
		return l.eventsOfLiteral(x)
	}
	return nil
}

// eventsOf returns what happens in several expressions, some of which may be nil.
func (l *lowering) eventsOf(exprs ...ast.Expr) []event {
	var list []event
	for _, x := range exprs {
		if x != nil {
			list = append(list, l.events(x)...)
		}
	}
	return list
}

// checkedAfter adds a check, if there is one.
func checkedAfter(list []event, check bool) []event {
	if check {
		list = append(list, event{})
	}
	return list
}

// callEvent returns the event of a call with what happens before it. One that is
// quiet shows only when something in it does.
func (l *lowering) callEvent(x ast.Expr, args []event, quiet bool) []event {
	if quiet && !slices.ContainsFunc(args, func(e event) bool { return e.checks() || e.acts() }) {
		return args
	}
	if isTuple(l.typeOf(x)) || l.k.info.Types[x].IsVoid() {
		return args
	}
	return []event{{call: x, args: args, quiet: quiet}}
}

func (l *lowering) eventsOfCall(x *ast.CallExpr) []event {
	fun := ast.Unparen(x.Fun)
	tv := l.k.info.Types[fun]
	switch {
	case tv.IsType():
		return l.eventsOf(x.Args...)
	case tv.IsBuiltin():
		id, ok := fun.(*ast.Ident)
		quiet := ok && slices.Contains([]string{"cap", "complex", "imag", "len", "max", "min", "real"}, id.Name)
		return l.callEvent(x, l.eventsOf(x.Args...), quiet)
	}
	return l.callEvent(x, append(l.events(x.Fun), l.eventsOf(x.Args...)...), false)
}

func (l *lowering) eventsOfLiteral(x *ast.CompositeLit) []event {
	var list []event
	for _, e := range x.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if l.k.info.Types[kv.Key].Type != nil { // not the name of a field
				list = append(list, l.events(kv.Key)...)
			}
			e = kv.Value
		}
		list = append(list, l.events(e)...)
	}
	return list
}

// checksIn reports whether one of the expressions needs a check.
func (l *lowering) checksIn(exprs ...ast.Expr) bool {
	for _, x := range exprs {
		if slices.ContainsFunc(l.events(x), event.checks) {
			return true
		}
	}
	return false
}

// inlines reports whether the checks of the expressions need no statements: no call
// with an effect comes first, and what they look at can be evaluated twice.
func (l *lowering) inlines(exprs []ast.Expr, first map[ast.Expr]string) bool {
	ok := true
	for x := range first {
		ok = ok && !l.calls(x)
	}
	for _, x := range exprs {
		ast.Inspect(x, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.IndexExpr:
				ok = ok && (l.safeIndex(n) || l.pure(n))
			case *ast.SliceExpr:
				ok = ok && l.pure(n)
			case *ast.StarExpr:
				ok = ok && l.pure(n.X)
			case *ast.BinaryExpr:
				ok = ok && (!isShift(n.Op) || l.safeCount(n.Y) || l.pure(n.Y))
			}
			return ok
		})
	}
	return ok
}

// pure reports whether x neither makes something nor has another effect.
func (l *lowering) pure(x ast.Expr) bool {
	made := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit, *ast.CompositeLit:
			made = true
		}
		return !made
	})
	return !made && !l.calls(x)
}

// calls reports whether x calls something that has an effect.
func (l *lowering) calls(x ast.Expr) bool { return slices.ContainsFunc(l.events(x), event.acts) }
