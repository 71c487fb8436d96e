package cell

import (
	"go/ast"
	"go/types"
)

// A func literal that is deferred recovers by asking the Defers to which it is
// given; every other function that recovers has compiled code look for one.

// panicCall writes panic(x).
func (l *lowering) panicCall(x ast.Expr) {
	l.w("panic(")
	if types.IsInterface(l.typeOf(x)) || l.k.info.Types[x].IsNil() {
		l.w(l.helper("NilPanic"), "(")
		defer l.w(")")
	}
	l.value(x, emptyInterface)
	l.w(")")
}

// recoverCall writes recover().
func (l *lowering) recoverCall(x *ast.CallExpr) {
	switch {
	case l.fn.recoverFrom != "":
		l.w(l.fn.recoverFrom, ".Recover()")
	case l.barrier() != nil:
		l.refuse(x.Pos(), refuseRecover, "in the body of a range over a function")
	default:
		l.w(l.helper("Recover"), "()")
	}
}

// recoverers returns the names of methods that call recover.
func recoverers(lists [][]*source) map[string]bool {
	names := make(map[string]bool)
	each(lists, func(n ast.Node) {
		d, ok := n.(*ast.FuncDecl)
		if !ok || d.Recv == nil || d.Body == nil {
			return
		}
		if finds(d.Body, func(n ast.Node) bool { id, ok := n.(*ast.Ident); return ok && id.Name == "recover" }) {
			names[d.Name.Name] = true
		}
	})
	return names
}
