package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// generic is a function or method with type parameters, as it was declared. It is
// written once for each list of type arguments: the interpreter infers none, and
// has trouble with those that it is told.
type generic struct {
	decl *ast.FuncDecl
	k    *checked
}

// genericValue writes the instance of a generic function with the name x.
func (l *lowering) genericValue(x ast.Expr) {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		obj := l.k.info.Uses[x]
		if !isMain(obj) {
			l.compiledInstance(x, obj)
			return
		}
		l.w(l.instanceFunc(x.Pos(), l.canonical(obj).(*types.Func), l.k.info.Instances[x].TypeArgs))
	case *ast.SelectorExpr:
		l.compiledInstance(x.Sel, l.k.info.Uses[x.Sel])
	default:
		panic("cell: the instance of a generic function without a name")
	}
}

// compiledInstance writes the instance of a generic function of a compiled
// package. There is no value of it, but for many there is source.
func (l *lowering) compiledInstance(id *ast.Ident, obj types.Object) {
	f, ok := l.stdObject(obj).(*types.Func)
	if !ok || l.k.info.Instances[id].TypeArgs.Len() != f.Signature().TypeParams().Len() {
		if slices.Contains(introspective[obj.Pkg().Path()], obj.Name()) {
			return // it is refused for that
		}
		l.refuse(id.Pos(), refuseGeneric, obj.Pkg().Name()+"."+obj.Name())
		return
	}
	l.w(l.instanceFunc(id.Pos(), f, l.k.info.Instances[id].TypeArgs))
}

// instanceKey returns the type arguments of an instance, and a key for it.
func (l *lowering) instanceKey(obj types.Object, list *types.TypeList) ([]types.Type, string) {
	var args []types.Type
	var texts []string
	for a := range list.Types() {
		a = l.subst(a)
		args = append(args, a)
		texts = append(texts, l.identity(a))
	}
	return args, l.declareGlobal(obj) + "[" + strings.Join(texts, ",") + "]"
}

// instanceFunc returns the name of an instance of a function, and sees to it that
// it is written.
func (l *lowering) instanceFunc(pos token.Pos, f *types.Func, list *types.TypeList) string {
	args, key := l.instanceKey(f, list)
	if name := l.instances[key]; name != "" {
		return name
	}
	name := l.fresh("g") + "_" + f.Name()
	l.instances[key] = name
	g, sig := l.generics[f], f.Signature()
	l.afterwards(pos, g.k, sig.TypeParams(), args, func() {
		l.writeFunc(g.decl, l.ofArguments(sig), name, "")
	})
	return name
}

// instanceType returns the name of an instance of a type, and sees to it that it
// and its methods are written.
func (l *lowering) instanceType(pos token.Pos, t *types.Named) string {
	args, key := l.instanceKey(t.Origin().Obj(), t.TypeArgs())
	if name := l.instances[key]; name != "" {
		return name
	}
	name := l.fresh("g") + "_" + t.Obj().Name()
	l.instances[key] = name
	underlying := t.Underlying()
	l.afterwards(pos, l.k, nil, nil, func() { l.types.w("type ", name, " ", l.typeText(pos, underlying), "\n") })
	for _, g := range l.methods[t.Origin().Obj()] {
		m := g.k.info.Defs[g.decl.Name].(*types.Func)
		sig := m.Signature()
		recv := name
		if isPointer(sig.Recv().Type()) {
			recv = "*" + name
		}
		l.afterwards(pos, g.k, sig.RecvTypeParams(), args, func() {
			l.writeFunc(g.decl, l.ofArguments(sig), l.methodFunc(name, m.Name()), recv)
		})
	}
	return name
}

// ofArguments returns sig with type arguments for its parameters.
func (l *lowering) ofArguments(sig *types.Signature) *types.Signature {
	return types.NewSignatureType(nil, nil, nil, l.substTuple(sig.Params()), l.substTuple(sig.Results()), sig.Variadic())
}

// afterwards has write called when what is being written is done, in the place of k
// and with these type arguments for the parameters.
func (l *lowering) afterwards(pos token.Pos, k *checked, params *types.TypeParamList, args []types.Type, write func()) {
	targs := make(map[*types.TypeParam]types.Type)
	for i := range args {
		targs[params.At(i)] = args[i]
	}
	at := l.site
	if at == nil && k.std {
		at = &site{l.k.source, pos}
	}
	l.pending = append(l.pending, func() {
		saved, fn, outer, place := l.k, l.fn, l.targs, l.site
		l.k, l.fn, l.targs, l.site = k, nil, targs, at
		write()
		l.k, l.fn, l.targs, l.site = saved, fn, outer, place
	})
}
