package cell

import (
	"go/ast"
	"go/types"
)

// length is a variable of lowered code that has the length of a variable which a
// loop does not change.
type length struct {
	name string
	used bool
}

// withLengths writes a statement; the lengths that a loop needs are found before it.
func (l *lowering) withLengths(s ast.Stmt, write func()) {
	switch s.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
	default:
		write()
		return
	}
	var added []term
	changed := l.changesIn(s)
	ast.Inspect(s, func(n ast.Node) bool {
		var of ast.Expr
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IndexExpr:
			of = n.X
		case *ast.CallExpr:
			if len(n.Args) > 0 {
				of = n.Args[0]
			}
		}
		if of == nil {
			return true
		}
		if t, ok := l.lengthOf(of); ok && l.fn.lengths[t] == nil && !t.changedBy(changed) && outside(t.v, s) && l.there(t, s) {
			l.fn.lengths[t] = &length{name: l.fresh("n")}
			added = append(added, t)
		}
		return true
	})
	text := l.capture(write)
	for _, t := range added {
		if n := l.fn.lengths[t]; n.used {
			l.w(n.name, " := len(", l.name(t.v))
			if t.at != nil {
				l.w("[", l.name(t.at), "]")
			}
			l.w(")\n")
		}
		delete(l.fn.lengths, t)
	}
	l.add(text)
}

// outside reports whether the variable is declared outside of s.
func outside(v types.Object, s ast.Stmt) bool { return v.Pos() < s.Pos() || v.Pos() > s.End() }

// there reports whether what the term is the length of can be looked at before s.
func (l *lowering) there(t term, s ast.Stmt) bool {
	if t.at == nil {
		return true
	}
	i := term{v: t.at}
	if !outside(t.at, s) || !l.fn.facts.proves(term{}, i, 0) {
		return false
	}
	if a, ok := t.v.Type().Underlying().(*types.Array); ok {
		return l.fn.facts.proves(i, term{}, a.Len()-1)
	}
	return l.fn.facts.proves(i, term{v: t.v, length: true}, -1)
}
