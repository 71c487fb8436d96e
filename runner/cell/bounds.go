package cell

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// Package reflect, by which the interpreter indexes, tells neither the index nor
// the length when they do not fit. So they are compared before, as far as it is
// not known that they fit.

// index writes x[i], or the instance of a generic function.
func (l *lowering) index(x *ast.IndexExpr) {
	if l.k.info.Types[x.Index].IsType() {
		l.genericValue(x.X)
		return
	}
	if m, ok := l.typeOf(x.X).Underlying().(*types.Map); ok {
		l.expr(x.X)
		l.w("[")
		l.key(x.Index, m)
		l.w("]")
		return
	}
	if l.safeIndex(x) || l.fn.covered {
		l.expr(x.X)
		l.w("[")
		l.expr(x.Index)
		l.w("]")
		return
	}
	base := l.base(x.X)
	i := l.place(x.Index)
	l.checkIndex(x, base, i)
	l.w(base, "[", i, "]")
}

// base returns the source of what is indexed or sliced. An array stays where it
// is, since a variable would be a copy; and the interpreter is faster to find a
// slice twice than to keep it.
func (l *lowering) base(x ast.Expr) string {
	if _, array := l.typeOf(x).Underlying().(*types.Array); array || l.found(x) {
		return l.text(func() { l.expr(x) })
	}
	return l.named(x)
}

// found reports whether x is quickly found from a variable.
func (l *lowering) found(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		s := l.k.info.Selections[x]
		return s == nil || s.Kind() == types.FieldVal && l.found(x.X)
	case *ast.IndexExpr:
		_, isMap := l.typeOf(x.X).Underlying().(*types.Map)
		_, known := l.linear(x.Index)
		_, ident := ast.Unparen(x.Index).(*ast.Ident)
		return !isMap && l.found(x.X) && (known || ident || l.k.info.Types[x.Index].Value != nil)
	case *ast.StarExpr:
		return l.found(x.X)
	}
	return false
}

// place returns the source of an index: something short, that can be written
// more than once, and compared: a constant has no type.
func (l *lowering) place(x ast.Expr) string {
	if v := l.k.info.Types[x].Value; v != nil {
		return constant.ToInt(v).ExactString()
	}
	if e, ok := ast.Unparen(x).(*ast.BinaryExpr); ok && (e.Op == token.ADD || e.Op == token.SUB) {
		_, ident := ast.Unparen(e.X).(*ast.Ident)
		if _, constant := l.smallConstant(e.Y); ident && constant {
			return l.text(func() { l.expr(x) })
		}
	}
	return l.named(x)
}

// extent is a length or capacity.
type extent struct {
	text  string
	at    linear // what facts know of it
	known bool
}

// lengthOfBase returns the length of x, whose source is base.
func (l *lowering) lengthOfBase(x ast.Expr, base string) extent {
	t := l.typeOf(x).Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	if a, ok := t.(*types.Array); ok {
		return extent{strconv.FormatInt(a.Len(), 10), linear{c: a.Len()}, true}
	}
	size, ok := l.lengthOf(x)
	if held := l.fn.lengths[size]; ok && held != nil {
		held.used = true
		return extent{held.name, linear{t: size}, true}
	}
	return extent{"len(" + base + ")", linear{t: size}, ok}
}

// checkIndex checks the index i of base.
func (l *lowering) checkIndex(x *ast.IndexExpr, base, i string) {
	n := l.lengthOfBase(x.X, base)
	var fails []comparison
	if !l.notNegative(x.Index) {
		fails = append(fails, l.lessThan(x.Index, i, 0))
	}
	if !l.below(x.Index, n) {
		fails = append(fails, l.reaches(x.Index, i, n))
	}
	call := l.helper("Index") + "(" + i + ", " + n.text + ")"
	l.check(fails, l.notNil(x.X, base)+call)
	if at, ok := l.linear(x.Index); ok {
		l.know(linear{}, at)
		if n.known {
			l.know(at, linear{n.at.t, n.at.c - 1})
		}
	}
}

// notNil returns what is looked at before an index of x, whose source is base: it
// may be a pointer to an array.
func (l *lowering) notNil(x ast.Expr, base string) string {
	if !isPointer(l.typeOf(x)) {
		return ""
	}
	return "(" + base + " != nil || " + l.helper("NilDereference") + "()) && "
}

// integer returns i, the source of x, as an int.
func (l *lowering) integer(x ast.Expr, i string) string {
	if t := l.typeOf(x); types.Identical(t, types.Typ[types.Int]) || l.k.info.Types[x].Value != nil {
		return i
	}
	return "int(" + i + ")"
}

// lessThan returns the condition that x, whose source is i, is less than n.
func (l *lowering) lessThan(x ast.Expr, i string, n int64) comparison {
	if at, ok := l.linear(x); ok && at.c != 0 && at.t != (term{}) && !at.t.length {
		return comparison{l.name(at.t.v), "<", strconv.FormatInt(n-at.c, 10)}
	}
	return comparison{l.integer(x, i), "<", strconv.FormatInt(n, 10)}
}

// reaches returns the condition that x, whose source is i, is at least n. It holds
// too when i overflows.
func (l *lowering) reaches(x ast.Expr, i string, n extent) comparison {
	at, ok := l.linear(x)
	switch {
	case ok && at.t == term{}:
		return comparison{n.text, "<=", strconv.FormatInt(at.c, 10)}
	case !ok || at.t.length || at.c == 0:
		return comparison{l.integer(x, i), ">=", n.text}
	case n.known && n.at.t == term{}:
		return comparison{l.name(at.t.v), ">=", strconv.FormatInt(n.at.c-at.c, 10)}
	case at.c == -1:
		return comparison{l.name(at.t.v), ">", n.text}
	case at.c < 0:
		return comparison{i, ">=", n.text}
	}
	return comparison{l.name(at.t.v), ">=", n.text + "-" + strconv.FormatInt(at.c, 10)}
}

// safeIndex reports whether no check is needed for x.
func (l *lowering) safeIndex(x *ast.IndexExpr) bool {
	switch l.typeOf(x.X).Underlying().(type) {
	case *types.Map, *types.Signature:
		return true
	}
	return l.notNegative(x.Index) && l.below(x.Index, l.lengthOfBase(x.X, ""))
}

// notNegative reports whether x is known not to be negative.
func (l *lowering) notNegative(x ast.Expr) bool {
	if b, ok := l.typeOf(x).Underlying().(*types.Basic); ok && b.Info()&types.IsUnsigned != 0 {
		return b.Kind() == types.Uint8 || b.Kind() == types.Uint16 || b.Kind() == types.Uint32 || l.k.info.Types[x].Value != nil
	}
	return l.interval(x).low >= 0
}

// below reports whether x is known to be less than n.
func (l *lowering) below(x ast.Expr, n extent) bool {
	if !n.known {
		return false
	}
	if n.at.t == (term{}) && l.interval(x).high < n.at.c {
		return true
	}
	most, ok := l.most(x)
	if e, rem := ast.Unparen(x).(*ast.BinaryExpr); rem && !ok && e.Op == token.REM {
		most, ok = l.linear(e.Y)
		most.c--
	}
	if b, basic := l.typeOf(x).Underlying().(*types.Basic); basic && !ok {
		switch b.Kind() {
		case types.Uint8:
			most, ok = linear{c: 1<<8 - 1}, true
		case types.Uint16:
			most, ok = linear{c: 1<<16 - 1}, true
		}
	}
	return ok && l.fn.facts.proves(most.t, n.at.t, n.at.c-1-most.c)
}
