package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

func (l *lowering) stmts(list []ast.Stmt) {
	known := l.fn.facts
	for _, s := range list {
		l.stmt(s)
	}
	l.fn.facts = known
	for _, s := range list {
		l.forget(l.changesIn(s))
	}
}

func (l *lowering) stmt(s ast.Stmt) { l.labelled(s, "") }

// labelled writes a statement that has a label, or none.
func (l *lowering) labelled(s ast.Stmt, label string) {
	l.arrive(s)
	switch s := s.(type) {
	case *ast.EmptyStmt:
		return
	case *ast.LabeledStmt:
		l.land(s)
		l.labelled(s.Stmt, l.labelOf(s.Label.Name))
		return
	case *ast.BlockStmt:
		l.block(s.List)
		l.w("\n")
		return
	case *ast.DeclStmt:
		l.declStmt(s)
		l.learn(s)
		return
	}
	if l.at(s.Pos()); !l.calmStmt(s) {
		l.note(s)
	}
	l.withLengths(s, func() {
		l.guarded(evaluated(s), func() { l.unlabelled(s, label) })
	})
	l.w("\n")
}

// evaluated returns the expressions that a statement evaluates once, before
// anything else, in order.
func evaluated(s ast.Stmt) []ast.Expr {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return []ast.Expr{s.X}
	case *ast.SendStmt:
		return []ast.Expr{s.Chan, s.Value}
	case *ast.IncDecStmt:
		return []ast.Expr{s.X}
	case *ast.AssignStmt:
		return assignEvaluates(s)
	case *ast.GoStmt:
		return append([]ast.Expr{s.Call.Fun}, s.Call.Args...)
	case *ast.DeferStmt:
		return append([]ast.Expr{s.Call.Fun}, s.Call.Args...)
	case *ast.ReturnStmt:
		return s.Results
	case *ast.RangeStmt:
		return []ast.Expr{s.X}
	}
	return nil
}

// unlabelled writes a statement behind its label, and notes what holds after it.
func (l *lowering) unlabelled(s ast.Stmt, label string) {
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.SendStmt, *ast.IncDecStmt, *ast.AssignStmt:
		l.simple(s)
		l.learn(s)
	case *ast.GoStmt:
		l.goStmt(s)
	case *ast.DeferStmt:
		l.deferStmt(s)
	case *ast.ReturnStmt:
		l.returnStmt(s)
	case *ast.BranchStmt:
		l.branch(s)
	case *ast.IfStmt:
		l.ifStmt(s)
	case *ast.SwitchStmt:
		l.forget(l.changesIn(s))
		l.switchStmt(s, label)
	case *ast.TypeSwitchStmt:
		l.forget(l.changesIn(s))
		l.typeSwitch(s, label)
	case *ast.SelectStmt:
		l.forget(l.changesIn(s))
		l.selectStmt(s, label)
	case *ast.ForStmt:
		l.forStmt(s, label)
	case *ast.RangeStmt:
		l.forget(l.changesIn(s))
		known := l.fn.facts
		l.rangeStmt(s, label)
		l.fn.facts = known
	default:
		panic(fmt.Sprintf("cell: %T is no statement", s))
	}
}

func (l *lowering) block(list []ast.Stmt) {
	frame := l.fn.frame
	l.w("{\n")
	l.stmts(list)
	l.w("}")
	l.fn.frame = frame
}

// simple writes a statement that can stand in the head of another.
func (l *lowering) simple(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		l.assign(s)
	case *ast.ExprStmt:
		if e, ok := ast.Unparen(s.X).(*ast.UnaryExpr); ok {
			l.receive(e)
			return
		}
		l.expr(s.X)
	case *ast.IncDecStmt:
		l.expr(s.X)
		l.w(s.Tok.String())
	case *ast.SendStmt:
		l.expr(s.Chan)
		l.w(" <- ")
		l.value(s.Value, l.typeOf(s.Chan).Underlying().(*types.Chan).Elem())
	}
}

func (l *lowering) ifStmt(s *ast.IfStmt) {
	apart := s.Init != nil && (l.headApart(s.Init) || l.checksIn(s.Cond))
	if apart {
		l.w("{\n")
		l.stmt(s.Init)
		defer l.w("\n}")
	}
	known := l.fn.facts
	l.guarded([]ast.Expr{s.Cond}, func() {
		l.w("if ")
		l.head(func() {
			if s.Init != nil && !apart {
				l.simple(s.Init)
				l.w("; ")
				l.forget(l.changesIn(s.Init))
				known = l.fn.facts
			}
			l.expr(s.Cond)
		})
		l.branches(s, known)
	})
}

// branches writes what an if statement does; known are the facts before it.
func (l *lowering) branches(s *ast.IfStmt, known facts) {
	checked := l.fn.facts
	l.assume(s.Cond, true)
	l.w(" ")
	l.block(s.Body.List)
	l.fn.facts = checked
	l.assume(s.Cond, false)
	switch e := s.Else.(type) {
	case nil:
		if l.ends(s.Body) {
			return
		}
	case *ast.IfStmt:
		l.w(" else ")
		if !l.calmStmt(e) {
			l.w("{\n")
			l.stmt(e)
			l.w("}")
			break
		}
		l.ifStmt(e)
	case *ast.BlockStmt:
		l.w(" else ")
		l.block(e.List)
	}
	l.fn.facts = known
	l.forget(l.changesIn(s))
}

// ends reports whether a block's last statement leaves it for elsewhere.
func (l *lowering) ends(body *ast.BlockStmt) bool {
	b, ok := last(body).(*ast.BranchStmt)
	return ok && b.Tok != token.FALLTHROUGH || l.leaves(body)
}

// leaves reports whether a block ends with a return or a panic.
func (l *lowering) leaves(body *ast.BlockStmt) bool {
	switch s := last(body).(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		id, ok := call.Fun.(*ast.Ident)
		return ok && id.Name == "panic" && l.k.info.Types[id].IsBuiltin()
	}
	return false
}

// last returns the last statement of a block, nil when it has none.
func last(body *ast.BlockStmt) ast.Stmt {
	if len(body.List) == 0 {
		return nil
	}
	return body.List[len(body.List)-1]
}
