package cell

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"
)

// fresh returns a name that nothing else has.
func (l *lowering) fresh(what string) string {
	l.serial++
	return "_" + what + strconv.Itoa(l.serial)
}

// declareGlobal returns the name of a package-level object; the first time it
// chooses it. A name that an earlier cell has used gets a number.
func (l *lowering) declareGlobal(obj types.Object) string {
	if n, ok := l.names[obj]; ok {
		return n
	}
	name := l.plain(obj.Name())
	for i := 2; l.taken[name] || l.fieldNames[name] || name != obj.Name() && l.idents[name]; i++ {
		name = l.plain(obj.Name()) + "_" + strconv.Itoa(i)
	}
	l.taken[name] = true
	l.names[obj] = name
	return name
}

// fieldNames returns the names of all fields, and those that are keys in composite
// literals: there the interpreter takes a field for a use of the global of that name.
func fieldNames(lists [][]*source) map[string]bool {
	names := make(map[string]bool)
	each(lists, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.StructType:
			for _, f := range n.Fields.List {
				for _, id := range f.Names {
					names[id.Name] = true
				}
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
	})
	return names
}

// plain returns name, or one like it when lowered code gives name another meaning.
func (l *lowering) plain(name string) string {
	switch {
	case name == "_":
		return name
	case strings.HasPrefix(name, "_"), strings.HasSuffix(name, "_"), types.Universe.Lookup(name) != nil, name == "main", name == "init":
		return l.disguise(name)
	}
	return name
}

// disguise returns a name like name that the notebook does not mention.
func (l *lowering) disguise(name string) string {
	for name = "u" + name + "u"; l.idents[name]; {
		name += "u"
	}
	return name
}

// name returns how lowered code writes an object of a cell.
func (l *lowering) name(obj types.Object) string {
	if l.fn != nil {
		if n, ok := l.fn.rename[obj]; ok {
			return n
		}
	}
	obj = l.canonical(obj)
	if n, ok := l.names[obj]; ok {
		return n
	}
	if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
		return l.declareGlobal(obj)
	}
	return l.local(obj)
}

// local returns the name of a function's own variable: not that of a type, since
// lowered code writes types where the source has none.
func (l *lowering) local(obj types.Object) string {
	if l.typeNames[obj.Name()] {
		return l.disguise(obj.Name())
	}
	return l.plain(obj.Name())
}

// declared returns the name of a variable that id declares.
func (l *lowering) declared(id *ast.Ident) string {
	if obj := l.k.info.Defs[id]; obj != nil && id.Name != "_" {
		return l.name(obj)
	}
	return l.plain(id.Name)
}

// pkg returns the name of an imported package.
func (l *lowering) pkg(path string) string {
	l.imports[path] = true
	return Alias(path)
}

// helper returns the name of a helper function.
func (l *lowering) helper(name string) string { return l.pkg(HelperPath) + "." + name }
