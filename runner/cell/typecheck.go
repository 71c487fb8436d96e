package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A cell is checked twice, since its statements stand in a function to Go and its
// variables are nevertheless seen by its functions and by later cells.
//
// First its statements are checked as the body of a function, after its types,
// constants and the signatures of its functions: there := and var declare local
// variables, by Go's own rules, and their types are found. Then everything is
// checked once more with those variables as variables of the package and := as =.
// The second check sees the functions' bodies, and gives the objects that last.

// checked is a source that Go accepts.
type checked struct {
	*source
	info   *types.Info
	vars   []*types.Var // its new variables, in order
	body   []ast.Stmt   // its statements, := as =
	result ast.Expr     // its value's expression, which is the last statement; nil when it has none
	std    bool         // not a source of the notebook, but of the standard library

	locals *types.Info        // of the first check
	pkg    *types.Package     // of the second
	idle   map[token.Pos]bool // where the first check found variables that nothing uses
}

// check type-checks s, which stands after the first number cells, and adds what
// it declares to the scope. It returns nil when it has reported a problem.
func (c *checker) check(s *source, number int) *checked {
	if s.broken {
		c.scope.lose(s.lost)
		return nil
	}
	for _, spec := range s.imports() {
		c.addImport(spec)
	}
	before := len(c.problems)
	c.checkNames(s)
	k := &sourceCheck{checker: c, source: s, number: number, hidden: make(map[string]types.Object), idle: make(map[token.Pos]bool)}
	k.keyLiterals()
	k.first()
	k.second()
	for _, obj := range k.info.Uses {
		if first, ok := c.original[obj]; ok {
			obj = first
		}
		s.doubtful = s.doubtful || c.doubted[obj.Pkg()]
	}
	failed := len(c.problems) > before || c.hasFailed(s)
	c.doubted[k.pkg] = s.doubtful || failed
	if failed {
		return nil
	}
	return &checked{source: s, info: k.info, vars: k.globals, body: k.body, result: k.resultOf(k.last),
		locals: k.locals, pkg: k.pkg, idle: k.idle}
}

// sourceCheck is the checking of one source.
type sourceCheck struct {
	*checker
	*source
	number  int
	last    ast.Expr                // the last statement when it may be a value
	raw     []ast.Stmt              // the statements, a last expression assigned to _
	locals  *types.Info             // of the first check
	fresh   []*types.Var            // the source's variables as the first check has them
	hidden  map[string]types.Object // by name with its mark
	refused bool                    // the first check has found an error
	idle    map[token.Pos]bool      // variables that nothing uses

	pkg     *types.Package
	info    *types.Info
	globals []*types.Var
	body    []ast.Stmt
}

// first checks the statements as a function's body.
func (k *sourceCheck) first() {
	k.raw = k.stmts
	if x := k.value(); x != nil {
		k.last = x
		if _, call := ast.Unparen(x).(*ast.CallExpr); !call {
			use := &ast.AssignStmt{Lhs: []ast.Expr{&ast.Ident{NamePos: x.Pos(), Name: "_"}}, TokPos: x.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{x}}
			k.raw = append(slices.Clone(k.stmts[:len(k.stmts)-1]), use)
		}
	}
	decls := []ast.Decl{k.importDecl(nil)}
	own := make(map[string]bool)
	for _, d := range k.decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			head := *d
			head.Body = nil
			decls = append(decls, &head)
		case *ast.GenDecl:
			if d.Tok != token.IMPORT {
				decls = append(decls, d)
			}
		}
	}
	for _, id := range k.declared() {
		if k.inDecls(id.Pos()) {
			own[id.Name] = true
		}
	}
	k.locals = &types.Info{Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object)}
	pkg := types.NewPackage("main", "main")
	k.insert(pkg, own)
	k.file(pkg, k.locals, append(decls, k.function(k.raw)))
	for _, st := range k.stmts {
		for _, id := range variables(st) {
			if v, ok := k.locals.Defs[id].(*types.Var); ok && id.Name != "_" {
				k.fresh = append(k.fresh, v)
			}
		}
	}
}

