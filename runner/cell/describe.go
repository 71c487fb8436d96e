package cell

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// quote writes s as a Go string literal.
func quote(s string) string { return strconv.Quote(s) }

// describe returns the name of the global with the symbols.Type that describes t
// to compiled code, and sees to it that it and the types that t is made of are
// described; "nil" for a compiled type, whose values say what they are.
func (l *lowering) describe(pos token.Pos, t types.Type) string {
	t = types.Unalias(l.subst(t))
	if !l.own(t) {
		return "nil"
	}
	key := l.identity(t)
	if global := l.described[key]; global != "" {
		return global
	}
	global := l.fresh("t")
	l.described[key] = global
	l.globals.w("var ", global, " *", l.helper("Type"), "\n")
	l.setup.w(global, " = ", l.helper("NewType"), "(", linesVar, ", ", quote(l.programName(t)), ")\n")
	l.describeParts(pos, global, t)
	if i, ok := t.Underlying().(*types.Interface); ok {
		for m := range i.Methods() {
			l.setup.w(global, ".Want(", quote(m.Name()), ", ", quote(l.identity(m.Signature())), ")\n")
		}
	} else {
		l.describeMethods(pos, global, t)
		if !isPointer(t) {
			l.describePointer(pos, global, t)
		}
	}
	return global
}

// describeParts describes what t is made of.
func (l *lowering) describeParts(pos token.Pos, global string, t types.Type) {
	part := func(method string, t types.Type) {
		if d := l.describe(pos, t); d != "nil" {
			l.setup.w(global, ".", method, "(", d, ")\n")
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Map:
		part("Key", u.Key())
		part("Elem", u.Elem())
	case *types.Struct:
		for i := range u.NumFields() {
			f := u.Field(i)
			d := l.describe(pos, f.Type())
			l.setup.w(global, ".Field(", quote(f.Name()), ", ", quote(u.Tag(i)), ", ", strconv.FormatBool(f.Embedded()), ", ", d, ")\n")
		}
	case interface{ Elem() types.Type }:
		part("Elem", u.Elem())
	}
}

// addressed are methods that compiled code looks for in a pointer to a value that
// it finds inside of another.
var addressed = []string{"IsZero", "MarshalJSON", "MarshalText", "UnmarshalJSON", "UnmarshalText"}

// describePointer describes pointers to t when they have such a method.
func (l *lowering) describePointer(pos token.Pos, global string, t types.Type) {
	p := types.NewPointer(t)
	set := types.NewMethodSet(p)
	if slices.ContainsFunc(addressed, func(name string) bool { return set.Lookup(nil, name) != nil }) {
		d := l.describe(pos, p)
		l.setup.w(global, ".Pointer(", d, ")\n")
	}
}

// describeMethods describes the method set of t, each method by a literal that
// calls it on its first argument.
func (l *lowering) describeMethods(pos token.Pos, global string, t types.Type) {
	for s := range types.NewMethodSet(t).Methods() {
		m := s.Obj().(*types.Func)
		if !m.Exported() && !isMain(m) {
			continue // only its package can call it
		}
		sig := l.subst(s.Type()).(*types.Signature)
		params, args := []string{"_x interface{}"}, []string(nil)
		for i := range sig.Params().Len() {
			name := l.fresh("a")
			params = append(params, name+" "+l.typeText(pos, sig.Params().At(i).Type()))
			if sig.Variadic() && i == sig.Params().Len()-1 {
				name += "..."
			}
			args = append(args, name)
		}
		v := l.invocation(pos, l.opened("_x", t), t, m.Pkg(), m.Name())
		check := l.checkBehind(v, t)
		l.setup.w(global, ".Method(", quote(m.Name()), ", ", quote(l.identity(sig)), ", func(", strings.Join(params, ", "), ")",
			l.resultsText(pos, sig), " { ", check, returns(sig), l.invoke(pos, v, args), " })\n")
	}
}

// checkBehind returns a statement that panics as Go does when a pointer, as which a
// method is selected, is nil though the method wants what it points to.
func (l *lowering) checkBehind(v invocation, t types.Type) string {
	if !v.behind || !types.Identical(v.t, t) {
		return ""
	}
	return l.helper("NonNilValue") + "(" + v.recv + " == nil, " + quote(strings.TrimPrefix(l.programName(t), "*")) + ", " + quote(v.method) + "); "
}

// opened returns the value of type t in v, which came out of a box. The interpreter
// cannot assert a type without fields, and does not need to.
func (l *lowering) opened(v string, t types.Type) string {
	text := l.typeText(token.NoPos, t)
	if l.opaque(t) {
		return v
	}
	if s, ok := t.Underlying().(*types.Struct); ok && s.NumFields() == 0 {
		return text + "{}"
	}
	return v + ".(" + text + ")"
}
