package cell

import (
	"go/ast"
	"go/types"
	"strings"
)

// Mentions of what is declared elsewhere: variables, functions, fields and methods,
// of cells and of compiled packages.

// declaredFunc reports whether x is the name of a function that is declared in a
// cell, with type arguments or without.
func (l *lowering) declaredFunc(x ast.Expr) bool {
	switch e := x.(type) {
	case *ast.IndexExpr:
		x = ast.Unparen(e.X)
	case *ast.IndexListExpr:
		x = ast.Unparen(e.X)
	}
	switch e := x.(type) {
	case *ast.Ident:
		f, ok := l.k.info.Uses[e].(*types.Func)
		_, instance := l.k.info.Instances[e]
		return ok && (isMain(f) || instance)
	case *ast.SelectorExpr: // of a compiled package: its source is lowered like a cell's
		_, instance := l.k.info.Instances[e.Sel]
		return instance
	}
	return false
}

// funcName writes such a name.
func (l *lowering) funcName(x ast.Expr) {
	switch x := x.(type) {
	case *ast.Ident:
		l.ident(x)
	case *ast.IndexExpr:
		l.genericValue(x.X)
	case *ast.IndexListExpr:
		l.genericValue(x.X)
	case *ast.SelectorExpr:
		l.selector(x)
	}
}

func (l *lowering) ident(x *ast.Ident) {
	if x.Name == "_" {
		l.w("_")
		return
	}
	l.at(x.Pos())
	obj := l.k.info.ObjectOf(x)
	_, instance := l.k.info.Instances[x]
	switch {
	case obj.Pkg() != nil && !isMain(obj): // of a dot import
		l.compiled(x, obj)
	case instance:
		l.genericValue(x)
	case l.k.std && strings.HasPrefix(obj.Name(), stdHelper):
		l.w(l.helper(strings.TrimPrefix(obj.Name(), stdHelper)))
	default:
		l.w(l.name(obj))
	}
}

// compiled writes the name of a function or variable of a compiled package.
func (l *lowering) compiled(x *ast.Ident, obj types.Object) {
	if _, ok := l.k.info.Instances[x]; ok {
		l.compiledInstance(x, obj)
		return
	}
	name := l.pkg(obj.Pkg().Path()) + "." + obj.Name()
	if v, ok := obj.(*types.Var); ok && types.Unalias(v.Type()) != types.Universe.Lookup("error").Type() {
		// The interpreter takes a variable of a basic type for a constant, and forgets
		// what is assigned to another. Nobody assigns to io.EOF.
		name = "(*(&" + name + "))"
	}
	l.w(name)
}

// compiledVar returns the variable of a compiled package that x names, or nil.
func (l *lowering) compiledVar(x ast.Expr) *types.Var {
	x = ast.Unparen(x)
	if sel, ok := x.(*ast.SelectorExpr); ok {
		x = sel.Sel
	}
	id, _ := x.(*ast.Ident)
	v, ok := l.k.info.Uses[id].(*types.Var)
	if !ok || v.IsField() || v.Pkg() == nil || isMain(v) {
		return nil
	}
	return v
}

func (l *lowering) selector(x *ast.SelectorExpr) {
	if id, ok := x.X.(*ast.Ident); ok {
		if _, ok := l.k.info.Uses[id].(*types.PkgName); ok {
			l.at(x.Pos())
			l.compiled(x.Sel, l.k.info.Uses[x.Sel])
			return
		}
	}
	s := l.k.info.Selections[x]
	switch {
	case s != nil && s.Kind() == types.MethodExpr:
		l.methodExpr(x)
	case s != nil && s.Kind() == types.MethodVal:
		l.methodValue(x)
	default:
		l.expr(x.X)
		l.at(x.Sel.Pos())
		if x.Sel.Name == "Func" && displayType(l.typeOf(x.X)) == "reflect.Method" {
			l.useType(x.Pos(), "reflect.Method.Func")
		}
		l.w(l.fieldPath(x))
	}
}

// fieldPath returns what selects a field of x.X, embedded ones on the way to it too.
func (l *lowering) fieldPath(x *ast.SelectorExpr) string {
	s := l.k.info.Selections[x]
	if s == nil {
		return "." + x.Sel.Name
	}
	path, t := "", s.Recv()
	for _, i := range s.Index() {
		s := structOf(t)
		path, t = path+"."+fieldName(s, i), s.Field(i).Type()
	}
	return path
}
