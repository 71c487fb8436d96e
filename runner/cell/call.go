package cell

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
)

// call writes a call, a conversion or the use of a builtin.
func (l *lowering) call(x *ast.CallExpr) {
	fun := ast.Unparen(x.Fun)
	tv := l.k.info.Types[fun]
	switch {
	case tv.IsType():
		l.conversion(x, l.subst(tv.Type))
	case tv.IsBuiltin():
		l.builtin(x, fun)
	case l.errorsAs(x):
	case l.spread(x, fun):
	default:
		if lit, ok := fun.(*ast.FuncLit); ok {
			l.literal(lit)
		} else {
			l.callee(fun)
		}
		l.w("(")
		l.arguments(x, l.signature(fun))
		l.w(")")
	}
}

func (l *lowering) signature(fun ast.Expr) *types.Signature {
	return l.typeOf(fun).Underlying().(*types.Signature)
}

// callee writes what is called: a method is written as such, not as a value.
func (l *lowering) callee(fun ast.Expr) {
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s := l.k.info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
			l.expr(sel.X)
			l.at(sel.Sel.Pos())
			l.w(".", sel.Sel.Name)
			return
		}
	}
	if l.declaredFunc(fun) {
		l.funcName(fun)
		return
	}
	l.expr(fun)
}

// arguments writes the arguments of a call to a function of this signature.
func (l *lowering) arguments(x *ast.CallExpr, sig *types.Signature) {
	if len(x.Args) == 1 {
		if tuple, ok := l.typeOf(x.Args[0]).(*types.Tuple); ok {
			for i := range tuple.Len() {
				l.crossing(x.Pos(), tuple.At(i).Type(), parameter(sig, i))
			}
			l.expr(x.Args[0])
			return
		}
	}
	l.checkReflection(x, sig)
	for i, a := range x.Args {
		if i > 0 {
			l.w(", ")
		}
		l.argument(x, sig, i, a)
	}
}

// spread writes f(g()) where a result of g goes into a box on the way: a literal
// takes the results and passes them on.
func (l *lowering) spread(x *ast.CallExpr, fun ast.Expr) bool {
	if len(x.Args) != 1 {
		return false
	}
	tuple, ok := l.typeOf(x.Args[0]).(*types.Tuple)
	if !ok {
		return false
	}
	sig := l.signature(fun)
	var params, args []string
	boxes := false
	for i := range tuple.Len() {
		name, have, want := l.fresh("a"), tuple.At(i).Type(), l.subst(parameter(sig, i))
		params = append(params, name+" "+l.typeText(x.Pos(), have))
		if types.IsInterface(want) && !types.IsInterface(have) && l.boxed(have) && l.boxing(want) {
			name, boxes = l.boxText(x.Pos(), have, name, want), true
		}
		args = append(args, name)
	}
	if !boxes {
		return false
	}
	l.w("func(", strings.Join(params, ", "), ")", l.resultsText(x.Pos(), sig), " { ", returns(sig))
	l.callee(fun)
	l.w("(", strings.Join(args, ", "), ") }(")
	l.expr(x.Args[0])
	l.w(")")
	return true
}

// argument writes the i-th argument of a call.
func (l *lowering) argument(x *ast.CallExpr, sig *types.Signature, i int, a ast.Expr) {
	switch {
	case l.takesRaw(x):
		l.expr(a)
	case x.Ellipsis.IsValid() && i == sig.Params().Len()-1:
		l.value(a, sig.Params().At(i).Type())
		l.w("...")
	default:
		l.value(a, parameter(sig, i))
	}
}

// parameter returns the type of the i-th argument that sig wants.
func parameter(sig *types.Signature, i int) types.Type {
	last := sig.Params().Len() - 1
	if sig.Variadic() && i >= last {
		if s, ok := sig.Params().At(last).Type().(*types.Slice); ok {
			return s.Elem()
		}
	}
	return sig.Params().At(i).Type()
}

