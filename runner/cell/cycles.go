package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// typeSpecs returns the types that the source declares.
func (l *lowering) typeSpecs() []*ast.TypeSpec {
	var specs []*ast.TypeSpec
	for _, d := range l.k.decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.TYPE {
			for _, spec := range d.Specs {
				specs = append(specs, spec.(*ast.TypeSpec))
			}
		}
	}
	return specs
}

// checkCycles refuses types of which each contains the others and one itself
// besides, or several by several ways: the interpreter makes two types of one of
// them. A type that contains itself is no trouble, nor is a simple circle of types.
func (l *lowering) checkCycles() {
	parts := make(map[types.Object]map[types.Object]bool)
	specs := l.typeSpecs()
	for _, spec := range specs {
		obj := l.k.info.Defs[spec.Name]
		if obj == nil || spec.TypeParams != nil || types.IsInterface(obj.Type()) || l.opaque(obj.Type()) {
			continue // it is an any in lowered code, whatever it mentions
		}
		parts[obj] = make(map[types.Object]bool)
		visit(obj.Type().Underlying(), func(t types.Type) bool {
			if n, ok := t.(*types.Named); ok && n.Obj().Pkg() == obj.Pkg() && !types.IsInterface(n) && !l.opaque(n) {
				parts[obj][n.Obj()] = true
			}
			return !l.opaque(t)
		})
	}
	refused := make(map[types.Object]bool)
	for _, spec := range specs {
		obj := l.k.info.Defs[spec.Name]
		var circle []types.Object
		for other := range parts {
			if reaches(parts, obj, other) && reaches(parts, other, obj) {
				circle = append(circle, other)
			}
		}
		ways := 0
		partner := obj
		for _, a := range circle {
			if a != obj && (partner == obj || a.Pos() < partner.Pos()) {
				partner = a
			}
			for _, b := range circle {
				if parts[a][b] {
					ways++
				}
			}
		}
		if len(circle) > 1 && ways > len(circle) && !refused[obj] {
			l.refuse(spec.Pos(), refuseCycle, obj.Name(), partner.Name())
			for _, a := range circle {
				refused[a] = true
			}
		}
	}
}

// reaches reports whether from contains to, at any depth.
func reaches(parts map[types.Object]map[types.Object]bool, from, to types.Object) bool {
	seen := make(map[types.Object]bool)
	var search func(types.Object) bool
	search = func(o types.Object) bool {
		for p := range parts[o] {
			if p == to {
				return true
			}
			if !seen[p] {
				seen[p] = true
				if search(p) {
					return true
				}
			}
		}
		return false
	}
	return search(from)
}
