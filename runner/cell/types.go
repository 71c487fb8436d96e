package cell

import "go/types"

// visit calls f for t and, as long as f says so, for the types that t is made of.
// It does not look into what a named type stands for.
func visit(t types.Type, f func(types.Type) bool) {
	if !f(t) {
		return
	}
	each := func(list *types.TypeList) {
		for a := range list.Types() {
			visit(a, f)
		}
	}
	switch t := t.(type) {
	case *types.Alias:
		visit(types.Unalias(t), f)
	case *types.Named:
		each(t.TypeArgs())
	case *types.Map:
		visit(t.Key(), f)
		visit(t.Elem(), f)
	case interface{ Elem() types.Type }:
		visit(t.Elem(), f)
	case *types.Struct:
		for v := range t.Fields() {
			visit(v.Type(), f)
		}
	case *types.Tuple:
		for v := range t.Variables() {
			visit(v.Type(), f)
		}
	case *types.Signature:
		visit(t.Params(), f)
		visit(t.Results(), f)
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			visit(m.Type(), f)
		}
		for e := range t.EmbeddedTypes() {
			visit(e, f)
		}
	case *types.Union:
		for term := range t.Terms() {
			visit(term.Type(), f)
		}
	}
}

// mentions reports whether f holds for t or a type that t is made of.
func mentions(t types.Type, f func(types.Type) bool) bool {
	found := false
	visit(t, func(t types.Type) bool {
		found = found || f(t)
		return !found
	})
	return found
}

// nameable reports whether Go source of a cell can write t.
func nameable(t types.Type) bool {
	ok := true
	visit(t, func(t types.Type) bool {
		switch t := t.(type) {
		case *types.Basic:
			ok = ok && t.Kind() != types.Invalid
		case *types.Named:
			obj := t.Obj()
			if obj.Pkg() != nil && (obj.Parent() != obj.Pkg().Scope() || obj.Pkg().Path() != "main" && !obj.Exported()) {
				ok = false
			}
		}
		return ok
	})
	return ok
}

// isMain reports whether obj is declared in a cell.
func isMain(obj types.Object) bool { return obj.Pkg() != nil && obj.Pkg().Path() == "main" }

func isNil(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Kind() == types.UntypedNil
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

func isTuple(t types.Type) bool {
	_, ok := t.(*types.Tuple)
	return ok
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// methodless reports whether t is an interface without methods.
func methodless(t types.Type) bool {
	u, ok := t.Underlying().(*types.Interface)
	return ok && u.NumMethods() == 0
}

// displayType writes t as people do: trace.Trace, and T for a cells' own.
func displayType(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return p.Name()
	})
}

// holdsInterface reports whether values of type t, a struct or array, have interfaces in
// them.
func holdsInterface(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Array:
		return holdsInterface(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if holdsInterface(f.Type()) {
				return true
			}
		}
	}
	return false
}
