package cell

import (
	"go/ast"
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
		callee, first := "", []string(nil)
		if lit, ok := fun.(*ast.FuncLit); ok {
			l.literal(lit)
		} else {
			callee, first = l.callee(fun)
		}
		l.w(callee, "(", strings.Join(first, ", "))
		if len(first) > 0 && len(x.Args) > 0 {
			l.w(", ")
		}
		l.arguments(x, l.signature(fun))
		l.w(")")
	}
}

func (l *lowering) signature(fun ast.Expr) *types.Signature {
	return l.typeOf(fun).Underlying().(*types.Signature)
}

// callee returns the source of what is called and of the receiver that a method's
// function takes first.
func (l *lowering) callee(fun ast.Expr) (source string, first []string) {
	l.at(fun.Pos())
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s := l.k.info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
			return l.calleeOf(sel.Pos(), l.selected(sel))
		}
	}
	if l.declaredFunc(fun) {
		return l.text(func() { l.funcName(fun) }), nil
	}
	if sig := l.signature(fun); sig.Variadic() && l.compiledCalleeOf(fun) == nil {
		if _, ident := fun.(*ast.Ident); !ident {
			// The interpreter packs the arguments for a variable only.
			return l.text(func() { l.anew(l.rawFunc(fun.Pos(), sig), func() { l.w(l.funcValue(fun)) }) }), nil
		}
	}
	return l.funcValue(fun), nil
}

// arguments writes the arguments of a call to a function of this signature.
func (l *lowering) arguments(x *ast.CallExpr, sig *types.Signature) {
	if len(x.Args) == 1 {
		if isTuple(l.typeOf(x.Args[0])) {
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

// spread writes f(g()) where f is called by a receiver of its own, or a result of g
// takes another form on the way: a literal takes the results and passes them on.
func (l *lowering) spread(x *ast.CallExpr, fun ast.Expr) bool {
	if len(x.Args) != 1 {
		return false
	}
	tuple, ok := l.typeOf(x.Args[0]).(*types.Tuple)
	if !ok {
		return false
	}
	sig := l.signature(fun)
	want := func(i int) types.Type { return l.subst(parameter(sig, i)) }
	converts := l.convertsAny(tuple, want)
	if _, lit := fun.(*ast.FuncLit); lit && !converts {
		return false
	}
	callee, first := l.callee(fun)
	if len(first) == 0 && !converts {
		l.w(callee, "(")
		l.expr(x.Args[0])
		l.w(")")
		return true
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok && l.k.info.Selections[sel] != nil && l.active(sel.X) {
		l.refuse(x.Pos(), refuseTuple) // the receiver would be evaluated after the arguments
	}
	var params, args []string
	for i := range tuple.Len() {
		name, have := l.fresh("a"), tuple.At(i).Type()
		params = append(params, name+" "+l.typeText(x.Pos(), have))
		args = append(args, l.convert(x.Pos(), have, name, want(i)))
	}
	l.w("func(", strings.Join(params, ", "), ")", l.resultsText(x.Pos(), sig), " { ", returns(sig),
		callee, "(", strings.Join(append(first, args...), ", "), ") }(")
	l.expr(x.Args[0])
	l.w(")")
	return true
}

// argument writes the i-th argument of a call.
func (l *lowering) argument(x *ast.CallExpr, sig *types.Signature, i int, a ast.Expr) {
	if l.takenApart(x, sig, i, a) {
		f := l.compiledCallee(x)
		l.w(l.helper("Compiled"), "(", quote(f.Pkg().Name()+"."+f.Name()), ", ")
		defer l.w(")")
	}
	switch {
	case l.takesRaw(x):
		l.expr(a)
	case l.startsGoroutine(x):
		if _, ok := l.typeOf(a).Underlying().(*types.Signature); ok {
			l.w(linesVar, ".Guard(", l.created(x.Pos()), ", ")
			defer l.w(")")
		}
		l.value(a, parameter(sig, i))
	case x.Ellipsis.IsValid() && i == sig.Params().Len()-1:
		if t := sig.Params().At(i).Type(); l.k.info.Types[a].IsNil() {
			l.w("(", l.typeText(a.Pos(), t), ")(nil)")
		} else {
			l.value(a, t)
		}
		l.w("...")
	case l.compiledCallee(x) != nil && !l.boxed(l.typeOf(a)) && !types.IsInterface(l.typeOf(a)):
		l.compiledArgument(a)
	default:
		l.value(a, parameter(sig, i))
	}
}

// compiledArgument writes an argument of a compiled function as it is.
func (l *lowering) compiledArgument(a ast.Expr) {
	if _, ok := ast.Unparen(a).(*ast.BinaryExpr); ok && l.k.info.Types[a].Value == nil {
		// The interpreter would compute it as the interface that it becomes.
		l.anew(l.typeText(a.Pos(), l.typeOf(a)), func() { l.expr(a) })
		return
	}
	l.expr(a)
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
	return l.compiledCalleeOf(ast.Unparen(x.Fun))
}

// compiledCalleeOf is compiledCallee of a call of fun.
func (l *lowering) compiledCalleeOf(fun ast.Expr) *types.Func {
	var id *ast.Ident
	switch f := fun.(type) {
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
	return f != nil && f.Pkg().Path() == "sort" && strings.HasPrefix(f.Name(), "Slice")
}

// startsGoroutine reports whether the callee calls its argument on a new goroutine.
func (l *lowering) startsGoroutine(x *ast.CallExpr) bool {
	f := l.compiledCallee(x)
	return f != nil && slices.Contains([]string{"(*sync.WaitGroup).Go", "context.AfterFunc", "time.AfterFunc"}, f.FullName())
}

// errorsAs writes a call of errors.As whose target is of a cells' type.
func (l *lowering) errorsAs(x *ast.CallExpr) bool {
	f := l.compiledCallee(x)
	if f == nil || f.Pkg().Path() != "errors" || f.Name() != "As" || len(x.Args) != 2 {
		return false
	}
	p, ok := l.typeOf(x.Args[1]).Underlying().(*types.Pointer)
	if !ok || !l.own(p.Elem()) {
		return false
	}
	text := l.typeText(x.Pos(), p.Elem())
	value := "_v"
	if !types.IsInterface(p.Elem()) {
		value = l.opened("_v", p.Elem())
	}
	l.w("func(_e error, _p *", text, ") bool { _v, _ok := ", l.helper("ErrorsAs"), "(_e, ", l.describe(x.Pos(), p.Elem()), ", ", l.convert(x.Pos(), p, "_p", emptyInterface), "); if _ok { *_p = ", value, " }; return _ok }(")
	l.value(x.Args[0], types.Universe.Lookup("error").Type())
	l.w(", ")
	l.expr(x.Args[1])
	l.w(")")
	return true
}
