package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// keyLiterals gives the literals without keys, of struct types that earlier cells
// declare, their keys: to go/types each cell is a package of its own, whose
// unexported fields it may set by name only.
func (k *sourceCheck) keyLiterals() {
	if !k.anyPositional() {
		return
	}
	info := &types.Info{Types: make(map[ast.Expr]types.TypeAndValue)}
	lone := *k
	lone.raw = k.stmts
	var errs []types.Error
	lone.check0(info, func(e types.Error) { errs = append(errs, e) })
	for x, tv := range info.Types {
		lit, ok := x.(*ast.CompositeLit)
		if !ok || len(lit.Elts) == 0 {
			continue
		}
		t := tv.Type
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok || s.NumFields() != len(lit.Elts) || !foreign(s, errs) {
			continue
		}
		giveKeys(lit, s)
	}
}

// foreign reports whether errs refuse the fields of s for their package.
func foreign(s *types.Struct, errs []types.Error) bool {
	for f := range s.Fields() {
		for _, e := range errs {
			if !f.Exported() && isMain(f) && strings.HasPrefix(e.Msg, "implicit assignment to unexported field "+f.Name()+" ") {
				return true
			}
		}
	}
	return false
}

func giveKeys(lit *ast.CompositeLit, s *types.Struct) {
	for i, e := range lit.Elts {
		if _, keyed := e.(*ast.KeyValueExpr); keyed {
			return
		}
		key := &ast.Ident{NamePos: e.Pos(), Name: s.Field(i).Name()}
		lit.Elts[i] = &ast.KeyValueExpr{Key: key, Colon: e.Pos(), Value: e}
	}
}

// anyPositional reports whether the source has a literal without keys that may be
// of a struct.
func (k *sourceCheck) anyPositional() bool {
	found := false
	each([][]*source{{k.source}}, func(n ast.Node) {
		if lit, ok := n.(*ast.CompositeLit); ok && len(lit.Elts) > 0 {
			_, keyed := lit.Elts[0].(*ast.KeyValueExpr)
			found = found || !keyed
		}
	})
	return found && len(k.scope.objects) > 0
}

// check0 checks everything as it stands and calls f for each error.
func (k *sourceCheck) check0(info *types.Info, f func(types.Error)) {
	decls := []ast.Decl{k.importDecl(nil)}
	own := make(map[string]bool)
	for _, d := range k.decls {
		if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.IMPORT {
			decls = append(decls, d)
		}
	}
	for _, id := range k.declared() {
		if k.inDecls(id.Pos()) {
			own[id.Name] = true
		}
	}
	pkg := types.NewPackage("main", "main")
	k.insert(pkg, own)
	k.types(pkg, info, append(decls, k.function(k.raw)), f)
}
