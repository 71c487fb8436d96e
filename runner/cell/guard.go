package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// The interpreter does not say what Go says of an index, a shift or a nil pointer,
// or does not see that it is wrong. So lowered code checks before: in statements
// before the one that it checks for, or, in an expression that is evaluated only
// sometimes, by a condition that holds or panics.
//
// Go evaluates a statement's calls, in their order, before it indexes. So where a
// statement both calls and checks, the calls are given to variables first.

// guards collect what runs before the expression that is being written.
type guards struct {
	calls      emitter           // statements that make the calls of first
	checks     emitter           // statements behind those
	known      facts             // that hold behind calls
	inline     bool              // there is no place for statements
	conditions []string          // when inline
	first      map[ast.Expr]bool // calls to be given to variables
}

// statements returns all that is collected.
func (g *guards) statements() emitter {
	var e emitter
	e.add(g.calls)
	e.add(g.checks)
	return e
}

// collect has write called with new guards for what it writes, which evaluates the
// expressions once.
func (l *lowering) collect(exprs []ast.Expr, write func(*guards)) *guards {
	outer := l.fn.guards
	g := &guards{first: l.callsFirst(exprs), known: l.fn.facts}
	l.fn.guards = g
	write(g)
	l.fn.guards = outer
	return g
}

// guarded writes what write writes, which evaluates the expressions once, behind
// its checks.
func (l *lowering) guarded(exprs []ast.Expr, write func()) {
	var text emitter
	g := l.collect(exprs, func(*guards) { text = l.capture(write) })
	l.add(g.statements())
	l.add(text)
}

// sometimes writes a bool expression that is not evaluated where a statement
// before it would be.
func (l *lowering) sometimes(exprs []ast.Expr, write func()) {
	known, text := l.fn.facts, ""
	g := l.collect(exprs, func(g *guards) {
		g.inline = len(g.first) == 0 && l.inlines(exprs)
		text = l.text(write)
	})
	l.fn.facts = known
	before := g.statements()
	switch {
	case before.b.Len() > 0:
		l.w("func(_w func() bool) bool { return _w() }(func() bool {\n", before.b.String(), "return ", text, "\n})")
	case len(g.conditions) > 0:
		l.w(strings.Join(g.conditions, " && "), " && (", text, ")")
	default:
		l.w(text)
	}
}

// capture returns what write writes, without writing it.
func (l *lowering) capture(write func()) emitter {
	saved := l.emitter
	l.emitter = emitter{}
	write()
	e := l.emitter
	l.emitter = saved
	return e
}

// comparison is a condition.
type comparison struct{ a, op, b string }

func (c comparison) String() string { return c.a + " " + c.op + " " + c.b }

// not returns the opposite.
func (c comparison) not() string {
	c.op = map[string]string{"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!="}[c.op]
	return c.String()
}

// check sees to it that when one of the conditions holds before the expression
// that is being written is evaluated, call is made: it panics, or finds that
// nothing is wrong and returns true.
func (l *lowering) check(fails []comparison, call string) {
	g := l.fn.guards
	var texts []string
	for _, f := range fails {
		if g.inline {
			texts = append(texts, f.not())
		} else {
			texts = append(texts, f.String())
		}
	}
	if g.inline {
		g.conditions = append(g.conditions, "("+strings.Join(texts, " && ")+" || "+call+")")
	} else {
		g.checks.w("if ", strings.Join(texts, " || "), " {\n", call, "\n}\n")
	}
}

// hold gives an expression to a variable before the statement that is being
// written, and returns its name.
func (l *lowering) hold(text string) string {
	name := l.fresh("h")
	l.fn.guards.checks.w(name, " := ", text, "\n")
	return name
}

// named returns the source of x, which a check mentions too: a name or a literal,
// or where there is no place to hold x, x itself.
func (l *lowering) named(x ast.Expr) string {
	x = ast.Unparen(x)
	first := l.fn.guards.first[x]
	text := l.text(func() { l.expr(x) })
	if _, ident := x.(*ast.Ident); ident || first || l.k.info.Types[x].Value != nil || l.fn.guards.inline {
		return text
	}
	return l.hold(text)
}

// callFirst writes the variable that x, one of the calls that come first, is
// given to.
func (l *lowering) callFirst(x ast.Expr) {
	outer, head, known := l.fn.guards, l.fn.head, l.fn.facts
	l.fn.head, l.fn.facts = false, outer.known
	delete(outer.first, x)
	g := &guards{first: outer.first, known: outer.known}
	l.fn.guards = g
	text := l.text(func() { l.typed(x, types.Default(l.typeOf(x))) })
	learned := l.fn.facts[len(outer.known):]
	outer.known = l.fn.facts
	l.fn.guards, l.fn.head, l.fn.facts = outer, head, append(known[:len(known):len(known)], learned...)
	name := l.fresh("h")
	outer.calls.add(g.statements())
	outer.calls.w(name, " := ", text, "\n")
	l.w(name)
}

