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
	l.closure(l.typeText(x.Pos(), sig), func() {
		l.w("func(", strings.Join(params, ", "), ")", l.resultsText(x.Pos(), sig), " { ", returns(sig), args[0], ".", x.Sel.Name, "(", strings.Join(args[1:], ", "), ") }")
	})
}

// methodValue writes x.M, which is not called, as a func literal that holds the
// receiver: the interpreter would look at x when the value is called.
func (l *lowering) methodValue(x *ast.SelectorExpr) {
	if l.recoverers[x.Sel.Name] {
		l.refuse(x.Sel.Pos(), refuseRecover, "in the method "+x.Sel.Name+" when it is a value")
	}
	sig := l.typeOf(x).(*types.Signature)
	recv, text := l.receiver(x)
	params, args := l.forward(x.Pos(), sig)
	holder := l.fresh("m")
	l.w("func(", holder, " ", l.typeText(x.Pos(), recv), ") func", l.signatureText(x.Pos(), sig), " { return func(", strings.Join(params, ", "), ")",
		l.resultsText(x.Pos(), sig), " { ", returns(sig), holder, ".", x.Sel.Name, "(", strings.Join(args, ", "), ") } }(", text, ")")
}

// receiver returns the type and the source of what the method that x selects is
// called on: of a type that declares the method, or of a pointer to it.
func (l *lowering) receiver(x *ast.SelectorExpr) (types.Type, string) {
	s := l.k.info.Selections[x]
	t, text := l.typeOf(x.X), l.text(func() { l.expr(x.X) })
	for _, i := range s.Index()[:len(s.Index())-1] {
		u := t.Underlying()
		if p, ok := u.(*types.Pointer); ok {
			u = p.Elem().Underlying()
		}
		f := u.(*types.Struct).Field(i)
		t, text = f.Type(), text+"."+f.Name()
	}
	addressed := isPointer(s.Obj().(*types.Func).Signature().Recv().Type())
	p, ok := t.Underlying().(*types.Pointer)
	typ := l.typeText(x.Pos(), t)
	switch {
	case types.IsInterface(t):
		return t, "func(_m " + typ + ") " + typ + " { if _m == nil { " + l.helper("NilDereference") + "() }; return _m }(" + text + ")"
	case ok && !addressed:
		elem := l.typeText(x.Pos(), p.Elem())
		return p.Elem(), "func(_m " + typ + ") " + elem + " { if _m == nil { " + l.helper("NilDereference") + "() }; return *_m }(" + text + ")"
	case !ok && addressed:
		return types.NewPointer(t), "&" + text
	}
	return t, text
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
