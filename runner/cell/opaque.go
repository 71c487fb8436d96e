package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// The interpreter cannot store functions in a value whose type they mention: the
// handlers of a server take the server, a state function returns the next one.
// Such a function goes by any in lowered code, everywhere, and is asked for its
// type where it is called.

// opaque reports whether t is a type of functions that go by any.
func (l *lowering) opaque(t types.Type) bool {
	t = types.Unalias(l.subst(t))
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return false
	}
	if n, ok := t.(*types.Named); ok && l.storesItself(n) {
		return true
	}
	return mentions(sig, func(t types.Type) bool {
		n, ok := t.(*types.Named)
		return ok && l.storesItself(n)
	})
}

// storesItself reports whether a value of a cells' type can store a function whose
// type mentions t.
func (l *lowering) storesItself(t *types.Named) bool {
	if !isMain(t.Obj()) || types.IsInterface(t) {
		return false
	}
	answer, known := l.selfStoring[t]
	if !known {
		l.selfStoring[t] = false
		answer = l.reachesType(t.Underlying(), make(map[types.Type]bool), func(part types.Type) bool {
			_, isFunc := part.(*types.Signature)
			return isFunc && l.reachesType(part, make(map[types.Type]bool), func(p types.Type) bool { return types.Identical(p, t) })
		})
		l.selfStoring[t] = answer
	}
	return answer
}

// reachesType reports whether f holds for a type that values of type t are made
// of at any depth. What is in an interface is not known.
func (l *lowering) reachesType(t types.Type, seen map[types.Type]bool, f func(types.Type) bool) bool {
	return mentions(t, func(t types.Type) bool {
		if seen[t] || types.IsInterface(t) {
			return false
		}
		if _, ok := t.(*types.TypeParam); ok {
			return false
		}
		seen[t] = true
		if f(t) {
			return true
		}
		n, ok := t.(*types.Named)
		return ok && isMain(n.Obj()) && l.reachesType(n.Underlying(), seen, f)
	})
}

// rawFunc writes the type of functions with this signature for where they are
// made or called.
func (l *lowering) rawFunc(pos token.Pos, sig *types.Signature) string {
	return "func" + l.signatureText(pos, l.subst(sig).(*types.Signature))
}

// function writes a value of a func type, which write writes as a raw one.
func (l *lowering) function(t types.Type, write func()) {
	if !l.opaque(t) {
		write()
		return
	}
	l.w(l.helper("Any"), "(")
	write()
	l.w(")")
}

// funcValue returns the source of fun, which is called, as a raw func.
func (l *lowering) funcValue(fun ast.Expr) string {
	t := l.typeOf(fun)
	if !l.opaque(t) {
		return l.text(func() { l.paren(fun) })
	}
	raw := l.rawFunc(fun.Pos(), t.Underlying().(*types.Signature))
	if lit, ok := ast.Unparen(fun).(*ast.FuncLit); ok {
		return l.text(func() { l.closure(raw, func() { l.literal(lit) }) })
	}
	// Of a call of what an assertion gives the interpreter does not know the type.
	return l.text(func() {
		l.anew(raw, func() {
			l.w(l.helper("NonNil"), "(")
			l.expr(fun)
			l.w(").(", raw, ")")
		})
	})
}

// opaqueKey reports whether the keys of a map go by any: pointers to what can store
// such a map, in which the interpreter could not store it either.
func (l *lowering) opaqueKey(m *types.Map) bool {
	p, ok := types.Unalias(l.subst(m.Key())).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	if !ok || !isMain(n.Obj()) || types.IsInterface(n) {
		return false
	}
	return l.reachesType(n.Underlying(), make(map[types.Type]bool), func(part types.Type) bool {
		m, ok := part.(*types.Map)
		return ok && types.Identical(m.Key(), p)
	})
}

// keyText writes the type of a map's keys.
func (l *lowering) keyText(pos token.Pos, m *types.Map) string {
	if l.opaqueKey(m) {
		return "interface{}"
	}
	return l.typeText(pos, m.Key())
}

// stuck returns a part of the struct type t that the interpreter cannot store in
// it: a map whose keys, a struct without a name whose fields, or a field that is a
// struct itself that lead back to t.
func (l *lowering) stuck(t *types.Named) types.Type {
	var found types.Type
	back := func(part types.Type) bool {
		return l.reachesType(part, make(map[types.Type]bool), func(p types.Type) bool { return types.Identical(p, t) })
	}
	var search func(types.Type)
	search = func(part types.Type) {
		switch p := part.(type) {
		case *types.Map:
			if back(p.Key()) && !l.opaqueKey(p) {
				found = p
			}
			search(p.Elem())
		case *types.Struct:
			if back(p) {
				found = p
			}
		case *types.Pointer, *types.Slice, *types.Array, *types.Chan:
			search(p.(interface{ Elem() types.Type }).Elem())
		}
	}
	for f := range t.Underlying().(*types.Struct).Fields() {
		part := types.Unalias(f.Type())
		search(part)
		if a, ok := part.Underlying().(*types.Array); ok {
			part = types.Unalias(a.Elem())
		}
		if _, ok := part.Underlying().(*types.Struct); ok && back(part) {
			found = part // the interpreter confuses what is where in it
		}
	}
	return found
}