// compiledCallee returns the function or method of a compiled package that x
// calls, nil for another.
func (l *lowering) compiledCallee(x *ast.CallExpr) *types.Func {
	var id *ast.Ident
	switch f := ast.Unparen(x.Fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	}
	f, _ := l.k.info.Uses[id].(*types.Func)
	if f == nil || f.Pkg() == nil || isMain(f) {
		return nil
	}
	return f
}

// takesRaw reports whether the callee looks only at how a value is made, so that
// it is given without a box.
func (l *lowering) takesRaw(x *ast.CallExpr) bool {
	f := l.compiledCallee(x)
	if f == nil {
		return false
	}
	switch f.Pkg().Path() {
	case "sort":
		return strings.HasPrefix(f.Name(), "Slice")
	case "fmt":
		return strings.Contains(f.Name(), "can") // Sscan and its kin write through pointers
	}
	return false
}

// keepers are packages whose functions keep, print or compare the values that
// they are given as any, and do nothing else with them.
var keepers = []string{"container/heap", "container/list", "container/ring", "context", "errors", "fmt", "log", "nbrun/runner/nb", "sort", "sync", "sync/atomic"}

// checkReflection refuses to give values of cells' types to compiled functions
// that look into what they are given as any, and formats that show a type.
func (l *lowering) checkReflection(x *ast.CallExpr, sig *types.Signature) {
	f := l.compiledCallee(x)
	if f == nil {
		return
	}
	given := false
	for i, a := range x.Args {
		have, want := l.typeOf(a), l.subst(parameter(sig, i))
		if !methodless(want) || !l.boxed(have) {
			continue
		}
		given = true
		if !slices.Contains(keepers, f.Pkg().Path()) {
			l.refuse(a.Pos(), refuseReflection, displayType(have), f.Pkg().Name()+"."+f.Name())
		}
	}
	if given && strings.HasSuffix(f.Name(), "f") && (f.Pkg().Path() == "fmt" || f.Pkg().Path() == "log") {
		l.checkFormat(x)
	}
}

// checkFormat refuses verbs that print the name of a type.
func (l *lowering) checkFormat(x *ast.CallExpr) {
	for _, a := range x.Args {
		v := l.k.info.Types[a].Value
		if v == nil || v.Kind() != constant.String {
			continue
		}
		for _, verb := range []string{"%T", "%#v"} {
			if strings.Contains(constant.StringVal(v), verb) {
				l.refuse(a.Pos(), refuseVerb, verb)
			}
		}
		return
	}
}

// conversion writes T(x).
func (l *lowering) conversion(x *ast.CallExpr, t types.Type) {
	text := l.typeText(x.Pos(), t)
	if strings.ContainsAny(text[:1], "*<") || strings.HasPrefix(text, "func") || strings.HasPrefix(text, "chan") {
		text = "(" + text + ")"
	}
	l.w(text, "(")
	l.value(x.Args[0], t)
	l.w(")")
}

// errorsAs writes a call of errors.As whose target is of a cells' type.
func (l *lowering) errorsAs(x *ast.CallExpr) bool {
	f := l.compiledCallee(x)
	if f == nil || f.Pkg().Path() != "errors" || f.Name() != "As" || len(x.Args) != 2 {
		return false
	}
	p, ok := l.typeOf(x.Args[1]).Underlying().(*types.Pointer)
	if !ok || !l.boxed(p.Elem()) {
		return false
	}
	if types.IsInterface(p.Elem()) {
		l.refuse(x.Args[1].Pos(), refuseAssertion, "error", displayType(p.Elem()))
		return true
	}
	text := l.typeText(x.Pos(), p.Elem())
	l.w("func(_e error, _p *", text, ") bool { _v, _ok := ", l.helper("ErrorsAs"), "(_e, ", l.boxType(x.Pos(), p.Elem()), "); if _ok { *_p = _v.(", text, ") }; return _ok }(")
	l.value(x.Args[0], types.Universe.Lookup("error").Type())
	l.w(", ")
	l.expr(x.Args[1])
	l.w(")")
	return true
}
