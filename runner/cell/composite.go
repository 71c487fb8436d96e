package cell

import (
	"go/ast"
	"go/types"
)

// composite writes a composite literal; t is its type, which an element's literal
// may leave out.
func (l *lowering) composite(x *ast.CompositeLit, t types.Type) {
	l.at(x.Pos())
	if p, ok := t.Underlying().(*types.Pointer); ok { // &T is left out
		l.w("&")
		t = p.Elem()
	}
	if l.fn != nil && l.fn.head { // a literal must not stand there, nor can the interpreter have parentheses around it
		l.fn.head = false
		l.anew(l.typeText(x.Pos(), t), func() { l.composite(x, t) })
		l.fn.head = true
		return
	}
	l.w(l.typeText(x.Pos(), t), "{")
	for i, e := range x.Elts {
		if i > 0 {
			l.w(", ")
		}
		l.elementOf(t.Underlying(), i, e)
	}
	l.w("}")
}

// head has write called for a part of the head of an if or for.
func (l *lowering) head(write func()) {
	l.fn.head = true
	write()
	l.fn.head = false
}

// elementOf writes the i-th element of a literal of type t.
func (l *lowering) elementOf(t types.Type, i int, e ast.Expr) {
	kv, keyed := e.(*ast.KeyValueExpr)
	switch t := t.(type) {
	case *types.Struct:
		if keyed {
			i, e = fieldIndex(t, kv.Key.(*ast.Ident).Name), kv.Value
		}
		l.w(fieldName(t, i), ": ")
		if t.Field(i).Name() == "_" { // its value is found, and forgotten
			l.w("func(_v ", l.typeText(e.Pos(), t.Field(i).Type()), ") (_z ", l.typeText(e.Pos(), t.Field(i).Type()), ") { return }(")
			defer l.w(")")
		}
		l.element(e, t.Field(i).Type())
	case *types.Map:
		l.elementKey(kv.Key, t)
		l.w(": ")
		l.element(kv.Value, t.Elem())
	case interface{ Elem() types.Type }:
		if keyed {
			l.expr(kv.Key)
			l.w(": ")
			e = kv.Value
		}
		l.arrayElement(e, t.Elem())
	}
}

// arrayElement writes an element of an array or a slice, whose type the interpreter
// looks for before it knows what the names within mean: it takes the * of a
// dereference for that of a pointer's type, and loses its way in parentheses.
func (l *lowering) arrayElement(e ast.Expr, t types.Type) {
	e = ast.Unparen(e)
	switch e.(type) {
	case *ast.SelectorExpr, *ast.SliceExpr, *ast.CallExpr:
		dereferences := finds(e, func(n ast.Node) bool { _, star := n.(*ast.StarExpr); return star })
		if dereferences && !types.IsInterface(t) {
			l.anew(l.typeText(e.Pos(), t), func() { l.element(e, t) })
			return
		}
	}
	l.element(e, t)
}

// elementKey writes the key of an element of a map's literal.
func (l *lowering) elementKey(e ast.Expr, m *types.Map) {
	if l.k.info.Types[e].IsNil() || l.opaqueKey(m) {
		l.key(e, m)
		return
	}
	l.element(e, m.Key())
}

func (l *lowering) element(e ast.Expr, t types.Type) {
	if lit, ok := e.(*ast.CompositeLit); ok && lit.Type == nil {
		l.composite(lit, l.subst(t))
		return
	}
	l.value(e, t)
}

func fieldIndex(s *types.Struct, name string) int {
	for i := range s.NumFields() {
		if s.Field(i).Name() == name {
			return i
		}
	}
	panic("cell: a literal sets no field " + name)
}
