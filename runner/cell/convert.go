package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A value of a type that cells declare is boxed where it becomes an interface: the
// box is a compiled value that knows the value's type and its methods, so that
// compiled code finds the methods, prints what Go prints and sees equal values as
// equal, and cells find the type again. All interfaces that cells declare are an
// any to the interpreter; a compiled interface with methods holds the box in a
// wrapper that has them.
//
// So nothing of a cells' type reaches compiled code but in a form that behaves as
// Go says; what has none is refused.

// value writes x where a value of type want is wanted; nil wants x as it is.
func (l *lowering) value(x ast.Expr, want types.Type) {
	if want == nil || l.k.info.Types[x].IsNil() || !l.converts(l.typeOf(x), want) {
		l.expr(x)
		return
	}
	l.w(l.convert(x.Pos(), l.typeOf(x), l.text(func() { l.expr(x) }), want))
}

// key writes x as a key of a map: the interpreter takes no bare nil for one.
func (l *lowering) key(x ast.Expr, m *types.Map) {
	want := l.subst(m.Key())
	switch {
	case l.opaqueKey(m):
		l.w(l.helper("Any"), "(")
		if l.k.info.Types[x].IsNil() {
			l.w("(", l.typeText(x.Pos(), want), ")(nil)")
		} else {
			l.element(x, want)
		}
		l.w(")")
	case !l.k.info.Types[x].IsNil():
		l.value(x, want)
	case !types.IsInterface(want):
		l.w("(", l.typeText(x.Pos(), want), ")(nil)")
	case l.asAny(want):
		l.w(l.helper("Any"), "(nil)")
	default:
		l.w(l.ofInterface(x.Pos(), "To", want), "(nil)")
	}
}

// converts reports whether a value of type have takes another form as a want.
func (l *lowering) converts(have, want types.Type) bool {
	have, want = l.subst(have), l.subst(want)
	switch {
	case want == nil || !types.IsInterface(want) || isNil(have):
		return false
	case !types.IsInterface(have):
		return true
	case l.asAny(have):
		return !l.asAny(want)
	}
	return !types.Identical(have, want)
}

// convert returns the source of a want that is made of the source of a have. A
// compiled function makes it: the interpreter has a form of its own for what
// becomes an interface, and confuses the two.
func (l *lowering) convert(pos token.Pos, have types.Type, source string, want types.Type) string {
	have, want = l.subst(have), l.subst(want)
	switch {
	case !l.converts(have, want):
		return source
	case l.boxed(have):
		l.checkSealed(pos, have, want)
		source = l.helper("Box") + "(" + l.describe(pos, have) + ", " + source + ")"
		if l.asAny(want) {
			return source
		}
	case l.asAny(want):
		return l.helper("Any") + "(" + source + ")"
	}
	return l.ofInterface(pos, "To", want) + "(" + source + ")"
}

// checkSealed refuses a value as an interface with an unexported method of a
// compiled package: only that package's own types have it.
func (l *lowering) checkSealed(pos token.Pos, have, want types.Type) {
	for m := range want.Underlying().(*types.Interface).Methods() {
		if !m.Exported() && !isMain(m) {
			l.refuse(pos, refuseEmbedded, displayType(have), displayType(want), m.Name())
		}
	}
}

// ofInterface returns the function As or To of a compiled interface with methods.
func (l *lowering) ofInterface(pos token.Pos, f string, t types.Type) string {
	n := types.Unalias(t).(*types.Named)
	if n.Obj().Pkg() == nil {
		return l.helper(f + "Error")
	}
	pkg, name, ok := strings.Cut(l.typeText(pos, n), ".")
	if !ok { // refused
		return l.helper("Any")
	}
	return pkg + "." + f + "_" + name
}
