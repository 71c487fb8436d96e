package cell

import (
	"go/ast"
	"go/types"
)

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

// declaredFunc reports whether x is the name of a function that is declared in a
// cell, with type arguments or without.
func (l *lowering) declaredFunc(x ast.Expr) bool {
	switch e := x.(type) {
	case *ast.IndexExpr:
		x = ast.Unparen(e.X)
	case *ast.IndexListExpr:
		x = ast.Unparen(e.X)
	}
	switch e := x.(type) {
	case *ast.Ident:
		f, ok := l.k.info.Uses[e].(*types.Func)
		_, instance := l.k.info.Instances[e]
		return ok && (isMain(f) || instance)
	case *ast.SelectorExpr: // of a compiled package: its source is lowered like a cell's
		_, instance := l.k.info.Instances[e.Sel]
		return instance
	}
	return false
}

// funcName writes such a name.
func (l *lowering) funcName(x ast.Expr) {
	switch x := x.(type) {
	case *ast.Ident:
		l.ident(x)
	case *ast.IndexExpr:
		l.genericValue(x.X)
	case *ast.IndexListExpr:
		l.genericValue(x.X)
	case *ast.SelectorExpr:
		l.selector(x)
	}
}
