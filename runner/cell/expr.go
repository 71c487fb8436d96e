package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// expr writes an expression. Constants become literals and types are written
// out, wherever they stand.
func (l *lowering) expr(x ast.Expr) {
	tv := l.k.info.Types[x]
	switch {
	case tv.Value != nil:
		l.w(l.constant(x.Pos(), tv.Value, tv.Type))
		return
	case tv.IsType():
		l.w(l.typeText(x.Pos(), tv.Type))
		return
	case tv.IsNil():
		l.w("nil")
		return
	}
	if l.declaredFunc(x) {
		// The interpreter's own value of a declared function is none that can be stored.
		t := l.typeOf(x)
		l.function(t, func() { l.anew(l.rawFunc(x.Pos(), t.Underlying().(*types.Signature)), func() { l.funcName(x) }) })
		return
	}
	if l.fn != nil && l.fn.guards != nil {
		if _, first := l.fn.guards.first[x]; first {
			l.w(l.callFirst(x))
			return
		}
	}
	switch x := x.(type) {
	case *ast.Ident:
		l.ident(x)
	case *ast.ParenExpr:
		l.paren(ast.Unparen(x))
	case *ast.SelectorExpr:
		l.selector(x)
	case *ast.IndexExpr:
		l.index(x)
	case *ast.IndexListExpr:
		l.genericValue(x.X)
	case *ast.SliceExpr:
		l.slice(x)
	case *ast.StarExpr:
		p := l.named(x.X)
		l.check([]comparison{{p, "==", "nil"}}, l.helper("NilDereference")+"()")
		l.w("*", p)
	case *ast.UnaryExpr:
		if x.Op == token.ARROW {
			// A received value that is assigned makes the interpreter's variable one
			// that cannot be assigned again.
			l.anew(l.typeText(x.Pos(), l.typeOf(x)), func() { l.receive(x) })
			return
		}
		if _, lit := ast.Unparen(x.X).(*ast.CompositeLit); lit && l.fn != nil && l.fn.head {
			l.fn.head = false
			l.anew(l.typeText(x.Pos(), l.typeOf(x)), func() { l.expr(x) })
			l.fn.head = true
			return
		}
		if v := l.compiledVar(x.X); v != nil && x.Op == token.AND {
			l.w("&", l.pkg(v.Pkg().Path()), ".", v.Name())
			return
		}
		if x.Op == token.SUB && l.negate(x) {
			return
		}
		l.w(x.Op.String())
		if x.Op == token.AND {
			l.expr(l.dereferenced(x.X))
		} else {
			l.paren(ast.Unparen(x.X)) // - -x is not --x
		}
	case *ast.BinaryExpr:
		l.binary(x)
	case *ast.CallExpr:
		l.call(x)
	case *ast.CompositeLit:
		l.composite(x, l.typeOf(x))
	case *ast.FuncLit:
		t := l.typeOf(x)
		l.function(t, func() { l.closure(l.rawFunc(x.Pos(), t.Underlying().(*types.Signature)), func() { l.literal(x) }) })
	case *ast.TypeAssertExpr:
		l.assertion(x, false)
	default:
		panic(fmt.Sprintf("cell: %T is no expression", x))
	}
}

// closure writes a func literal of this type, which write writes, as a value. When
// a literal returns, the interpreter sets the place where its value was made back
// to what was there, though the goroutine whose place it is may be about to use
// the next value made there. So each is made in a call of its own; a literal that
// is called where it stands would keep nothing of the variables around it.
func (l *lowering) closure(typ string, write func()) {
	l.w("func(_w func() ", typ, ") ", typ, " { return _w() }(func() ", typ, " { return ")
	write()
	l.w(" })")
}

// literal writes a func literal as it stands.
func (l *lowering) literal(x *ast.FuncLit) {
	l.at(x.Pos())
	l.w("func")
	l.funcBody(x.Type, l.typeOf(x).(*types.Signature), x.Body)
}

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

// receive writes <-x as it stands.
func (l *lowering) receive(x *ast.UnaryExpr) {
	l.w("<-")
	l.expr(x.X)
}

// paren writes an expression that stands in parentheses, with them where they
// matter: the interpreter goes wrong with those around an operand.
func (l *lowering) paren(x ast.Expr) {
	switch x.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr, *ast.StarExpr, *ast.CompositeLit, *ast.FuncLit:
		l.w("(")
		l.expr(x)
		l.w(")")
	default:
		l.expr(x)
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

// dereferenced returns the operand x of & with * where it indexes what a pointer to
// an array points to: the interpreter needs to be told.
func (l *lowering) dereferenced(x ast.Expr) ast.Expr {
	var copied ast.Expr
	switch e := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		c := *e
		if t := l.typeOf(e.X); isPointer(t) {
			star := &ast.StarExpr{Star: e.Pos(), X: e.X}
			c.X = &ast.ParenExpr{Lparen: e.Pos(), X: star, Rparen: e.X.End()}
			l.k.info.Types[star] = types.TypeAndValue{Type: t.Underlying().(*types.Pointer).Elem()}
			l.k.info.Types[c.X] = l.k.info.Types[star]
		} else {
			c.X = l.dereferenced(e.X)
		}
		copied = &c
	case *ast.SelectorExpr:
		c := *e
		c.X = l.dereferenced(e.X)
		l.k.info.Selections[&c] = l.k.info.Selections[e]
		copied = &c
	default:
		return x
	}
	l.k.info.Types[copied] = l.k.info.Types[x]
	return copied
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
