package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

func (l *lowering) binary(x *ast.BinaryExpr) {
	a, b := l.typeOf(x.X), l.typeOf(x.Y)
	if x.Op == token.SHL || x.Op == token.SHR {
		l.shift(x)
		return
	}
	if l.comparesInterfaces(x) {
		if x.Op == token.NEQ {
			l.w("!")
		}
		l.w(l.helper("Equal"), "(")
		l.value(x.X, emptyInterface)
		l.w(", ")
		l.value(x.Y, emptyInterface)
		l.w(")")
		return
	}
	if x.Op == token.LAND || x.Op == token.LOR {
		l.first(x.X)
		l.w(" ", x.Op.String(), " ")
		l.sometimes([]ast.Expr{x.Y}, func() { l.expr(x.Y) })
		return
	}
	l.operand(x.X, a, b)
	l.w(" ", x.Op.String(), " ")
	l.operand(x.Y, b, a)
}

// first writes the first operand of && or ||. The interpreter begins one too late
// that has a literal or a conversion in it, and finds something else in its place.
func (l *lowering) first(x ast.Expr) {
	if !l.beginsLate(x) {
		l.expr(x)
		return
	}
	l.anew(l.typeText(x.Pos(), l.typeOf(x)), func() { l.expr(x) })
}

// beginsLate reports whether there is a literal, or a conversion to a type that is
// not basic, in x but outside of the arguments of calls.
func (l *lowering) beginsLate(x ast.Expr) bool {
	late := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CompositeLit:
			late = true
		case *ast.CallExpr:
			tv := l.k.info.Types[n.Fun]
			if !tv.IsType() {
				late = late || l.beginsLate(n.Fun)
				return false
			}
			_, basic := tv.Type.Underlying().(*types.Basic)
			late = late || !basic
		}
		return !late
	})
	return late
}

// operand writes an operand of type t. One whose type has no name is converted to
// that of the other, with which the interpreter would not compare it.
func (l *lowering) operand(x ast.Expr, t, other types.Type) {
	if n, ok := types.Unalias(other).(*types.Named); ok && !types.Identical(t, other) && !isNil(t) && l.k.info.Types[x].Value == nil {
		if _, named := types.Unalias(t).(*types.Named); !named {
			l.w("(", l.typeText(x.Pos(), n), ")(")
			defer l.w(")")
		}
	}
	if l.directed(other, t) {
		l.w("(", l.typeText(x.Pos(), other), ")(")
		defer l.w(")")
	}
	l.expr(x)
}

// directed reports whether to is a channel of one direction, with which from, one of
// both, is to be compared.
func (l *lowering) directed(to, from types.Type) bool {
	c, ok := to.Underlying().(*types.Chan)
	f, isChan := from.Underlying().(*types.Chan)
	return ok && isChan && c.Dir() != types.SendRecv && f.Dir() == types.SendRecv
}

// comparesInterfaces reports whether x is == or != of an interface and something
// that is not nil.
func (l *lowering) comparesInterfaces(x *ast.BinaryExpr) bool {
	a, b := l.typeOf(x.X), l.typeOf(x.Y)
	return (x.Op == token.EQL || x.Op == token.NEQ) && (types.IsInterface(a) || types.IsInterface(b)) && !isNil(a) && !isNil(b)
}
