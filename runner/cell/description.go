package cell

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// description collects what a box must know of a type.
type description struct {
	l         *lowering
	pos       token.Pos
	flags     string   // the methods that functions begin with: e Error, s String, u Unwrap, i Is
	functions []string // source of func literals that call a method
}

// quote writes s as a Go string literal.
func quote(s string) string { return strconv.Quote(s) }

// optional are methods that compiled code looks for in values that it is given as
// some other interface, and would not find in a box.
var optional = []string{"As", "Format", "GoString", "Is", "LogValue", "MarshalJSON", "MarshalText", "Scan", "Temporary", "Timeout", "Unwrap"}

// methods notes the methods that compiled code calls on the value itself.
func (d *description) methods(t types.Type) {
	for s := range types.NewMethodSet(t).Methods() {
		m := s.Obj().(*types.Func)
		flag := ""
		switch m.Name() + shape(d.l.subst(m.Signature()).(*types.Signature)) {
		case "Error() string":
			flag = "e"
		case "String() string":
			flag = "s"
		case "Unwrap() error":
			flag = "u"
		case "Is(error) bool":
			flag = "i"
		}
		switch {
		case flag != "":
			d.flags += flag
			d.function(t, m)
		case slices.Contains(optional, m.Name()):
			d.l.refuse(d.pos, refuseOptional, displayType(t), m.Name())
		}
	}
}

// shape writes a signature without the names of its parameters.
func shape(sig *types.Signature) string {
	unnamed := func(t *types.Tuple) *types.Tuple {
		var vars []*types.Var
		for v := range t.Variables() {
			vars = append(vars, types.NewParam(token.NoPos, nil, "", v.Type()))
		}
		return types.NewTuple(vars...)
	}
	plain := types.NewSignatureType(nil, nil, nil, unnamed(sig.Params()), unnamed(sig.Results()), sig.Variadic())
	return strings.TrimPrefix(types.TypeString(plain, nil), "func")
}

// function adds a literal that calls m on a t and returns its number.
func (d *description) function(t types.Type, m *types.Func) int {
	sig := d.l.subst(m.Signature()).(*types.Signature)
	params, args := d.l.forward(d.pos, sig)
	params = append([]string{"_x " + d.l.typeText(d.pos, t)}, params...)
	d.functions = append(d.functions, "func("+strings.Join(params, ", ")+")"+d.l.resultsText(d.pos, sig)+
		" { return _x."+m.Name()+"("+strings.Join(args, ", ")+") }")
	return len(d.functions) - 1
}

// layout describes how a t is made, as package symbols reads it:
//
//	.             as it is
//	*L            a pointer to an L, at the top only
//	[L            a slice or an array of L
//	mKV           a map
//	{name:L…}     a struct
//	#N L          prints as function N says
func (d *description) layout(t types.Type, inside []types.Type, top bool) string {
	t = types.Unalias(d.l.subst(t))
	switch {
	case !d.l.own(t):
		return "."
	case d.l.ownInterface(t):
		d.l.refuse(d.pos, refuseElements, displayType(t))
		return "."
	case slices.ContainsFunc(inside, func(u types.Type) bool { return types.Identical(t, u) }):
		d.l.refuse(d.pos, refuseRecursive, displayType(t))
		return "."
	}
	prefix := ""
	if m := printer(t); m != nil && !top {
		prefix = "#" + strconv.Itoa(d.function(t, m)) + " "
	}
	if _, ok := t.(*types.Named); ok {
		inside = append(slices.Clip(inside), t)
	}
	return prefix + d.made(t, inside, top)
}

func (d *description) made(t types.Type, inside []types.Type, top bool) string {
	switch u := t.Underlying().(type) {
	case *types.Pointer: // fmt follows one only at the top, and then calls no method of what it finds
		if top && !slices.ContainsFunc(inside, func(t types.Type) bool { return types.Identical(t, u.Elem()) }) {
			switch u.Elem().Underlying().(type) {
			case *types.Struct, *types.Map, *types.Slice, *types.Array:
				return "*" + d.layout(u.Elem(), inside, false)
			}
		}
	case *types.Map:
		return "m" + d.layout(u.Key(), inside, false) + d.layout(u.Elem(), inside, false)
	case *types.Slice:
		return "[" + d.layout(u.Elem(), inside, false)
	case *types.Array:
		return "[" + d.layout(u.Elem(), inside, false)
	case *types.Struct:
		var b strings.Builder
		for f := range u.Fields() {
			b.WriteString(f.Name() + ":" + d.layout(f.Type(), inside, false))
		}
		return "{" + b.String() + "}"
	}
	return "."
}

// printer returns the method by which fmt prints a t, nil when it has none.
func printer(t types.Type) *types.Func {
	for _, name := range []string{"Error", "String"} {
		obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name)
		if m, ok := obj.(*types.Func); ok && shape(m.Signature()) == "() string" {
			return m
		}
	}
	return nil
}
