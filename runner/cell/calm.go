package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// What can neither fail nor wait nor call anything is calm: it needs no mark, and a
// function of nothing else no frame.

// calm reports whether a statement and all those in it are, and none is a loop.
func (l *lowering) calm(s ast.Stmt) bool {
	return !finds(s, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.BlockStmt, *ast.CaseClause:
			return false
		case ast.Stmt:
			return !l.calmStmt(s)
		}
		return false
	})
}

// calmStmt reports whether a statement is, without those in it.
func (l *lowering) calmStmt(s ast.Stmt) bool {
	switch s := s.(type) {
	case nil, *ast.EmptyStmt, *ast.BranchStmt:
		return true
	case *ast.LabeledStmt:
		return l.calmStmt(s.Stmt)
	case *ast.AssignStmt:
		return l.calmAssign(s)
	case *ast.IncDecStmt:
		return l.calmExpr(s.X)
	case *ast.DeclStmt:
		return !slices.ContainsFunc(s.Decl.(*ast.GenDecl).Specs, func(spec ast.Spec) bool {
			v, ok := spec.(*ast.ValueSpec)
			return ok && !l.calmExprs(v.Values)
		})
	case *ast.ReturnStmt:
		return l.fn.defers == "" && l.calmExprs(s.Results) // deferred calls may fail, and are made there
	case *ast.IfStmt:
		return l.calmStmt(s.Init) && l.calmExpr(s.Cond)
	case *ast.SwitchStmt:
		return l.calmSwitch(s)
	}
	return false
}

func (l *lowering) calmAssign(s *ast.AssignStmt) bool {
	if !l.calmExprs(s.Lhs) || !l.calmExprs(s.Rhs) {
		return false
	}
	if s.Tok == token.ASSIGN || s.Tok == token.DEFINE {
		return true
	}
	return l.calmOperator(s.Tok+token.ADD-token.ADD_ASSIGN, s.Lhs[0], s.Rhs[0])
}

func (l *lowering) calmSwitch(s *ast.SwitchStmt) bool {
	if !l.calmStmt(s.Init) || s.Tag != nil && (!l.calmExpr(s.Tag) || !l.isBasic(s.Tag)) {
		return false
	}
	return !slices.ContainsFunc(s.Body.List, func(c ast.Stmt) bool {
		return slices.ContainsFunc(c.(*ast.CaseClause).List, func(x ast.Expr) bool { return !l.calmExpr(x) || !l.isBasic(x) })
	})
}

// isBasic reports whether x is of a type like int or string.
func (l *lowering) isBasic(x ast.Expr) bool {
	_, ok := l.typeOf(x).Underlying().(*types.Basic)
	return ok
}

func (l *lowering) calmExprs(list []ast.Expr) bool {
	return !slices.ContainsFunc(list, func(x ast.Expr) bool { return !l.calmExpr(x) })
}

func (l *lowering) calmExpr(x ast.Expr) bool {
	if x == nil {
		return true
	}
	if tv := l.k.info.Types[x]; tv.Value != nil || tv.IsType() || tv.IsNil() {
		return true
	}
	switch x := x.(type) {
	case *ast.Ident, *ast.FuncLit:
		return true
	case *ast.ParenExpr:
		return l.calmExpr(x.X)
	case *ast.SelectorExpr:
		return l.calmSelector(x)
	case *ast.UnaryExpr:
		return x.Op != token.ARROW && l.calmExpr(x.X)
	case *ast.BinaryExpr:
		return l.calmExpr(x.X) && l.calmExpr(x.Y) && l.calmOperator(x.Op, x.X, x.Y)
	case *ast.CallExpr:
		return l.calmCall(x)
	case *ast.IndexExpr:
		return l.calmIndex(x)
	case *ast.KeyValueExpr:
		_, field := x.Key.(*ast.Ident) // or a variable, which is calm too
		return (field || l.calmExpr(x.Key)) && l.calmExpr(x.Value)
	case *ast.CompositeLit:
		if m, ok := l.typeOf(x).Underlying().(*types.Map); ok {
			if _, ok := m.Key().Underlying().(*types.Basic); !ok {
				return false
			}
		}
		return l.calmExprs(x.Elts)
	}
	return false
}

// calmIndex: an index that is known to be in range.
func (l *lowering) calmIndex(x *ast.IndexExpr) bool {
	switch l.typeOf(x.X).Underlying().(type) {
	case *types.Map, *types.Pointer, *types.Signature:
		return false
	}
	return l.fn != nil && l.safeIndex(x) && l.calmExpr(x.X) && l.calmExpr(x.Index)
}

// calmSelector: a variable of a package, or a field that is not behind a pointer.
func (l *lowering) calmSelector(x *ast.SelectorExpr) bool {
	s := l.k.info.Selections[x]
	return s == nil || s.Kind() == types.FieldVal && !s.Indirect() && l.calmExpr(x.X)
}

// calmOperator: an integer can be divided by zero, shifted by a negative count, and
// a comparison can meet what is not comparable.
func (l *lowering) calmOperator(op token.Token, x, y ast.Expr) bool {
	switch op {
	case token.QUO, token.REM:
		b, ok := l.typeOf(x).Underlying().(*types.Basic)
		return ok && b.Info()&types.IsInteger == 0 || l.k.info.Types[y].Value != nil
	case token.SHL, token.SHR:
		b, ok := l.typeOf(y).Underlying().(*types.Basic)
		return ok && b.Info()&types.IsUnsigned != 0 || l.k.info.Types[y].Value != nil
	case token.EQL, token.NEQ:
		return l.k.info.Types[x].IsNil() || l.k.info.Types[y].IsNil() || l.isBasic(x) && l.isBasic(y)
	}
	return true
}

// calmCall: a conversion or a builtin that takes all that its types allow.
func (l *lowering) calmCall(x *ast.CallExpr) bool {
	tv := l.k.info.Types[ast.Unparen(x.Fun)]
	switch {
	case tv.IsType():
		switch u := l.subst(tv.Type).Underlying().(type) {
		case *types.Array:
			return false
		case *types.Pointer:
			if _, array := u.Elem().Underlying().(*types.Array); array {
				return false
			}
		}
		return l.calmExprs(x.Args)
	case tv.IsBuiltin():
		id, ok := ast.Unparen(x.Fun).(*ast.Ident)
		return ok && slices.Contains([]string{"append", "cap", "complex", "imag", "len", "max", "min", "new", "real"}, id.Name) && l.calmExprs(x.Args)
	}
	return false
}
