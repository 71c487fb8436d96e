package cell

import (
	"fmt"
	"go/ast"
	"go/types"
)

// expr writes an expression. Constants become literals and types are written
// out, wherever they stand.
func (l *lowering) expr(x ast.Expr) {
	tv := l.k.info.Types[x]
	switch {
	case tv.Value != nil:
		l.w(l.constant(x.Pos(), tv.Value, tv.Type))
		return
	case tv.IsType():
		l.w(l.typeText(x.Pos(), tv.Type))
		return
	case tv.IsNil():
		l.w("nil")
		return
	}
	if l.declaredFunc(x) {
		// The interpreter's own value of a declared function is none that can be stored.
		t := l.typeOf(x)
		l.function(t, func() { l.anew(l.rawFunc(x.Pos(), t.Underlying().(*types.Signature)), func() { l.funcName(x) }) })
		return
	}
	if l.fn != nil && l.fn.guards != nil {
		if _, first := l.fn.guards.first[x]; first {
			l.w(l.callFirst(x))
			return
		}
	}
	switch x := x.(type) {
	case *ast.Ident:
		l.ident(x)
	case *ast.ParenExpr:
		l.paren(ast.Unparen(x))
	case *ast.SelectorExpr:
		l.selector(x)
	case *ast.IndexExpr:
		l.index(x)
	case *ast.IndexListExpr:
		l.genericValue(x.X)
	case *ast.SliceExpr:
		l.slice(x)
	case *ast.StarExpr:
		p := l.named(x.X)
		l.check([]comparison{{p, "==", "nil"}}, l.helper("NilDereference")+"()")
		l.w("*", p)
	case *ast.UnaryExpr:
		l.unary(x)
	case *ast.BinaryExpr:
		l.binary(x)
	case *ast.CallExpr:
		l.call(x)
	case *ast.CompositeLit:
		l.composite(x, l.typeOf(x))
	case *ast.FuncLit:
		t := l.typeOf(x)
		l.function(t, func() { l.closure(l.rawFunc(x.Pos(), t.Underlying().(*types.Signature)), func() { l.literal(x) }) })
	case *ast.TypeAssertExpr:
		l.assertion(x, false)
	default:
		panic(fmt.Sprintf("cell: %T is no expression", x))
	}
}

// closure writes a func literal of this type, which write writes, as a value. When
// a literal returns, the interpreter sets the place where its value was made back
// to what was there, though the goroutine whose place it is may be about to use
// the next value made there. So each is made in a call of its own; a literal that
// is called where it stands would keep nothing of the variables around it.
func (l *lowering) closure(typ string, write func()) {
	l.w("func(_w func() ", typ, ") ", typ, " { return _w() }(func() ", typ, " { return ")
	write()
	l.w(" })")
}

// literal writes a func literal as it stands.
func (l *lowering) literal(x *ast.FuncLit) {
	l.at(x.Pos())
	l.w("func")
	l.funcBody(x.Type, l.typeOf(x).(*types.Signature), x.Body)
}

// paren writes an expression that stands in parentheses, with them where they
// matter: the interpreter goes wrong with those around an operand.
func (l *lowering) paren(x ast.Expr) {
	switch x.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr, *ast.StarExpr, *ast.CompositeLit, *ast.FuncLit:
		l.w("(")
		l.expr(x)
		l.w(")")
	default:
		l.expr(x)
	}
}
