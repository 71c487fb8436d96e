package cell

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// What facts can say of an expression: that it is a term plus a constant, or at most
// that.

// linear is a term plus a constant.
type linear struct {
	t term
	c int64
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
