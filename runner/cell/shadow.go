package cell

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// hiddenMark ends a name that a cell's own variable hides from its functions but
// not from the statements before that variable.
const hiddenMark = "·"

// noPlace is the name of what stands for files of types that are not at a place of
// the cell's.
const noPlace = "types"

// hide gives the uses of names that the source's variables shadow other names: in
// the statements before a variable its name means what it meant.
func (k *sourceCheck) hide(shadows map[string]bool, imports *ast.GenDecl) {
	for id, obj := range k.locals.Uses {
		if !shadows[id.Name] || k.inDecls(id.Pos()) || isType(obj) { // checkNames refuses to hide a type
			continue
		}
		name := id.Name + hiddenMark
		if p, ok := obj.(*types.PkgName); ok {
			if k.hidden[name] == nil {
				imports.Specs = append(imports.Specs, importSpec(name, strconv.Quote(p.Imported().Path()), id.Pos()))
			}
		} else if l, ok := k.scope.objects[id.Name]; ok && l.obj == obj {
			if k.hidden[name] == nil {
				a := renamed(obj, k.pkg, name)
				k.original[a] = k.canonical(obj)
				k.pkg.Scope().Insert(a)
			}
		} else {
			continue
		}
		k.hidden[name] = obj
		id.Name = name
	}
}

// canonical returns the object that obj is another name of, or obj.
func (c *checker) canonical(obj types.Object) types.Object {
	if o := c.original[obj]; o != nil {
		return o
	}
	return obj
}

// renamed returns an object like obj with another name.
func renamed(obj types.Object, pkg *types.Package, name string) types.Object {
	switch obj := obj.(type) {
	case *types.Const:
		return types.NewConst(obj.Pos(), pkg, name, obj.Type(), obj.Val())
	case *types.Func:
		return types.NewFunc(obj.Pos(), pkg, name, obj.Signature())
	case *types.Var:
		return types.NewVar(obj.Pos(), pkg, name, obj.Type())
	}
	panic(fmt.Sprintf("cell: a variable hides the %T %s", obj, obj.Name()))
}

// variableDecl declares the source's variables with the types that were found. A
// variable whose type cannot be written is put into the package as it is.
func (k *sourceCheck) variableDecl(imports *ast.GenDecl) *ast.GenDecl {
	d := &ast.GenDecl{Tok: token.VAR}
	paths := make(map[string]bool)
	for _, v := range k.fresh {
		text := types.TypeString(v.Type(), func(p *types.Package) string {
			if p.Path() == "main" {
				return ""
			}
			paths[p.Path()] = true
			return Alias(p.Path())
		})
		expr, err := parser.ParseExprFrom(k.fset, noPlace, text, 0)
		if err != nil || !nameable(v.Type()) {
			k.pkg.Scope().Insert(types.NewVar(v.Pos(), k.pkg, v.Name(), v.Type()))
			continue
		}
		d.Specs = append(d.Specs, &ast.ValueSpec{Names: []*ast.Ident{{NamePos: v.Pos(), Name: v.Name()}}, Type: expr})
	}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		imports.Specs = append(imports.Specs, importSpec(Alias(path), strconv.Quote(path), token.Pos(k.files[0].Base())))
	}
	return d
}

// assigned returns a top-level statement with assignments in place of the
// declarations of variables, nil when nothing is left to do.
func assigned(st ast.Stmt) ast.Stmt {
	switch st := st.(type) {
	case *ast.LabeledStmt:
		if inner := assigned(st.Stmt); inner != st.Stmt {
			if inner == nil {
				inner = &ast.EmptyStmt{Semicolon: st.Stmt.Pos(), Implicit: true}
			}
			return &ast.LabeledStmt{Label: st.Label, Colon: st.Colon, Stmt: inner}
		}
	case *ast.AssignStmt:
		if st.Tok == token.DEFINE {
			set := *st
			set.Tok = token.ASSIGN
			return &set
		}
	case *ast.DeclStmt:
		block := &ast.BlockStmt{Lbrace: st.Pos(), Rbrace: st.End()}
		for _, spec := range st.Decl.(*ast.GenDecl).Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok && len(spec.Values) > 0 {
				set := &ast.AssignStmt{TokPos: spec.Names[0].Pos(), Tok: token.ASSIGN, Rhs: spec.Values}
				for _, id := range spec.Names {
					set.Lhs = append(set.Lhs, id)
				}
				block.List = append(block.List, set)
			}
		}
		switch len(block.List) {
		case 0:
			return nil
		case 1:
			return block.List[0]
		}
		return block
	}
	return st
}
