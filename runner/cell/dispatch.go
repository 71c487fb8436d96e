package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// The methods of cells' types become functions with the receiver as their first
// parameter, so that every call says which one it means: the interpreter finds
// neither all promoted methods nor the right one of two types that are made
// alike. A call on an interface that cells declare asks the box in it for the
// method's function.

// invocation is a method with what it is called on.
type invocation struct {
	fn     string // the function that takes recv first; "" for a compiled method
	method string
	recv   string     // source
	t      types.Type // of recv
	behind bool       // recv is a pointer to the value that the method wants
}

// invocation returns the method that recv.name is, where recv is the source of an
// expression of type t.
func (l *lowering) invocation(pos token.Pos, recv string, t types.Type, pkg *types.Package, name string) invocation {
	t = l.subst(t)
	obj, index, _ := types.LookupFieldOrMethod(t, true, pkg, name)
	m := obj.(*types.Func)
	wantsPointer := false
	if r := m.Signature().Recv(); r != nil {
		wantsPointer = isPointer(r.Type())
	}
	for _, i := range index[:len(index)-1] {
		s := structOf(t)
		f := s.Field(i)
		if !f.Exported() && !isMain(f) { // reflection calls nothing by way of that, but knows what it promotes
			wantsPointer = types.NewMethodSet(t).Lookup(pkg, name) == nil
			break
		}
		recv, t = recv+"."+fieldName(s, i), l.subst(f.Type())
	}
	if types.IsInterface(t) {
		if l.asAny(t) {
			return invocation{fn: l.dispatcher(pos, m), method: name, recv: recv, t: t}
		}
		return invocation{method: name, recv: recv, t: t}
	}
	base := types.Unalias(t)
	if p, ok := base.(*types.Pointer); ok {
		base = types.Unalias(p.Elem())
	}
	named := base.(*types.Named)
	v := invocation{method: name, recv: recv, t: t}
	if isMain(named.Obj()) || l.stdType(named) != nil {
		v.fn = l.methodFunc(l.typeText(pos, named), name)
	} else if pkg := named.Obj().Pkg(); pkg != nil {
		if helper := replacedMethods[pkg.Path()+"."+named.Obj().Name()+"."+name]; helper != "" {
			v.fn = l.helper(helper)
		}
	}
	switch {
	case wantsPointer && !isPointer(t) && strings.HasPrefix(recv, "(*"):
		v.recv, v.t = strings.TrimSuffix(strings.TrimPrefix(recv, "(*"), ")"), types.NewPointer(t)
	case wantsPointer && !isPointer(t):
		v.recv, v.t = "&"+recv, types.NewPointer(t)
	case !wantsPointer && isPointer(t):
		v.behind = true
	}
	return v
}

// invoke returns the source of a call of v.
func (l *lowering) invoke(pos token.Pos, v invocation, args []string) string {
	callee, first := l.calleeOf(pos, v)
	return callee + "(" + strings.Join(append(first, args...), ", ") + ")"
}

// calleeOf returns what a call of v calls, and its first argument when that is the
// receiver.
func (l *lowering) calleeOf(pos token.Pos, v invocation) (callee string, first []string) {
	switch {
	case v.fn == "" && strings.HasPrefix(v.recv, "&"):
		return "(" + v.recv + ")." + v.method, nil
	case v.fn == "":
		return v.recv + "." + v.method, nil
	case v.behind:
		return l.behind(pos, v), []string{v.recv}
	}
	return v.fn, []string{v.recv}
}

// behind returns the name of the function that calls a method of values on what a
// pointer points to, and sees to it that it is written: a nil one panics before
// the method is called.
func (l *lowering) behind(pos token.Pos, v invocation) string {
	key := "*" + v.fn
	if name := l.methodFuncs[key]; name != "" {
		return name
	}
	name := v.fn + "_p"
	l.methodFuncs[key] = name
	obj, _, _ := types.LookupFieldOrMethod(v.t, true, receiverPackage(v.t), v.method)
	sig := l.subst(obj.Type()).(*types.Signature)
	params, args := l.forward(pos, sig)
	recv := l.fresh("p")
	params = append([]string{recv + " " + l.typeText(pos, v.t)}, params...)
	l.globals.w("func ", name, "(", strings.Join(params, ", "), ")", l.resultsText(pos, sig), " {\nif ", recv, " == nil {\n", l.helper("NilDereference"), "()\n}\n",
		returns(sig), v.fn, "(", strings.Join(append([]string{"*" + recv}, args...), ", "), ")\n}\n")
	return name
}

// receiverPackage returns the package that declares the type that t points to.
func receiverPackage(t types.Type) *types.Package {
	return types.Unalias(t.Underlying().(*types.Pointer).Elem()).(*types.Named).Obj().Pkg()
}

