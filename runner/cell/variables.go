package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// usage is what the code so far does with a variable.
type usage struct {
	owner     *ast.BlockStmt // the function that declares it, nil for a cell's statements
	assigned  bool           // after it was declared
	elsewhere bool           // in another function
	addressed bool
}

// usages notes what k does with variables.
func (l *lowering) usages(k *checked) {
	for _, d := range k.decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Body != nil {
			l.usagesIn(k, d, d.Body)
		}
	}
	for _, s := range k.body {
		l.usagesIn(k, s, nil)
	}
}

// usagesIn notes what n does, which is a part of the function owner.
func (l *lowering) usagesIn(k *checked, n ast.Node, owner *ast.BlockStmt) {
	assigns := func(x ast.Expr) {
		if id, ok := ast.Unparen(x).(*ast.Ident); ok && k.info.Defs[id] == nil {
			u := l.usage(k.info.Uses[id])
			u.assigned = true
			u.elsewhere = u.elsewhere || u.owner != owner
		}
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if n.Body != owner {
				l.usagesIn(k, n, n.Body)
				return false
			}
		case *ast.Ident:
			if v, ok := k.info.Defs[n].(*types.Var); ok {
				l.usage(v).owner = owner
			}
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				assigns(x)
			}
		case *ast.IncDecStmt:
			assigns(n.X)
		case *ast.RangeStmt:
			for _, x := range []ast.Expr{n.Key, n.Value} {
				if x != nil && n.Tok == token.ASSIGN {
					assigns(x)
				}
			}
		case *ast.UnaryExpr:
			if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND {
				l.usage(k.info.Uses[id]).addressed = true
			}
		case *ast.SelectorExpr:
			if s := k.info.Selections[n]; s != nil && s.Kind() == types.MethodVal {
				if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && isPointer(s.Obj().(*types.Func).Signature().Recv().Type()) {
					l.usage(k.info.Uses[id]).addressed = true
				}
			}
		}
		return true
	})
}

func (l *lowering) usage(obj types.Object) *usage {
	obj = l.canonical(obj)
	u := l.used[obj]
	if u == nil {
		u = new(usage)
		l.used[obj] = u
	}
	return u
}

// steady reports whether only the statements that are being written can change
// the variable, so that what they have found out about it stays true.
func (l *lowering) steady(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() || l.fn == nil || l.fn.jumps {
		return false
	}
	u := l.used[l.canonical(obj)]
	return u != nil && !u.addressed && !u.elsewhere && (u.owner == l.fn.owner || !u.assigned && u.owner != nil)
}

// changes says what a statement changes.
type changes struct {
	of     map[types.Object]change // variables
	memory bool                    // slices that are not variables
}

type change struct{ up, down bool } // to a larger number or length, to a smaller one

// changesIn returns what the nodes change.
func (l *lowering) changesIn(nodes ...ast.Node) changes {
	c := changes{of: make(map[types.Object]change)}
	for _, n := range nodes {
		if n != nil {
			ast.Inspect(n, func(n ast.Node) bool {
				l.changesOf(n, &c)
				return true
			})
		}
	}
	return c
}

// changes reports whether n changes the variable x.
func (l *lowering) changes(n ast.Node, x ast.Expr) bool {
	return l.changesIn(n).of[l.k.info.ObjectOf(x.(*ast.Ident))] != change{}
}

// changesOf adds what n itself changes.
func (l *lowering) changesOf(n ast.Node, c *changes) {
	add := func(x ast.Expr, up, down bool) {
		id, ok := ast.Unparen(x).(*ast.Ident)
		if !ok {
			switch l.typeOf(x).Underlying().(type) {
			case *types.Slice, *types.Array, *types.Struct:
				c.memory = true
			case *types.Basic:
				c.memory = c.memory || types.Identical(l.typeOf(x).Underlying(), types.Typ[types.String])
			}
		} else if obj := l.k.info.ObjectOf(id); obj != nil {
			old := c.of[obj]
			c.of[obj] = change{old.up || up, old.down || down}
		}
	}
	switch n := n.(type) {
	case *ast.IncDecStmt:
		add(n.X, n.Tok == token.INC, n.Tok == token.DEC)
	case *ast.AssignStmt:
		for i, x := range n.Lhs {
			up, down := true, true
			if len(n.Lhs) == len(n.Rhs) {
				step, ok := l.step(n, x, n.Rhs[i])
				up, down = !ok || step > 0, !ok || step < 0
				if l.appends(x, n.Rhs[i]) {
					up, down = true, false
				}
			}
			add(x, up, down)
		}
	case *ast.RangeStmt:
		for _, x := range []ast.Expr{n.Key, n.Value} {
			if x != nil {
				add(x, true, true)
			}
		}
		switch l.typeOf(n.X).Underlying().(type) {
		case *types.Signature, *types.Chan:
			c.memory = true
		}
	case *ast.UnaryExpr: // another goroutine may have changed what it shares
		c.memory = c.memory || n.Op == token.ARROW
	case *ast.SelectStmt:
		c.memory = true
	case *ast.CallExpr:
		c.memory = c.memory || !l.harmless(n)
	}
}

// harmless reports whether a call is known not to change a slice.
func (l *lowering) harmless(x *ast.CallExpr) bool {
	tv := l.k.info.Types[ast.Unparen(x.Fun)]
	switch {
	case tv.IsType():
		return true
	case tv.IsBuiltin():
		id, ok := ast.Unparen(x.Fun).(*ast.Ident)
		return ok && id.Name != "append" && id.Name != "clear" && id.Name != "copy"
	case l.compiledCallee(x) == nil:
		return false
	}
	for _, a := range x.Args {
		if _, basic := l.typeOf(a).Underlying().(*types.Basic); !basic || l.own(l.typeOf(a)) {
			return false
		}
	}
	sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
	return ok && l.k.info.Selections[sel] == nil
}

// step returns the constant that an assignment adds to the variable x.
func (l *lowering) step(s *ast.AssignStmt, x, y ast.Expr) (int64, bool) {
	switch s.Tok {
	case token.ADD_ASSIGN, token.SUB_ASSIGN:
		n, ok := l.smallConstant(y)
		if s.Tok == token.SUB_ASSIGN {
			n = -n
		}
		return n, ok
	case token.ASSIGN, token.DEFINE:
		v, ok := l.linear(x)
		to, known := l.linear(y)
		return to.c - v.c, ok && known && v.t == to.t && v.t != term{}
	}
	return 0, false
}

// appends reports whether y is append(x, …).
func (l *lowering) appends(x, y ast.Expr) bool {
	call, ok := ast.Unparen(y).(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || id.Name != "append" || !l.k.info.Types[id].IsBuiltin() {
		return false
	}
	a, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
	b, isVar := ast.Unparen(x).(*ast.Ident)
	return ok && isVar && l.k.info.ObjectOf(a) == l.k.info.ObjectOf(b)
}
