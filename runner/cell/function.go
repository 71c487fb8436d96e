package cell

import (
	"go/ast"
	"go/types"
	"strings"
)

// typeSpec writes a type that a cell declares. Aliases are written out where they
// are used, generic types for each list of arguments, and constraints not at all.
func (l *lowering) typeSpec(spec *ast.TypeSpec) {
	obj, ok := l.k.info.Defs[spec.Name].(*types.TypeName)
	if !ok || obj.IsAlias() || obj.Name() == "_" || spec.TypeParams != nil {
		return
	}
	if u, ok := obj.Type().Underlying().(*types.Interface); ok && !u.IsMethodSet() {
		return
	}
	if _, ok := obj.Type().Underlying().(*types.Struct); !ok && mentions(obj.Type().Underlying(), func(t types.Type) bool { return types.Identical(t, obj.Type()) }) {
		l.refuse(spec.Pos(), refuseSelf, obj.Name())
	}
	l.types.w("type ", l.declareGlobal(obj), " ", l.typeText(spec.Pos(), obj.Type().Underlying()), "\n")
}

// register notes what must be known of a function before others are written, and
// reports whether it is to be written itself: one with type parameters is when it
// is known for which arguments.
func (l *lowering) register(d *ast.FuncDecl) bool {
	obj, ok := l.k.info.Defs[d.Name].(*types.Func)
	if !ok || d.Name.Name == "_" {
		return false
	}
	sig := obj.Signature()
	switch {
	case sig.TypeParams().Len() > 0:
		l.generics[obj] = generic{d, l.k}
		return false
	case sig.RecvTypeParams().Len() > 0:
		base := receiverType(sig).Origin().Obj()
		l.methods[base] = append(l.methods[base], generic{d, l.k})
		return false
	}
	return true
}

// funcDecl writes a function or method without type parameters.
func (l *lowering) funcDecl(d *ast.FuncDecl) {
	obj := l.k.info.Defs[d.Name].(*types.Func)
	sig := obj.Signature()
	if d.Recv != nil {
		l.writeFunc(d, sig, obj.Name(), l.typeText(d.Recv.Pos(), sig.Recv().Type()))
		return
	}
	l.writeFunc(d, sig, l.declareGlobal(obj), "")
}

// receiverType returns the named type that a method belongs to.
func receiverType(sig *types.Signature) *types.Named {
	t := types.Unalias(sig.Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	return t.(*types.Named)
}

// writeFunc writes a declared function; recv is its receiver's type.
func (l *lowering) writeFunc(d *ast.FuncDecl, sig *types.Signature, name, recv string) {
	l.at(d.Pos())
	l.w("func ")
	if recv != "" {
		r := "_"
		if names := d.Recv.List[0].Names; len(names) > 0 {
			r = l.declared(names[0])
		}
		l.w("(", r, " ", recv, ") ")
	}
	l.w(name)
	l.funcBody(d.Type, sig, d.Body)
	l.w("\n")
}

// enterFunc begins a function; its parent is the one that is being written.
func (l *lowering) enterFunc(sig *types.Signature, body *ast.BlockStmt) {
	fn := &function{body: body, results: sig.Results(), rename: make(map[types.Object]string)}
	if fn.results == nil {
		fn.results = types.NewTuple()
	}
	if l.fn != nil {
		fn.rename = l.fn.rename
	}
	fn.recoverFrom, l.deferring = l.deferring, ""
	l.fn = fn
}

func (l *lowering) leaveFunc(parent *function) { l.fn = parent }

// funcBody writes the parameters, results and body of a function.
func (l *lowering) funcBody(ft *ast.FuncType, sig *types.Signature, body *ast.BlockStmt) {
	parent := l.fn
	l.enterFunc(sig, body)
	defer l.leaveFunc(parent)
	l.rest(l.fields(ft.Params, sig.Params(), sig.Variadic()), ft, sig, body)
}

// rest writes what follows a function's name. The results of one that defers have
// names.
func (l *lowering) rest(params []string, ft *ast.FuncType, sig *types.Signature, body *ast.BlockStmt) {
	results := l.fields(ft.Results, sig.Results(), false)
	var names []string
	deferred, iterated := defers(body), l.iteratesFunc(body)
	for i := range results {
		name, _, named := strings.Cut(results[i], " ")
		if !deferred && !iterated {
			continue
		}
		if !named || ft.Results.List[0].Names == nil || name == "_" {
			name = l.fresh("r")
			results[i] = name + " " + l.typeText(body.Pos(), sig.Results().At(i).Type())
		}
		names = append(names, name)
	}
	l.w("(", strings.Join(params, ", "), ")")
	if len(results) > 0 {
		l.w(" (", strings.Join(results, ", "), ")")
	}
	l.w(" {\n")
	l.fn.resultNames = names
	if deferred {
		l.deferBody(body, names)
	} else {
		l.stmts(body.List)
		l.at(body.Rbrace)
	}
	l.w("}")
}

// fields writes parameters or results with their names.
func (l *lowering) fields(list *ast.FieldList, t *types.Tuple, variadic bool) []string {
	var names []string
	if list != nil {
		for _, f := range list.List {
			for _, id := range f.Names {
				names = append(names, l.declared(id))
			}
		}
	}
	var fields []string
	for i := range t.Len() {
		typ, dots := t.At(i).Type(), ""
		if variadic && i == t.Len()-1 {
			typ, dots = typ.(*types.Slice).Elem(), "..."
		}
		text := dots + l.typeText(t.At(i).Pos(), typ)
		if len(names) > 0 {
			text = names[i] + " " + text
		}
		fields = append(fields, text)
	}
	return fields
}