// second checks everything with the variables as the package's.
func (k *sourceCheck) second() {
	k.pkg = types.NewPackage("main", "main")
	k.info = newInfo()
	own, shadows := make(map[string]bool), make(map[string]bool)
	for _, id := range k.declared() {
		if k.inDecls(id.Pos()) {
			own[id.Name] = true
		}
	}
	for _, v := range k.fresh {
		own[v.Name()], shadows[v.Name()] = true, true
	}
	imports := k.importDecl(shadows)
	k.hide(shadows, imports)
	k.insert(k.pkg, own)
	decls := []ast.Decl{imports, k.variableDecl(imports)}
	for _, d := range k.decls {
		if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.IMPORT {
			decls = append(decls, d)
		}
	}
	for _, st := range k.raw {
		if st := assigned(st); st != nil {
			k.body = append(k.body, st)
		}
	}
	k.file(k.pkg, k.info, append(decls, k.function(k.body)))
	for _, v := range k.fresh {
		if g, ok := k.pkg.Scope().Lookup(v.Name()).(*types.Var); ok {
			k.globals = append(k.globals, g)
		}
	}
	for _, name := range k.pkg.Scope().Names() {
		obj := k.pkg.Scope().Lookup(name)
		if obj.Pkg() == k.pkg && k.hidden[name] == nil && name != "main" {
			k.scope.add(name, live{obj, k.position(obj.Pos())})
		}
	}
}

// newInfo returns an Info for all that lowering asks.
func newInfo() *types.Info {
	return &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
	}
}

// insert puts the live objects into pkg but for those whose names are given.
func (k *sourceCheck) insert(pkg *types.Package, but map[string]bool) {
	for name, l := range k.scope.objects {
		if !but[name] {
			pkg.Scope().Insert(l.obj)
		}
	}
}

// importDecl imports what the scope does, but for the names given.
func (k *sourceCheck) importDecl(but map[string]bool) *ast.GenDecl {
	d := &ast.GenDecl{Tok: token.IMPORT}
	for _, name := range slices.Sorted(maps.Keys(k.scope.imports)) {
		if spec := k.scope.imports[name]; !but[name] {
			d.Specs = append(d.Specs, importSpec(name, spec.Path.Value, spec.Pos()))
		}
	}
	for _, spec := range k.scope.dots {
		d.Specs = append(d.Specs, spec)
	}
	return d
}

func importSpec(name, quoted string, pos token.Pos) *ast.ImportSpec {
	return &ast.ImportSpec{Name: &ast.Ident{NamePos: pos, Name: name}, Path: &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: quoted}}
}

// function declares a function of these statements.
func (k *sourceCheck) function(body []ast.Stmt) *ast.FuncDecl {
	start, end := token.Pos(k.files[1].Base()), token.Pos(k.files[1].Base()+k.files[1].Size())
	return &ast.FuncDecl{
		Name: &ast.Ident{NamePos: start, Name: "_"},
		Type: &ast.FuncType{Func: start, Params: &ast.FieldList{Opening: start, Closing: start}},
		Body: &ast.BlockStmt{Lbrace: start, List: body, Rbrace: end},
	}
}

// resultOf returns x when the page shows its value: not what fmt.Print returns,
// and nothing for a call without results.
func (k *sourceCheck) resultOf(x ast.Expr) ast.Expr {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return x
	}
	tv := k.info.Types[x]
	if tuple, ok := tv.Type.(*types.Tuple); tv.IsVoid() || ok && tuple.Len() == 0 || tv.Type == nil {
		return nil
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		f, ok := k.info.Uses[sel.Sel].(*types.Func)
		if ok && f.Pkg() != nil && f.Pkg().Path() == "fmt" && (strings.HasPrefix(f.Name(), "Print") || strings.HasPrefix(f.Name(), "Fprint")) {
			return nil
		}
	}
	return x
}
