package cell

import (
	"go/ast"
	"go/types"
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
	calls      emitter             // statements that make the calls of first
	checks     emitter             // statements behind those
	known      facts               // that hold behind calls
	inline     bool                // there is no place for statements
	early      []string            // when inline: conditions of first
	conditions []string            // when inline: the others
	first      map[ast.Expr]string // calls to be given to variables, whose names they get
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
		g.inline = l.inlines(exprs, g.first)
		text = l.text(write)
	})
	l.fn.facts = known
	before := g.statements()
	g.conditions = append(g.early, g.conditions...)
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
	if len(fails) == 0 { // something before it has been checked meanwhile
		return
	}
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
	_, first := l.fn.guards.first[x]
	text := l.text(func() { l.expr(x) })
	if _, ident := x.(*ast.Ident); ident || first || l.k.info.Types[x].Value != nil || l.fn.guards.inline {
		return text
	}
	return l.hold(text)
}

// callFirst returns the variable that x, one of the calls that come first, is
// given to; or x itself, where only its checks come first.
func (l *lowering) callFirst(x ast.Expr) string {
	outer, head, known := l.fn.guards, l.fn.head, l.fn.facts
	if name := outer.first[x]; name != "" {
		return name
	}
	l.fn.head, l.fn.facts = false, outer.known
	delete(outer.first, x) // while it is written
	g := &guards{first: outer.first, known: outer.known, inline: outer.inline}
	l.fn.guards = g
	text := l.text(func() { l.typed(x, types.Default(l.typeOf(x))) })
	learned := l.fn.facts[len(outer.known):]
	outer.known = l.fn.facts
	l.fn.guards, l.fn.head, l.fn.facts = outer, head, append(known[:len(known):len(known)], learned...)
	if outer.inline {
		outer.early = append(append(outer.early, g.early...), g.conditions...)
		return text
	}
	name := l.fresh("h")
	outer.first[x] = name
	outer.calls.add(g.statements())
	outer.calls.w(name, " := ", text, "\n")
	return name
}

// callAllFirst makes those of the calls in the expressions that come first, in order.
func (l *lowering) callAllFirst(exprs []ast.Expr) {
	var all func([]event)
	all = func(events []event) {
		for _, e := range events {
			if _, first := l.fn.guards.first[e.call]; first && e.call != nil {
				l.callFirst(e.call)
			} else {
				all(e.args)
			}
		}
	}
	all(l.eventsOf(exprs...))
}
