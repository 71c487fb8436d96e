package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A value of a type that cells declare is boxed where it becomes an error, a
// Stringer or an any: the box is a compiled value that knows the value's type and
// its methods, so that compiled code finds the methods, prints what Go prints and
// sees equal values as equal, and cells find the type again. An interface that
// cells declare holds values in the interpreter's own form; another compiled
// interface holds them in one of the interpreter's wrappers.
//
// So nothing of a cells' type reaches compiled code but in a form that behaves as
// Go says; what has none is refused.

// value writes x where a value of type want is wanted; nil wants x as it is.
func (l *lowering) value(x ast.Expr, want types.Type) {
	want = l.subst(want)
	if want == nil || !types.IsInterface(want) || l.k.info.Types[x].IsNil() {
		l.expr(x)
		return
	}
	have := l.typeOf(x)
	switch {
	case types.IsInterface(have):
		if l.ownInterface(have) && !l.ownInterface(want) {
			l.refuse(x.Pos(), refuseInterfaceBox, displayType(have), displayType(want))
		}
		l.expr(x)
	case !l.boxed(have):
		if _, ok := ast.Unparen(x).(*ast.BinaryExpr); ok && l.k.info.Types[x].Value == nil {
			// The interpreter would compute it as the interface that it becomes.
			l.anew(l.typeText(x.Pos(), have), func() { l.expr(x) })
			return
		}
		l.expr(x)
	case l.boxing(want):
		l.box(x, want)
	default:
		l.checkPromoted(x.Pos(), have, want)
		l.expr(x)
	}
}

// crossing reports a conversion that value would have to write where there is no
// expression for it.
func (l *lowering) crossing(pos token.Pos, have, want types.Type) {
	have, want = l.subst(have), l.subst(want)
	if want == nil || !types.IsInterface(want) || isNil(have) {
		return
	}
	if l.ownInterface(have) && !l.ownInterface(want) || !types.IsInterface(have) && l.boxed(have) && l.boxing(want) {
		l.refuse(pos, refuseTuple)
	}
}

// boxed reports whether values of type t go into a box.
func (l *lowering) boxed(t types.Type) bool {
	t = l.subst(t)
	return t != nil && l.own(t) && (!types.IsInterface(t) || l.ownInterface(t))
}

// boxing reports whether an interface holds values of cells' types in boxes.
func (l *lowering) boxing(t types.Type) bool {
	if l.ownInterface(t) {
		return false
	}
	for m := range t.Underlying().(*types.Interface).Methods() {
		if m.Name() != "Error" && m.Name() != "String" {
			return false
		}
	}
	return true
}

// checkPromoted refuses a value whose method, wanted by an interface, comes from
// an embedded compiled type: the interpreter would not find it.
func (l *lowering) checkPromoted(pos token.Pos, have, want types.Type) {
	for m := range want.Underlying().(*types.Interface).Methods() {
		obj, index, _ := types.LookupFieldOrMethod(have, true, m.Pkg(), m.Name())
		if obj != nil && len(index) > 1 && obj.Pkg() != nil && !isMain(obj) {
			l.refuse(pos, refuseEmbedded, displayType(have), displayType(want), m.Name())
		}
	}
}

// box writes x in a box that is a want.
func (l *lowering) box(x ast.Expr, want types.Type) {
	l.w(l.boxText(x.Pos(), l.typeOf(x), l.text(func() { l.expr(x) }), want))
}

// boxText returns the source of a box that is a want, around the source of a have.
func (l *lowering) boxText(pos token.Pos, have types.Type, source string, want types.Type) string {
	if types.IsInterface(have) {
		l.refuse(pos, refuseInterfaceBox, displayType(have), displayType(want))
		return "nil"
	}
	f := "Box"
	for m := range want.Underlying().(*types.Interface).Methods() {
		f = map[string]string{"Error": "BoxError", "String": "BoxStringer"}[m.Name()]
	}
	return l.helper(f) + "(" + l.boxType(pos, have) + ", " + source + ")"
}

// boxType returns the name of the global that describes t to boxes.
func (l *lowering) boxType(pos token.Pos, t types.Type) string {
	key := l.typeText(pos, t)
	if global := l.boxes[key]; global != "" {
		return global
	}
	global := l.fresh("t")
	l.boxes[key] = global
	l.globals.w("var ", global, " *", l.helper("Type"), "\n")
	d := &description{l: l, pos: pos}
	d.methods(t)
	layout := d.layout(t, nil, true)
	l.setup.w(global, " = ", l.helper("NewType"), "(", strings.Join(append([]string{quote(mainType(t)), quote(d.flags), quote(layout)}, d.functions...), ", "), ")\n")
	return global
}
