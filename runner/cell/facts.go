package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// What is known of the numbers that index: a fact says that one is at most
// another one plus a constant. Facts come from conditions, from assignments, from
// ranges and from checks that have been passed; they spare checks that cannot fail.

// term is a number in a fact: an int variable, the length of a variable or of the
// element of one that another one indexes, or 0.
type term struct {
	v      types.Object
	at     types.Object // the index, nil for the variable itself
	length bool
}

// lostBy reports whether the term means another number after the changes, though
// none that says so.
func (t term) lostBy(c changes) bool {
	return t.at != nil && (c.memory || c.of[t.v] != change{} || c.of[t.at] != change{})
}

// changedBy reports whether the term may be another number after the changes.
func (t term) changedBy(c changes) bool { return t.lostBy(c) || c.of[t.v] != change{} }

// fact says that a <= b + c.
type fact struct {
	a, b term
	c    int64
}

type facts []fact

// farthest is the largest constant in facts: sums of a few do not overflow.
const farthest = 1 << 40

// proves reports whether the facts together say that a <= b + c.
func (fs facts) proves(a, b term, c int64) bool {
	d, ok := fs.distance(a, b)
	return ok && d <= c
}

// distance returns the least c for which the facts together say that a <= b + c.
func (fs facts) distance(a, b term) (int64, bool) {
	if a == b {
		return 0, true
	}
	best := map[term]int64{a: 0}
	relax := func(from, to term, c int64) bool {
		d, ok := best[from]
		if !ok {
			return false
		}
		if old, ok := best[to]; ok && old <= d+c {
			return false
		}
		best[to] = d + c
		return true
	}
	for range 6 {
		changed := false
		for _, f := range fs {
			changed = relax(f.a, f.b, f.c) || changed
		}
		if b.length { // 0 <= a length
			changed = relax(term{}, b, 0) || changed
		}
		if !changed {
			break
		}
	}
	d, ok := best[b]
	return d, ok
}

// know adds a fact.
func (l *lowering) know(a, b linear) {
	if c := b.c - a.c; -farthest < c && c < farthest && !l.fn.facts.proves(a.t, b.t, c) {
		l.fn.facts = append(l.fn.facts[:len(l.fn.facts):len(l.fn.facts)], fact{a.t, b.t, c})
	}
}

// least reports whether x is known to be at least n.
func (l *lowering) least(x linear, n int64) bool {
	return l.fn.facts.proves(term{}, x.t, x.c-n)
}

// forget drops the facts that the changes may have made wrong.
func (l *lowering) forget(c changes) {
	var left facts
	for _, f := range l.fn.facts {
		if f.a.lostBy(c) || f.b.lostBy(c) {
			continue
		}
		if !c.of[f.a.v].up && !c.of[f.b.v].down {
			left = append(left, f)
		}
	}
	l.fn.facts = left
}

// compare notes that a op b holds.
func (l *lowering) compare(a ast.Expr, op token.Token, b ast.Expr) {
	switch op {
	case token.GTR, token.GEQ:
		a, b = b, a
		op = map[token.Token]token.Token{token.GTR: token.LSS, token.GEQ: token.LEQ}[op]
	case token.EQL:
		l.compare(a, token.LEQ, b)
		a, b, op = b, a, token.LEQ
	case token.LSS, token.LEQ:
	default:
		return
	}
	small, ok := l.linear(a)
	large, known := l.most(b)
	if !ok || !known || !l.plainSum(a, small) || !l.plainSum(b, large) {
		return
	}
	if op == token.LSS {
		large.c--
	}
	l.know(small, large)
}

// plainSum reports whether the constant that x adds to a variable cannot make it
// overflow.
func (l *lowering) plainSum(x ast.Expr, a linear) bool {
	_, sum := ast.Unparen(x).(*ast.BinaryExpr)
	switch {
	case !sum || a.c == 0 || a.t == term{} || a.t.length:
		return true
	case a.c > 0 && l.bounded(a.t):
		return true
	}
	return l.least(linear{t: a.t}, -farthest)
}

// bounded reports whether a variable is known to be less than some length or
// constant.
func (l *lowering) bounded(t term) bool {
	if t.length || l.fn.facts.proves(t, term{}, farthest) {
		return true
	}
	for _, f := range l.fn.facts {
		if f.b.length && l.fn.facts.proves(t, f.b, farthest) {
			return true
		}
	}
	return false
}