// event is a call in an expression, or something else that can panic, in the
// order of evaluation.
type event struct {
	call   ast.Expr // nil for what is no call
	args   []event
	native bool // the interpreter itself sees what is wrong
}

// has reports whether f holds for an event that is no call.
func (e event) has(f func(event) bool) bool {
	return e.call == nil && f(e) || slices.ContainsFunc(e.args, func(a event) bool { return a.has(f) })
}

func (e event) faults() bool { return e.has(func(event) bool { return true }) }
func (e event) checks() bool { return e.has(func(e event) bool { return !e.native }) }

// callsFirst returns the calls in the expressions that must be given to variables.
func (l *lowering) callsFirst(exprs []ast.Expr) map[ast.Expr]bool {
	first := make(map[ast.Expr]bool)
	var events []event
	for _, x := range exprs {
		events = append(events, l.events(x)...)
	}
	choose(events, first)
	return first
}

// choose marks the calls that must be made before something else among the events,
// and those before them.
func choose(events []event, first map[ast.Expr]bool) {
	last, direct := -1, false
	for _, e := range events {
		direct = direct || e.call == nil
	}
	for i, e := range events {
		if i > 0 && e.faults() {
			last = max(last, i-1)
		}
	}
	if direct {
		last = len(events) - 1
	}
	for i, e := range events {
		if e.call == nil {
			continue
		}
		if i <= last {
			first[e.call] = true
		}
		choose(e.args, first)
	}
}

// events returns the calls and checks of x.
func (l *lowering) events(x ast.Expr) []event {
	if tv := l.k.info.Types[x]; tv.Value != nil || tv.IsType() {
		return nil
	}
	var list []event
	each := func(xs ...ast.Expr) {
		for _, x := range xs {
			if x != nil {
				list = append(list, l.events(x)...)
			}
		}
	}
	call := func(x ast.Expr) {
		list = []event{{call: x, args: list}}
		if isTuple(l.typeOf(x)) || l.k.info.Types[x].IsVoid() {
			list = list[0].args
		}
	}
	checked := func(ok bool) {
		if ok {
			list = append(list, event{})
		}
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return l.events(x.X)
	case *ast.SelectorExpr:
		each(x.X)
		if s := l.k.info.Selections[x]; s != nil && s.Kind() == types.FieldVal && s.Indirect() {
			list = append(list, event{native: true})
		}
	case *ast.IndexExpr:
		if !l.k.info.Types[x.Index].IsType() {
			each(x.X, x.Index)
			checked(!l.safeIndex(x))
		}
	case *ast.SliceExpr:
		each(x.X, x.Low, x.High, x.Max)
		checked(true)
	case *ast.StarExpr:
		each(x.X)
		checked(true)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			each(l.dereferenced(x.X))
		} else {
			each(x.X)
		}
		if x.Op == token.ARROW {
			call(x)
		}
	case *ast.BinaryExpr:
		if x.Op == token.LAND || x.Op == token.LOR {
			if l.active(x) {
				return []event{{call: x, args: l.events(x.X)}}
			}
			return l.events(x.X)
		}
		each(x.X, x.Y)
		checked(isShift(x.Op) && !l.safeCount(x.Y))
	case *ast.CallExpr:
		tv := l.k.info.Types[x.Fun]
		if !tv.IsType() && !tv.IsBuiltin() {
			each(x.Fun)
		}
		each(x.Args...)
		if id, ok := ast.Unparen(x.Fun).(*ast.Ident); !tv.IsType() && !(tv.IsBuiltin() && ok && (id.Name == "len" || id.Name == "cap")) {
			call(x)
		}
	case *ast.TypeAssertExpr:
		each(x.X)
		call(x)
	case *ast.CompositeLit:
		for _, e := range x.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if l.k.info.Types[kv.Key].Type != nil {
					each(kv.Key)
				}
				e = kv.Value
			}
			each(e)
		}
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

// inlines reports whether the checks of the expressions need no statements: what
// they look at can be evaluated twice.
func (l *lowering) inlines(exprs []ast.Expr) bool {
	ok := true
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

// pure reports whether x neither calls nor makes anything.
func (l *lowering) pure(x ast.Expr) bool {
	made := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit, *ast.CompositeLit:
			made = true
		}
		return !made
	})
	return !made && !slices.ContainsFunc(l.events(x), func(e event) bool { return e.call != nil })
}
