package cell

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"
)

// conversion writes T(x).
func (l *lowering) conversion(x *ast.CallExpr, t types.Type) {
	if s, ok := l.typeOf(x.Args[0]).Underlying().(*types.Slice); ok && l.sliceToArray(x, s, t) {
		return
	}
	l.checkUnsafe(x, l.typeOf(x.Args[0]), t)
	if l.opaque(t) && !l.k.info.Types[x.Args[0]].IsNil() {
		l.expr(x.Args[0])
		return
	}
	text := l.typeText(x.Pos(), t)
	if strings.ContainsAny(text[:1], "*<") || strings.HasPrefix(text, "func") || strings.HasPrefix(text, "chan") {
		text = "(" + text + ")"
	}
	l.w(text, "(")
	l.value(x.Args[0], t)
	l.w(")")
}

// sliceToArray writes the conversion of a slice to an array or a pointer to one.
func (l *lowering) sliceToArray(x *ast.CallExpr, s *types.Slice, t types.Type) bool {
	u, done := t.Underlying(), "var _a "+l.typeText(x.Pos(), t)+"; copy(_a[:], _s); return _a"
	if p, ok := u.(*types.Pointer); ok {
		u, done = p.Elem().Underlying(), "return ("+l.typeText(x.Pos(), t)+")(_s)"
	}
	a, ok := u.(*types.Array)
	if !ok {
		return false
	}
	n := strconv.FormatInt(a.Len(), 10)
	l.w("func(_s ", l.typeText(x.Pos(), l.typeOf(x.Args[0])), ") ", l.typeText(x.Pos(), t),
		" { if len(_s) < ", n, " { panic(", l.helper("TooShort"), "(len(_s), ", n, ")) }; ", done, " }(")
	l.expr(x.Args[0])
	l.w(")")
	return true
}
