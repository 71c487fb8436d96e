package cell

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// shift writes a shift.
func (l *lowering) shift(x *ast.BinaryExpr) {
	value := l.capture(func() { // its calls come before those of the count
		if v := l.k.info.Types[x.X].Value; v != nil { // the interpreter divides by what has a type
			l.w(l.typeText(x.Pos(), l.typeOf(x)), "(", constant.ToInt(v).ExactString(), ")")
		} else {
			l.expr(x.X)
		}
	})
	n := l.count(x.Y)
	l.add(value)
	l.w(" ", x.Op.String(), " ", n)
}

// count returns the source of a shift's count, after its check. It may be a
// constant like 1.0.
func (l *lowering) count(x ast.Expr) string {
	if v := l.k.info.Types[x].Value; v != nil {
		return constant.ToInt(v).ExactString()
	}
	n := ""
	if l.safeCount(x) {
		n = l.text(func() { l.expr(x) })
	} else {
		n = l.named(x)
		l.check([]comparison{{n, "<", "0"}}, l.helper("Shift")+"("+n+")")
	}
	switch ast.Unparen(x).(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
		if strings.Contains(n, " ") { // the interpreter would give an operation within the count the type of the value.
			return l.text(func() { l.anew(l.typeText(x.Pos(), l.typeOf(x)), func() { l.w(n) }) })
		}
	}
	return n
}

// safeCount reports whether no check is needed for the count of a shift: the
// interpreter shifts by a negative one.
func (l *lowering) safeCount(x ast.Expr) bool {
	b, ok := l.typeOf(x).Underlying().(*types.Basic)
	return ok && b.Info()&types.IsUnsigned != 0 || l.k.info.Types[x].Value != nil || l.notNegative(x)
}

func isShift(op token.Token) bool {
	return op == token.SHL || op == token.SHR || op == token.SHL_ASSIGN || op == token.SHR_ASSIGN
}
