package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// methodExpr writes T.M as a func literal: the interpreter gives it a wrong type.
func (l *lowering) methodExpr(x *ast.SelectorExpr) {
	sig := l.typeOf(x).(*types.Signature)
	params, args := l.forward(x.Pos(), sig)
	l.w("(func(", strings.Join(params, ", "), ")", l.resultsText(x.Pos(), sig), " { ", returns(sig), args[0], ".", x.Sel.Name, "(", strings.Join(args[1:], ", "), ") })")
}

// methodValue writes x.M, which is not called, as a func literal that holds x:
// the interpreter would look at x when the value is called.
func (l *lowering) methodValue(x *ast.SelectorExpr) {
	sig := l.typeOf(x).(*types.Signature)
	recv := l.typeOf(x.X)
	s := l.k.info.Selections[x]
	addressed := isPointer(s.Obj().(*types.Func).Signature().Recv().Type()) && !isPointer(recv) && !types.IsInterface(recv)
	if addressed {
		recv = types.NewPointer(recv)
	}
	params, args := l.forward(x.Pos(), sig)
	holder := l.fresh("m")
	l.w("func(", holder, " ", l.typeText(x.Pos(), recv), ") func", l.signatureText(x.Pos(), sig), " { return func(", strings.Join(params, ", "), ")",
		l.resultsText(x.Pos(), sig), " { ", returns(sig), holder, ".", x.Sel.Name, "(", strings.Join(args, ", "), ") } }(")
	if addressed {
		l.w("&")
	}
	l.expr(x.X)
	l.w(")")
}

// returns is what stands before a call whose results a function passes on.
func returns(sig *types.Signature) string {
	if sig.Results().Len() > 0 {
		return "return "
	}
	return ""
}

// forward returns parameters for sig and the arguments that pass them on.
func (l *lowering) forward(pos token.Pos, sig *types.Signature) (params, args []string) {
	for i, text := range l.parameterTexts(pos, sig) {
		name := l.fresh("a")
		params = append(params, name+" "+text)
		if sig.Variadic() && i == sig.Params().Len()-1 {
			name += "..."
		}
		args = append(args, name)
	}
	return params, args
}
