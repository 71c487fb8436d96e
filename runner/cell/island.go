package cell

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
)

// A cell that begins with a package clause is an island: a whole program of its
// own. It sees nothing of other cells nor they of it, so one check is enough and
// none of Go's rules is relaxed: its variables are initialised in Go's order, then
// its init functions run, and then main.

// readIsland parses the source's text as the file of a program.
func (c *checker) readIsland(s *source) *source {
	s.island = true
	file, err := parser.ParseFile(c.fset, c.nb.Path, s.text, parser.SkipObjectResolution)
	at := c.place(file, s)
	s.files = [2]*token.File{at, at}
	if err != nil {
		c.syntax(s, err)
		return s
	}
	s.decls = file.Decls
	if file.Name.Name != "main" {
		s.broken = true
		c.problemAt(s, file.Name.Pos(), "package "+file.Name.Name+" is not a main package", "a cell with a package clause is a whole program: write package main, or leave the clause out")
	}
	return s
}

// checkIsland type-checks a whole program. It returns nil when it has reported a
// problem.
func (c *checker) checkIsland(s *source) *checked {
	if s.broken {
		return nil
	}
	info := newInfo()
	k := &sourceCheck{checker: c, source: s, info: info, pkg: types.NewPackage("main", "main")}
	k.file(k.pkg, info, s.decls)
	for _, d := range s.decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body == nil {
			c.problemAt(s, f.Name.Pos(), "missing function body", "")
		}
	}
	if c.failed[s.cell] {
		return nil
	}
	if k.pkg.Scope().Lookup("main") == nil {
		c.report(s, 0, "function main is undeclared in the main package", "a cell with a package clause is a whole program: declare func main, or leave the clause out")
		return nil
	}
	for name := range slices.Values(k.pkg.Scope().Names()) {
		obj := k.pkg.Scope().Lookup(name)
		k.scope.add(name, live{obj, k.position(obj.Pos())})
		if v, ok := obj.(*types.Var); ok {
			k.globals = append(k.globals, v)
		}
	}
	return &checked{source: s, info: info, vars: k.globals, body: initialisation(info)}
}

// initialisation returns the assignments that give the variables of a program
// their first values, in Go's order.
func initialisation(info *types.Info) []ast.Stmt {
	var stmts []ast.Stmt
	for _, init := range info.InitOrder {
		at := init.Rhs.Pos()
		set := &ast.AssignStmt{TokPos: at, Tok: token.ASSIGN, Rhs: []ast.Expr{init.Rhs}}
		for _, v := range init.Lhs {
			id := &ast.Ident{NamePos: at, Name: v.Name()}
			info.Uses[id] = v
			set.Lhs = append(set.Lhs, id)
		}
		stmts = append(stmts, set)
	}
	return stmts
}

// alone runs f with nothing in scope, as an island is checked and lowered, and
// leaves the notebook's scope as it was.
func (c *checker) alone(f func()) {
	scope, later := c.scope, c.later
	c.scope, c.later = newScope(), nil
	f()
	c.scope, c.later = scope, later
}
