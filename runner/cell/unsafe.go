package cell

import (
	"go/ast"
	"go/types"
	"strconv"
)

// unsafeCall writes a call of a function of package unsafe.
func (l *lowering) unsafeCall(x *ast.CallExpr, name string) {
	arg := func(i int) { l.expr(x.Args[i]) }
	typ := l.typeText(x.Pos(), l.typeOf(x))
	switch name {
	case "Alignof", "Offsetof", "Sizeof": // of a type parameter, or they would be constants
		l.w("func() uintptr { return ", strconv.FormatInt(l.unsafeSize(x, name), 10), " }()")
	case "Add":
		l.w(l.helper("UnsafeAdd"), "(")
		arg(0)
		l.w(", int(")
		arg(1)
		l.w("))")
	case "String":
		l.w(l.helper("UnsafeString"), "(")
		arg(0)
		l.w(", int(")
		arg(1)
		l.w("))")
	case "StringData":
		l.w(l.helper("UnsafeStringData"), "(string(")
		arg(0)
		l.w("))")
	case "Slice":
		l.w("func(_p ", l.typeText(x.Pos(), l.typeOf(x.Args[0])), ", _n int) (_s ", typ, ") { ", l.helper("UnsafeSlice"), "(&_s, _p, _n); return _s }(")
		arg(0)
		l.w(", int(")
		arg(1)
		l.w("))")
	case "SliceData":
		l.w("func(_s ", l.typeText(x.Pos(), l.typeOf(x.Args[0])), ") (_p ", typ, ") { ", l.helper("UnsafeSliceData"), "(&_p, _s); return _p }(")
		arg(0)
		l.w(")")
	}
}

// unsafeSize returns what a call of Alignof, Offsetof or Sizeof is within the
// instance that is being written.
func (l *lowering) unsafeSize(x *ast.CallExpr, name string) int64 {
	sizes := types.SizesFor("gc", apiArch)
	switch name {
	case "Alignof":
		return sizes.Alignof(l.typeOf(x.Args[0]))
	case "Sizeof":
		return sizes.Sizeof(l.typeOf(x.Args[0]))
	}
	sel := ast.Unparen(x.Args[0]).(*ast.SelectorExpr)
	t, offset := l.typeOf(sel.X), int64(0)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	for _, i := range l.k.info.Selections[sel].Index() {
		if p, ok := t.Underlying().(*types.Pointer); ok { // the operand is of a pointer's field
			t = p.Elem()
		}
		s := t.Underlying().(*types.Struct)
		var fields []*types.Var
		for f := range s.Fields() {
			fields = append(fields, f)
		}
		offset += sizes.Offsetsof(fields)[i]
		t = s.Field(i).Type()
	}
	return offset
}

// checkUnsafe refuses conversions to and from unsafe.Pointer by which a program
// looks at what the interpreter has in another form than Go, or not at all.
func (l *lowering) checkUnsafe(x *ast.CallExpr, have, want types.Type) {
	p := have
	if isUnsafePointer(have) {
		p = want
	} else if !isUnsafePointer(want) {
		return
	}
	ptr, ok := p.Underlying().(*types.Pointer)
	if !ok || l.k.std {
		return
	}
	what := ""
	layout(ptr.Elem(), func(t types.Type) {
		switch t := t.Underlying().(type) {
		case *types.Signature:
			what = "a func"
		case *types.Interface:
			what = "an interface"
		case *types.Basic:
			if t.Info()&types.IsString != 0 {
				what = "a string's header"
			}
		case *types.Struct:
			for f := range t.Fields() {
				if f.Name() == "_" {
					what = "blank fields"
				}
			}
		}
	})
	if what != "" {
		l.refuse(x.Pos(), refuseUnsafe, what)
	}
}

func isUnsafePointer(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.UnsafePointer
}

// layout calls f for t and for what lies within a t in memory.
func layout(t types.Type, f func(types.Type)) {
	f(t)
	switch u := t.Underlying().(type) {
	case *types.Array:
		layout(u.Elem(), f)
	case *types.Struct:
		for v := range u.Fields() {
			layout(v.Type(), f)
		}
	}
}
