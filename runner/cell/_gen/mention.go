package main

import "go/types"

// mention notes the type names that t mentions.
func (d *describer) mention(t types.Type) {
	name := func(obj *types.TypeName, args *types.TypeList) {
		for a := range args.Types() {
			d.mention(a)
		}
		if obj.Pkg() == nil {
			return
		}
		d.need(obj)
		if obj.Pkg() == d.pkg {
			d.needs[obj.Name()] = true
		} else {
			d.needs[obj.Pkg().Path()+"."+obj.Name()] = true
		}
	}
	switch t := t.(type) {
	case *types.Alias:
		name(t.Obj(), t.TypeArgs())
	case *types.Named:
		name(t.Obj(), t.TypeArgs())
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			d.needs["unsafe.Pointer"] = true
		}
	case interface{ Elem() types.Type }:
		if m, ok := t.(*types.Map); ok {
			d.mention(m.Key())
		}
		d.mention(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			d.mention(f.Type())
		}
	case *types.Signature:
		for v := range t.Params().Variables() {
			d.mention(v.Type())
		}
		for v := range t.Results().Variables() {
			d.mention(v.Type())
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			if m.Exported() {
				d.mention(m.Type())
			}
			d.needs["."+m.Name()] = true
		}
		for e := range t.EmbeddedTypes() {
			d.mention(e)
		}
	case *types.Union:
		for term := range t.Terms() {
			d.mention(term.Type())
		}
	}
}
