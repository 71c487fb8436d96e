package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// unary writes an operation on one operand.
func (l *lowering) unary(x *ast.UnaryExpr) {
	if x.Op == token.ARROW {
		// A received value that is assigned makes the interpreter's variable one
		// that cannot be assigned again.
		l.anew(l.typeText(x.Pos(), l.typeOf(x)), func() { l.receive(x) })
		return
	}
	if _, lit := ast.Unparen(x.X).(*ast.CompositeLit); lit && l.fn != nil && l.fn.head {
		l.fn.head = false
		l.anew(l.typeText(x.Pos(), l.typeOf(x)), func() { l.expr(x) })
		l.fn.head = true
		return
	}
	if v := l.compiledVar(x.X); v != nil && x.Op == token.AND {
		l.w("&", l.pkg(v.Pkg().Path()), ".", v.Name())
		return
	}
	if x.Op == token.SUB && l.negate(x) {
		return
	}
	l.w(x.Op.String())
	if x.Op == token.AND {
		l.expr(l.dereferenced(x.X))
	} else {
		l.paren(ast.Unparen(x.X)) // - -x is not --x
	}
}

// receive writes <-x as it stands.
func (l *lowering) receive(x *ast.UnaryExpr) {
	l.w("<-")
	l.expr(x.X)
}

// dereferenced returns the operand x of & with * where it indexes what a pointer to
// an array points to: the interpreter needs to be told.
func (l *lowering) dereferenced(x ast.Expr) ast.Expr {
	var copied ast.Expr
	switch e := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		c := *e
		if t := l.typeOf(e.X); isPointer(t) {
			star := &ast.StarExpr{Star: e.Pos(), X: e.X}
			c.X = &ast.ParenExpr{Lparen: e.Pos(), X: star, Rparen: e.X.End()}
			l.k.info.Types[star] = types.TypeAndValue{Type: t.Underlying().(*types.Pointer).Elem()}
			l.k.info.Types[c.X] = l.k.info.Types[star]
		} else {
			c.X = l.dereferenced(e.X)
		}
		copied = &c
	case *ast.SelectorExpr:
		c := *e
		c.X = l.dereferenced(e.X)
		l.k.info.Selections[&c] = l.k.info.Selections[e]
		copied = &c
	default:
		return x
	}
	l.k.info.Types[copied] = l.k.info.Types[x]
	return copied
}

// negate writes -x of a float or complex number; of zero the interpreter makes 0,
// not -0.
func (l *lowering) negate(x *ast.UnaryExpr) bool {
	b, ok := l.typeOf(x).Underlying().(*types.Basic)
	text := l.typeText(x.Pos(), l.typeOf(x))
	switch {
	case ok && b.Info()&types.IsFloat != 0:
		l.w("func(_v ", text, ") ", text, " { return _v * -1 }(")
	case ok && b.Info()&types.IsComplex != 0:
		l.w("func(_v ", text, ") ", text, " { return ", text, "(complex(real(_v) * -1, imag(_v) * -1)) }(")
	default:
		return false
	}
	l.expr(x.X)
	l.w(")")
	return true
}
