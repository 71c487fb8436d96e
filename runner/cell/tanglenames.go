package cell

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// chooseNames names what stands at package level. Types keep their names, since
// embedded ones are fields too, and packages where they can; the second variable
// of a name is called x_2.
func (t *tangler) chooseNames() {
	if !t.lone() {
		t.taken["main"], t.taken["init"] = true, true
	}
	for _, p := range t.pieces {
		p.idents(func(_ *ast.Ident, obj types.Object) {
			if obj.Parent() == types.Universe {
				t.taken[obj.Name()] = true // a later cell may declare it
			}
		})
	}
	var objects []types.Object
	seen := make(map[types.Object]bool)
	pieces := slices.Clone(t.pieces)
	slices.SortStableFunc(pieces, func(a, b *piece) int { return cmp.Compare(rank(a), rank(b)) })
	for _, p := range pieces {
		for _, id := range p.declared() {
			obj := p.info.Defs[id]
			if obj == nil {
				obj = t.variable(p, id)
			}
			if _, isVar := obj.(*types.Var); isVar && !t.global[obj] || obj == nil || seen[obj] {
				continue
			}
			seen[obj] = true
			if isType(obj) {
				t.names[obj] = t.choose(obj.Name()) // another than its own only in a whole program
				continue
			}
			objects = append(objects, obj)
		}
	}
	for _, p := range t.pieces {
		p.idents(func(id *ast.Ident, obj types.Object) {
			if pkg, ok := obj.(*types.PkgName); ok && p.info.Defs[id] == nil {
				t.pkg(strings.TrimSuffix(pkg.Name(), hiddenMark), pkg.Imported().Path())
			}
		})
		for _, spec := range p.imports() {
			if spec.Name != nil && spec.Name.Name == "_" {
				t.imports[imported{"_", importPath(spec)}] = "_"
			}
		}
	}
	for _, obj := range objects {
		t.names[obj] = t.choose(obj.Name())
	}
	if t.lone() {
		return
	}
	for _, p := range t.pieces {
		if !p.inline() && (len(p.source.stmts) > 0 || len(t.mains(p)) > 0 || p.island || t.probe != "") {
			p.name = t.choose("cell" + strconv.Itoa(p.index+1))
		} else if p.inline() {
			p.name = t.choose("prose" + strconv.Itoa(p.index+1))
		}
	}
}

// rank is 1 for a whole program, whose names give way to those of other cells.
func rank(p *piece) int {
	if p.island {
		return 1
	}
	return 0
}

// choose returns name, or one like it when it is taken, and takes it.
func (t *tangler) choose(name string) string {
	unique := name
	for i := 2; name != "_" && t.taken[unique] || unique != name && t.idents[unique]; i++ {
		unique = name + "_" + strconv.Itoa(i)
	}
	t.taken[unique] = true
	return unique
}

// pkg returns the name of a package that a cell calls name.
func (t *tangler) pkg(name, path string) string {
	im := imported{name, path}
	if t.imports[im] == "" {
		t.imports[im] = t.choose(name)
	}
	return t.imports[im]
}

// inserted returns the name of a package for use in a cell's text, where the
// author may have given the usual name another meaning.
func (t *tangler) inserted(name, path string) string {
	for _, p := range t.pieces {
		shadowed := false
		p.idents(func(id *ast.Ident, obj types.Object) {
			if _, isPkg := obj.(*types.PkgName); !isPkg && id.Name == name && obj.Parent() != nil {
				shadowed = true
			}
		})
		if shadowed {
			name = t.own(name + "_")
			break
		}
	}
	return t.pkg(name, path)
}

// own returns the name of a helper function of the program.
func (t *tangler) own(name string) string {
	for t.idents[name] {
		name += "_"
	}
	return name
}

// packageName returns the name that a package has by itself.
func (t *tangler) packageName(path string) string {
	if path == t.probe {
		return path[strings.LastIndexByte(path, '/')+1:]
	}
	name, err := t.api.packageName(path)
	must(err)
	return name
}

// renames returns the changes of the piece's identifiers.
func (t *tangler) renames(p *piece) []edit {
	var edits []edit
	selected := make(map[*ast.Ident]bool)
	each([][]*source{{p.source}}, func(n ast.Node) {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			selected[sel.Sel] = true
		}
	})
	p.idents(func(id *ast.Ident, obj types.Object) {
		obj = t.canonical(obj)
		at := p.offset(id.Pos())
		old := strings.TrimSuffix(id.Name, hiddenMark)
		if !strings.HasPrefix(string(p.text[at:]), old) {
			return // made up by the check
		}
		name := old
		key := false // of a struct literal, or selected
		if f, ok := obj.(*types.Var); ok && f.Embedded() {
			key = p.info.Defs[id] == nil
			obj = embedded(f)
		}
		switch pkg, isPkg := obj.(*types.PkgName); {
		case isPkg:
			if p.info.Defs[id] != nil {
				return
			}
			name = t.pkg(strings.TrimSuffix(pkg.Name(), hiddenMark), pkg.Imported().Path())
		case t.names[obj] != "":
			name = t.names[obj]
		case obj.Pkg() != nil && obj.Pkg().Path() != "main" && obj.Parent() == obj.Pkg().Scope() && !selected[id] && !key:
			name = t.inserted(obj.Pkg().Name(), obj.Pkg().Path()) + "." + old // a dot import's
		}
		if name != old {
			edits = append(edits, edit{at, at + len(old), name})
		}
	})
	return edits
}

// offset returns where in the piece's text pos is.
func (p *piece) offset(pos token.Pos) int {
	f := p.files[1]
	if p.inDecls(pos) {
		f = p.files[0]
	}
	return f.Offset(pos) - p.header()
}

// embedded returns the type that gives an embedded field its name.
func embedded(f *types.Var) types.Object {
	t := f.Type()
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if t, ok := t.(interface{ Obj() *types.TypeName }); ok {
		return t.Obj()
	}
	return f
}
