package cell

import (
	"go/ast"
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