// boundReceiver returns the source and type of the receiver of v as a value of its own:
// what is nil and must not be panics now.
func (l *lowering) boundReceiver(pos token.Pos, v invocation) (string, types.Type) {
	text := l.typeText(pos, v.t)
	switch {
	case types.IsInterface(v.t):
		return "func(_m " + text + ") " + text + " { " + l.helper("NonNil") + "(_m); return _m }(" + v.recv + ")", v.t
	case v.behind:
		elem := v.t.Underlying().(*types.Pointer).Elem()
		return "func(_m " + text + ") " + l.typeText(pos, elem) + " { if _m == nil { " + l.helper("NilDereference") + "() }; return *_m }(" + v.recv + ")", elem
	}
	return v.recv, v.t
}

// structOf returns the struct that t is or points to.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.Underlying().(*types.Struct)
}

// methodFunc returns the name of the function that a method of the type becomes.
func (l *lowering) methodFunc(typ, method string) string {
	key := typ + "." + method
	if l.methodFuncs[key] == "" {
		l.methodFuncs[key] = l.fresh("m") + "_" + method
	}
	return l.methodFuncs[key]
}

// dispatcher returns the name of the function that calls a method of what an
// interface of the cells holds, and sees to it that it is written.
func (l *lowering) dispatcher(pos token.Pos, m *types.Func) string {
	sig := l.subst(m.Signature()).(*types.Signature)
	key := m.Name() + l.identity(sig)
	if name := l.dispatchers[key]; name != "" {
		return name
	}
	name := l.fresh("d") + "_" + m.Name()
	l.dispatchers[key] = name
	params, args := l.forward(pos, sig)
	types := []string{"interface{}"}
	for v := range sig.Params().Variables() {
		types = append(types, l.typeText(pos, v.Type()))
	}
	for i := range args { // what calls the method takes the last as a slice
		args[i] = strings.TrimSuffix(args[i], "...")
	}
	l.globals.w("func ", name, "(", strings.Join(append([]string{"_x interface{}"}, params...), ", "), ")", l.resultsText(pos, sig),
		" {\n_f, _v := ", l.helper("Method"), "(_x, ", quote(m.Name()), ")\n", returns(sig),
		"_f.(func(", strings.Join(types, ", "), ")", l.resultsText(pos, sig), ")(", strings.Join(append([]string{"_v"}, args...), ", "), ")\n}\n")
	return name
}

// selected returns the method that sel selects of a value.
func (l *lowering) selected(sel *ast.SelectorExpr) invocation {
	recv := l.text(func() { l.expr(sel.X) })
	switch ast.Unparen(sel.X).(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.CallExpr:
	default:
		if !strings.HasPrefix(recv, "(") {
			recv = "(" + recv + ")"
		}
	}
	return l.invocation(sel.Pos(), recv, l.typeOf(sel.X), l.k.info.Uses[sel.Sel].Pkg(), sel.Sel.Name)
}

// methodExpr writes T.M as a func literal.
func (l *lowering) methodExpr(x *ast.SelectorExpr) {
	sig := l.typeOf(x).(*types.Signature)
	params, args := l.forward(x.Pos(), sig)
	v := l.invocation(x.Pos(), args[0], sig.Params().At(0).Type(), l.k.info.Uses[x.Sel].Pkg(), x.Sel.Name)
	check := l.checkBehind(v, sig.Params().At(0).Type())
	l.function(sig, func() {
		l.closure(l.rawFunc(x.Pos(), sig), func() {
			l.w("func(", strings.Join(params, ", "), ")", l.resultsText(x.Pos(), sig), " { ", check, returns(sig), l.invoke(x.Pos(), v, args[1:]), " }")
		})
	})
}

// methodValue writes x.M, which is not called, as a func literal that holds the
// receiver: the interpreter would look at x when the value is called.
func (l *lowering) methodValue(x *ast.SelectorExpr) {
	if l.recoverers[x.Sel.Name] {
		l.refuse(x.Sel.Pos(), refuseRecover, "in the method "+x.Sel.Name+" when it is a value")
	}
	sig := l.typeOf(x).(*types.Signature)
	v := l.selected(x)
	text, t := l.boundReceiver(x.Pos(), v)
	v.recv, v.behind = l.fresh("m"), false
	params, args := l.forward(x.Pos(), sig)
	l.function(sig, func() {
		l.w("func(", v.recv, " ", l.typeText(x.Pos(), t), ") ", l.rawFunc(x.Pos(), sig), " { return func(", strings.Join(params, ", "), ")",
			l.resultsText(x.Pos(), sig), " { ", returns(sig), l.invoke(x.Pos(), v, args), " } }(", text, ")")
	})
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
