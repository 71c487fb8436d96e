package cell

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"nbrun/render/notebook"
)

// scope is what a cell sees of those before it. A name stands in one of its maps
// only.
type scope struct {
	objects map[string]live
	imports map[string]*ast.ImportSpec // by the name that stands for the package
	dots    []*ast.ImportSpec
	lost    map[string]bool // declared by a cell whose syntax is wrong: what they mean is not known
}

// live is an object of an earlier cell, and where that declares it.
type live struct {
	obj types.Object
	pos notebook.Position
}

func newScope() *scope {
	return &scope{objects: make(map[string]live), imports: make(map[string]*ast.ImportSpec), lost: make(map[string]bool)}
}

func (sc *scope) clone() *scope {
	return &scope{maps.Clone(sc.objects), maps.Clone(sc.imports), slices.Clone(sc.dots), maps.Clone(sc.lost)}
}

// add makes name mean an object from here on.
func (sc *scope) add(name string, l live) {
	delete(sc.imports, name)
	delete(sc.lost, name)
	sc.objects[name] = l
}

// addImport makes name mean a package from here on.
func (sc *scope) addImport(name string, spec *ast.ImportSpec) {
	switch name {
	case "_":
	case ".":
		sc.dots = append(sc.dots, spec)
	default:
		delete(sc.objects, name)
		delete(sc.lost, name)
		sc.imports[name] = spec
	}
}

// lose makes it unknown what names mean from here on.
func (sc *scope) lose(names []string) {
	for _, name := range names {
		delete(sc.objects, name)
		delete(sc.imports, name)
		sc.lost[name] = true
	}
}
