package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// measures says of each cell and inline expression whether what it shows depends
// on the machine and the moment.
func (t *tangler) measures() (cells, inlines []bool) {
	cells, inlines = make([]bool, len(t.nb.Cells)), make([]bool, len(t.nb.Inlines))
	tainted := make(map[types.Object]bool)
	for _, p := range t.pieces {
		measures := false
		for _, d := range p.source.decls {
			if f, ok := d.(*ast.FuncDecl); ok && t.measured(p, f, tainted) {
				tainted[p.info.Defs[f.Name]] = true
			}
		}
		for _, st := range p.source.stmts {
			measures = measures || t.measured(p, st, tainted)
		}
		if measures {
			for _, v := range p.vars {
				tainted[v] = true
			}
			for _, st := range p.source.stmts {
				t.written(p, st, func(v types.Object) { tainted[v] = true })
			}
		}
		if p.inline() {
			inlines[p.index] = measures
		} else {
			cells[p.index] = measures
		}
	}
	return cells, inlines
}

// measured reports whether a part of a piece measures, or uses what does.
func (t *tangler) measured(p *piece, n ast.Node, tainted map[types.Object]bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := p.info.ObjectOf(id); obj != nil {
				found = found || tainted[t.canonical(obj)] || measuring(obj)
			}
		}
		return !found
	})
	return found
}

// written calls f for what a statement gives a value to, or takes the address of.
func (t *tangler) written(p *piece, st ast.Stmt, f func(types.Object)) {
	to := func(list ...ast.Expr) {
		for _, x := range list {
			if id := root(x); id != nil && p.info.ObjectOf(id) != nil {
				f(t.canonical(p.info.ObjectOf(id)))
			}
		}
	}
	ast.Inspect(st, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			to(n.Lhs...)
		case *ast.IncDecStmt:
			to(n.X)
		case *ast.RangeStmt:
			to(n.Key, n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				to(n.X)
			}
		}
		return true
	})
}

// root returns the name of the variable that x is, or is a part of.
func root(x ast.Expr) *ast.Ident {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x
	case *ast.IndexExpr:
		return root(x.X)
	case *ast.SelectorExpr:
		return root(x.X)
	case *ast.StarExpr:
		return root(x.X)
	case *ast.SliceExpr:
		return root(x.X)
	}
	return nil
}

// measuring reports whether what obj gives is another in each run.
func measuring(obj types.Object) bool {
	if obj.Pkg() == nil {
		return false
	}
	switch path := obj.Pkg().Path(); path {
	case UnixPath:
		return true
	case "time":
		return obj.Name() == "Since" || obj.Name() == "Until"
	default:
		return strings.HasPrefix(path, "nbrun/iomodels")
	}
}
