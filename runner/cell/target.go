package cell

import (
	"go/ast"
	"go/types"
)

// target is the left side of an assignment.
type target struct {
	text  string
	check string // the statement before the assignment
}

// target returns the left side of an assignment to x, after it has written the
// operands of x that the assignment could change.
func (l *lowering) target(x ast.Expr, end string) target {
	hold := func(x ast.Expr) string {
		if tv := l.k.info.Types[x]; tv.Value != nil {
			return l.text(func() { l.expr(x) })
		}
		h := l.fresh("o")
		l.w(h, " := ")
		l.expr(x)
		l.w(end)
		return h
	}
	switch e := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		base := target{}
		if _, array := l.typeOf(e.X).Underlying().(*types.Array); array {
			base = l.target(e.X, end)
		} else {
			base.text = hold(e.X)
		}
		if m, ok := l.typeOf(e.X).Underlying().(*types.Map); ok && types.IsInterface(m.Key()) {
			base.text += "[" + l.text(func() { l.key(e.Index, m) }) + "]"
			return base
		}
		i := hold(e.Index)
		if !l.safeIndex(e) {
			place, known := l.fn.guards, l.fn.facts
			l.fn.guards = &guards{}
			l.checkIndex(e, base.text, i)
			base.check += l.fn.guards.checks.b.String()
			l.fn.guards, l.fn.facts = place, known // which it adds to when it runs, later
		}
		base.text += "[" + i + "]"
		return base
	case *ast.SelectorExpr:
		if l.k.info.Selections[e] == nil { // a package's variable
			break
		}
		if isPointer(l.typeOf(e.X)) {
			return target{text: hold(e.X) + l.fieldPath(e)}
		}
		t := l.target(e.X, end)
		t.text += l.fieldPath(e)
		return t
	case *ast.StarExpr:
		return target{text: "*" + hold(e.X)}
	}
	return target{text: l.text(func() { l.expr(x) })}
}

// variableType returns the type of the variable on the left of an assignment, nil
// for _.
func (l *lowering) variableType(x ast.Expr) types.Type {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		if id.Name == "_" {
			return nil
		}
		return l.subst(l.k.info.ObjectOf(id).Type())
	}
	return l.typeOf(x)
}
