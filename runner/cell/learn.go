package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// What a condition, a loop or a statement tells of variables, for those behind it.

// negated are the comparisons that hold when others do not.
var negated = map[token.Token]token.Token{
	token.LSS: token.GEQ, token.LEQ: token.GTR, token.GTR: token.LEQ, token.GEQ: token.LSS, token.NEQ: token.EQL, token.EQL: token.NEQ,
}

// assume notes that the condition x has been found true, or false.
func (l *lowering) assume(x ast.Expr, truth bool) {
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			l.assume(x.X, !truth)
		}
	case *ast.BinaryExpr:
		switch {
		case x.Op == token.LAND && truth, x.Op == token.LOR && !truth:
			l.assume(x.X, truth)
			l.assume(x.Y, truth)
		case x.Op == token.LAND || x.Op == token.LOR:
			l.passed(x.X)
		default:
			l.passed(x)
			if !truth {
				l.compare(x.X, negated[x.Op], x.Y)
			} else {
				l.compare(x.X, x.Op, x.Y)
			}
		}
	default:
		l.passed(x)
	}
}

// passed notes that x has been evaluated, and so its indexes were in range.
func (l *lowering) passed(x ast.Expr) {
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				l.passed(n.X)
				return false
			}
		case *ast.IndexExpr:
			i, ok := l.linear(n.Index)
			if length, known := l.lengthOf(n.X); ok && known {
				l.inRange(i, length)
			}
		}
		return true
	})
}

// inRange notes that i is an index of what has the length.
func (l *lowering) inRange(i linear, length term) {
	l.know(linear{}, i)
	l.know(i, linear{length, -1})
}

// rangeFacts notes what holds of a range's key in each iteration.
func (l *lowering) rangeFacts(s *ast.RangeStmt) {
	if s.Key == nil || isBlank(s.Key) {
		return
	}
	key, ok := l.linear(s.Key)
	if !ok {
		return
	}
	t := l.typeOf(s.X).Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	switch t := t.(type) {
	case *types.Array:
		l.know(linear{}, key)
		l.know(key, linear{c: t.Len() - 1})
	case *types.Slice:
		l.keyOf(s, key)
	case *types.Basic:
		if t.Info()&types.IsString != 0 {
			l.keyOf(s, key)
			break
		}
		l.know(linear{}, key)
		if n, ok := l.linear(s.X); ok && !n.t.changedBy(l.changesIn(s.Body)) {
			l.know(key, linear{n.t, n.c - 1})
		}
	}
}

// keyOf notes that key is an index of what is ranged over, as long as that stays
// the same.
func (l *lowering) keyOf(s *ast.RangeStmt, key linear) {
	l.know(linear{}, key)
	if n, ok := l.lengthOf(s.X); ok && !n.changedBy(l.changesIn(s.Body)) {
		l.know(key, linear{n, -1})
	}
}

// learn notes what holds after a simple statement.
func (l *lowering) learn(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.IncDecStmt:
		if v, ok := l.linear(s.X); ok {
			l.moved(v.t, map[token.Token]int64{token.INC: 1, token.DEC: -1}[s.Tok])
			return
		}
	case *ast.AssignStmt:
		if len(s.Lhs) == 1 {
			l.learnValue(s, s.Lhs[0], s.Rhs[0])
			return
		}
		l.forget(l.changesIn(s))
		if len(s.Lhs) == len(s.Rhs) && (s.Tok == token.DEFINE || s.Tok == token.ASSIGN) {
			for i, x := range s.Lhs {
				if l.independent(s.Rhs[i], s.Lhs) {
					l.equal(x, s.Rhs[i])
				}
			}
		}
		return
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
				for i, id := range spec.Names {
					l.equal(id, spec.Values[i])
				}
			}
		}
		return
	}
	l.forget(l.changesIn(s))
}

// learnValue notes what holds after x = y, x := y, x += y and the like.
func (l *lowering) learnValue(s *ast.AssignStmt, x, y ast.Expr) {
	if n, ok := l.step(s, x, y); ok {
		if v, ok := l.linear(x); ok {
			l.moved(v.t, n)
			return
		}
	}
	l.forget(l.changesIn(s))
	if (s.Tok == token.DEFINE || s.Tok == token.ASSIGN) && l.independent(y, []ast.Expr{x}) {
		l.equal(x, y)
	}
}

// moved changes the facts about a variable to which n is added.
func (l *lowering) moved(t term, n int64) {
	var left facts
	moved := changes{of: map[types.Object]change{t.v: {true, true}}}
	for _, f := range l.fn.facts {
		if f.a.lostBy(moved) || f.b.lostBy(moved) {
			continue
		}
		if f.a == t {
			f.c += n
		}
		if f.b == t {
			f.c -= n
		}
		if -farthest < f.c && f.c < farthest {
			left = append(left, f)
		}
	}
	l.fn.facts = left
}

// independent reports whether y mentions none of the variables in xs.
func (l *lowering) independent(y ast.Expr, xs []ast.Expr) bool {
	for _, x := range xs {
		if id, ok := ast.Unparen(x).(*ast.Ident); ok {
			if obj := l.k.info.ObjectOf(id); obj != nil && l.uses(y, obj) {
				return false
			}
		}
	}
	return true
}

// equal notes that the variable x has just got the value of y.
func (l *lowering) equal(x, y ast.Expr) {
	if length, ok := l.lengthOf(x); ok {
		if n, ok := l.lengthOfValue(y); ok {
			l.know(linear{t: length}, n)
			l.know(n, linear{t: length})
		}
		return
	}
	v, ok := l.linear(x)
	if !ok {
		return
	}
	if to, ok := l.linear(y); ok && l.plainSum(y, to) {
		l.know(v, to)
		l.know(to, v)
	} else if to, ok := l.most(y); ok && l.plainSum(y, to) {
		l.know(v, to)
	}
}

// lengthOfValue returns the length that y has as the value of a variable.
func (l *lowering) lengthOfValue(y ast.Expr) (linear, bool) {
	if t, ok := l.lengthOf(y); ok {
		return linear{t: t}, true
	}
	switch y := ast.Unparen(y).(type) {
	case *ast.CompositeLit:
		for _, e := range y.Elts {
			if _, keyed := e.(*ast.KeyValueExpr); keyed {
				return linear{}, false
			}
		}
		return linear{c: int64(len(y.Elts))}, true
	case *ast.CallExpr:
		if id, ok := ast.Unparen(y.Fun).(*ast.Ident); ok && id.Name == "make" && l.k.info.Types[id].IsBuiltin() && len(y.Args) > 1 {
			n, ok := l.linear(y.Args[1])
			return n, ok && l.plainSum(y.Args[1], n)
		}
	}
	return linear{}, false
}
