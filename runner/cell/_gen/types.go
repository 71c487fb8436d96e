package main

import (
	"bytes"
	"fmt"
	"go/token"
	"go/types"
	"log"
	"slices"
	"strings"

	"nbrun/runner/cell"
)

// typ writes t and notes what it mentions.
func (d *describer) typ(t types.Type) string {
	d.mention(t)
	return types.TypeString(t, d.qualify)
}

func (d *describer) signature(sig *types.Signature) string {
	d.mention(sig)
	var b bytes.Buffer
	types.WriteSignature(&b, sig, d.qualify)
	s := b.String()
	if sig.TypeParams().Len() == 0 {
		return s
	}
	for p := range sig.TypeParams().TypeParams() {
		d.mention(p.Constraint())
	}
	s = strings.TrimPrefix(types.TypeString(sig, d.qualify), "func")
	return s + " {}"
}

func (d *describer) typeDecl(obj *types.TypeName) string {
	if obj.IsAlias() {
		rhs := obj.Type()
		if a, ok := rhs.(*types.Alias); ok {
			if a.TypeParams().Len() > 0 {
				log.Fatalf("%s: generic aliases are not written", obj)
			}
			rhs = a.Rhs()
		}
		return " = " + d.typ(rhs)
	}
	named := obj.Type().(*types.Named)
	params := ""
	if n := named.TypeParams().Len(); n > 0 {
		var list []string
		for p := range named.TypeParams().TypeParams() {
			list = append(list, p.Obj().Name()+" "+d.typ(p.Constraint()))
		}
		params = "[" + strings.Join(list, ", ") + "]"
	}
	switch u := named.Underlying().(type) {
	case *types.Struct:
		return params + " " + d.structure(u)
	case *types.Interface:
		return params + " " + d.typ(closed(u))
	default:
		return params + " " + d.typ(u)
	}
}

// structure writes a struct whose unexported fields have other types of the same
// size, alignment and comparability. An embedded unexported type stays, for what
// it promotes.
func (d *describer) structure(s *types.Struct) string {
	var fields []string
	for i := range s.NumFields() {
		f := s.Field(i)
		tag := ""
		if s.Tag(i) != "" {
			tag = fmt.Sprintf(" %q", s.Tag(i))
		}
		switch {
		case f.Embedded():
			fields = append(fields, d.typ(f.Type())+tag)
		case f.Exported():
			fields = append(fields, f.Name()+" "+d.typ(f.Type())+tag)
		case parametric(f.Type()):
			fields = append(fields, f.Name()+" "+d.typ(f.Type()))
		default:
			fields = append(fields, d.opaque(f.Name(), f.Type()))
		}
	}
	return "struct{" + strings.Join(fields, "; ") + "}"
}

func (d *describer) opaque(name string, t types.Type) string {
	align, size := d.sizes.Alignof(t), d.sizes.Sizeof(t)
	s := fmt.Sprintf("%s [%d]uint%d", name, size/align, 8*align)
	if !types.Comparable(t) {
		s = "_ [0]func(); " + s
	}
	return s
}

// closed returns u with the signatures of its unexported methods dropped: nobody
// outside its package can write or call those, but they must stay.
func closed(u *types.Interface) types.Type {
	var methods []*types.Func
	for m := range u.ExplicitMethods() {
		if !m.Exported() {
			m = types.NewFunc(token.NoPos, m.Pkg(), m.Name(), types.NewSignatureType(nil, nil, nil, nil, nil, false))
		}
		methods = append(methods, m)
	}
	return types.NewInterfaceType(methods, slices.Collect(u.EmbeddedTypes())).Complete()
}

// qualify names a package in the data: nothing for the declaration's own, the
// alias that api.go derives from the path for another.
func (d *describer) qualify(p *types.Package) string {
	if p == d.pkg {
		return ""
	}
	return cell.Alias(p.Path())
}

// parametric reports whether t mentions a type parameter.
func parametric(t types.Type) bool {
	switch t := t.(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		for a := range t.TypeArgs().Types() {
			if parametric(a) {
				return true
			}
		}
	case *types.Map:
		return parametric(t.Key()) || parametric(t.Elem())
	case interface{ Elem() types.Type }:
		return parametric(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if parametric(f.Type()) {
				return true
			}
		}
	case *types.Signature:
		for v := range t.Params().Variables() {
			if parametric(v.Type()) {
				return true
			}
		}
		for v := range t.Results().Variables() {
			if parametric(v.Type()) {
				return true
			}
		}
	}
	return false
}
