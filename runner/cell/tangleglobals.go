package cell

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// findGlobals decides where the variables of cells are declared. At package level
// stand those that a function or another piece uses, and those that nothing uses:
// Go has them there alone. When a := or var declares one of them together with
// others, these are declared at the head of their function.
func (t *tangler) findGlobals() {
	home := make(map[types.Object]*piece)
	for _, p := range t.pieces {
		for _, v := range p.vars {
			home[v] = p
			if p.idle[v.Pos()] || p.island {
				t.global[v] = true
			}
		}
	}
	for _, p := range t.pieces {
		p.idents(func(id *ast.Ident, obj types.Object) {
			obj = t.canonical(obj)
			if h := home[obj]; h != nil && (h != p || p.inDecls(id.Pos())) {
				t.global[obj] = true
			}
		})
	}
	for changed := true; changed; {
		changed = false
		for _, p := range t.pieces {
			for _, st := range p.source.stmts {
				changed = t.together(p, variables(st)) || changed
			}
		}
	}
}

// together takes the declarations of a statement's new variables out of it when
// one of its variables is global. It returns whether that changed any.
func (t *tangler) together(p *piece, ids []*ast.Ident) (changed bool) {
	if !t.anyGlobal(p, ids) {
		return false
	}
	for _, id := range ids {
		v := t.variable(p, id)
		if v == nil || v.Pos() != id.Pos() || t.global[v] || t.head[v] {
			continue // declared elsewhere
		}
		changed = true
		if p.hidesNothing(v) {
			t.head[v] = true
		} else {
			t.global[v] = true
		}
	}
	return changed
}

// anyGlobal reports whether one of the variables stands at package level.
func (t *tangler) anyGlobal(p *piece, ids []*ast.Ident) bool {
	return slices.ContainsFunc(ids, func(id *ast.Ident) bool { return t.global[t.variable(p, id)] })
}

// hidesNothing reports whether v can be declared before all statements of the
// piece: they use its name for nothing from outside of them.
func (p *piece) hidesNothing(v types.Object) bool {
	free := true
	p.idents(func(id *ast.Ident, obj types.Object) {
		if strings.TrimSuffix(id.Name, hiddenMark) != v.Name() || obj == v {
			return
		}
		_, pkg := obj.(*types.PkgName)
		if pkg || obj.Parent() == types.Universe || obj.Parent() == p.pkg.Scope() || obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
			free = false
		}
	})
	return free
}

// variable returns the variable that id, on the left of a top-level := or var,
// stands for; nil for _.
func (t *tangler) variable(p *piece, id *ast.Ident) types.Object {
	if obj := p.object(id); obj != nil {
		return t.canonical(obj)
	}
	return nil
}

// object returns what an identifier of the piece stands for. What is not part of
// the second check, a var without values, is of the first.
func (p *piece) object(id *ast.Ident) types.Object {
	if obj := p.info.ObjectOf(id); obj != nil {
		return obj
	}
	if p.island {
		return nil
	}
	for _, v := range p.vars {
		if v.Pos() == id.Pos() {
			return v
		}
	}
	obj := p.locals.Uses[id]
	if obj != nil && isMain(obj) {
		if own := p.pkg.Scope().Lookup(id.Name); own != nil {
			return own
		}
	}
	return obj
}

// idents calls f for the identifiers that stand for something.
func (p *piece) idents(f func(*ast.Ident, types.Object)) {
	each([][]*source{{p.source}}, func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok {
			if obj := p.object(id); obj != nil {
				f(id, obj)
			}
		}
	})
}
