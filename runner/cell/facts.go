package cell

import (
	"go/ast"
	"go/constant"
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

// linear is a term plus a constant.
type linear struct {
	t term
	c int64
}

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

// smallConstant returns the value of an integer constant that facts can hold.
func (l *lowering) smallConstant(x ast.Expr) (int64, bool) {
	v := l.k.info.Types[x].Value
	if v == nil {
		return 0, false
	}
	n, ok := constant.Int64Val(constant.ToInt(v))
	return n, ok && -1<<31 < n && n < 1<<31
}

// linear returns x as a term plus a constant.
func (l *lowering) linear(x ast.Expr) (linear, bool) {
	if n, ok := l.smallConstant(x); ok {
		return linear{c: n}, true
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		t := term{v: l.k.info.ObjectOf(x)}
		return linear{t: t}, t.v != nil && l.k.info.Types[x].Value == nil && types.Identical(l.typeOf(x), types.Typ[types.Int]) && l.steady(t.v)
	case *ast.BinaryExpr:
		if x.Op != token.ADD && x.Op != token.SUB {
			break
		}
		a, ok := l.linear(x.X)
		b, known := l.linear(x.Y)
		switch {
		case !ok || !known:
		case b.t == term{} && x.Op == token.SUB:
			return linear{a.t, a.c - b.c}, true
		case b.t == term{}:
			return linear{a.t, a.c + b.c}, true
		case a.t == term{} && x.Op == token.ADD:
			return linear{b.t, a.c + b.c}, true
		}
	case *ast.CallExpr:
		if id, ok := ast.Unparen(x.Fun).(*ast.Ident); ok && id.Name == "len" && l.k.info.Types[id].IsBuiltin() {
			t, ok := l.lengthOf(x.Args[0])
			return linear{t: t}, ok
		}
	}
	return linear{}, false
}

// lengthOf returns the length of a slice or string variable, or of an element of
// one, as a term.
func (l *lowering) lengthOf(x ast.Expr) (term, bool) {
	at := types.Object(nil)
	if e, ok := ast.Unparen(x).(*ast.IndexExpr); ok {
		i, known := l.linear(e.Index)
		if !known || i.c != 0 || i.t.length || i.t == (term{}) {
			return term{}, false
		}
		switch l.typeOf(e.X).Underlying().(type) {
		case *types.Slice, *types.Array:
		default:
			return term{}, false
		}
		x, at = e.X, i.t.v
	}
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return term{}, false
	}
	t := l.typeOf(x)
	if at != nil {
		t = t.Underlying().(interface{ Elem() types.Type }).Elem()
	}
	if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsString == 0 {
		return term{}, false
	} else if _, slice := t.Underlying().(*types.Slice); !ok && !slice {
		return term{}, false
	}
	obj := l.k.info.ObjectOf(id)
	return term{obj, at, true}, obj != nil && l.k.info.Types[id].Value == nil && l.steady(obj)
}

// most returns something that x is at most.
func (l *lowering) most(x ast.Expr) (linear, bool) {
	if a, ok := l.linear(x); ok {
		return a, true
	}
	e, ok := ast.Unparen(x).(*ast.BinaryExpr)
	if !ok {
		return linear{}, false
	}
	switch e.Op {
	case token.SUB: // of what is not negative, so that nothing overflows
		a, ok := l.most(e.X)
		b, known := l.linear(e.Y)
		if ok && known && l.least(a, -farthest) && l.least(b, 0) {
			if b.t == (term{}) {
				a.c -= b.c
			}
			return a, true
		}
	case token.QUO:
		n, known := l.smallConstant(e.Y)
		a, ok := l.linear(e.X)
		return a, known && n > 0 && ok && l.least(a, 0)
	}
	return linear{}, false
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
