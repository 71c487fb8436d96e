package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
)

// Each iteration of a loop has variables of its own in Go. In the interpreter
// they are one: where that shows, since a func literal or a pointer keeps one, the
// loop counts with a variable of another name, and the body begins with a copy of
// it and ends by copying it back.

// forStmt writes a for statement.
func (l *lowering) forStmt(s *ast.ForStmt, label string) {
	var copies, back string
	names := make(map[types.Object]string)
	if init, ok := s.Init.(*ast.AssignStmt); ok && init.Tok == token.DEFINE {
		for _, x := range init.Lhs {
			obj := l.k.info.Defs[x.(*ast.Ident)]
			if obj == nil || obj.Name() == "_" {
				continue
			}
			if l.keptByHead(s, obj) {
				l.forEver(s, label)
				return
			}
			if !l.kept(s.Body, obj) {
				continue
			}
			counter, own := l.fresh("i"), l.fresh("i")
			copies += own + " := " + counter + "\n"
			back += counter + " = " + own + "\n"
			names[obj] = own
			l.fn.rename[obj] = counter
		}
	}
	// Of a head that only begins something the interpreter begins it in each iteration.
	apart := l.headApart(s.Init) || s.Init != nil && s.Cond == nil && s.Post == nil
	if apart {
		l.w("{\n")
		l.stmt(s.Init)
		defer l.w("}\n")
	} else if s.Init != nil {
		l.learn(s.Init)
	}
	l.forget(l.changesIn(s.Cond, s.Body, s.Post))
	known := l.fn.facts
	l.label(label)
	l.w("for ")
	l.head(func() { l.forHead(s, apart) })
	if s.Cond != nil {
		l.assume(s.Cond, true)
	}
	l.enter(loop{kind: token.FOR, label: label, iteration: l.again(s) + back})
	maps.Copy(l.fn.rename, names)
	l.loopBody(copies, s.Body)
	for obj := range names {
		delete(l.fn.rename, obj)
	}
	l.fn.facts = known
}

// forEver writes a for statement whose condition or post statement keeps one of its
// variables as a loop without a head: the copy of this iteration is what they
// see too.
func (l *lowering) forEver(s *ast.ForStmt, label string) {
	l.w("{\n")
	defer l.w("}\n")
	l.stmt(s.Init)
	l.forget(l.changesIn(s.Cond, s.Body, s.Post))
	again := l.fresh("b")
	l.w("var ", again, " bool\n")
	var copies, back, counters string
	for _, x := range s.Init.(*ast.AssignStmt).Lhs {
		obj := l.k.info.Defs[x.(*ast.Ident)]
		if obj == nil || obj.Name() == "_" {
			continue
		}
		counter, own := l.fresh("i"), l.fresh("i")
		counters += counter + " := " + l.name(obj) + "\n"
		copies += own + " := " + counter + "\n"
		back += counter + " = " + own + "\n"
		l.fn.rename[obj] = own
		defer delete(l.fn.rename, obj)
	}
	l.w(counters)
	l.label(label)
	l.w("for")
	l.enter(loop{kind: token.FOR, label: label, iteration: l.again(s) + back})
	before := copies
	if s.Post != nil {
		before += "if " + again + " {\n" + l.text(func() { l.post(s.Post) }) + "\n}\n"
	}
	before += again + " = true\n"
	if s.Cond != nil {
		before += "if !(" + l.text(func() { l.condition(s.Cond) }) + ") {\nbreak\n}\n"
	}
	l.loopBody(before, s.Body)
}

// again returns the mark that the head of a loop needs when it comes back to it.
func (l *lowering) again(s *ast.ForStmt) string {
	if l.calmExpr(s.Cond) && l.calmStmt(s.Post) {
		return ""
	}
	return l.mark(s.Pos())
}

// forHead writes what stands between for and the body; apart says that the first
// of its statements stands before it.
func (l *lowering) forHead(s *ast.ForStmt, apart bool) {
	clauses := s.Init != nil || s.Post != nil
	if s.Init != nil && !apart {
		l.simple(s.Init)
	}
	if clauses {
		l.w("; ")
	}
	if s.Cond != nil {
		l.condition(s.Cond)
	}
	if clauses {
		l.w("; ")
	}
	if s.Post != nil {
		l.post(s.Post)
	}
}

// condition writes a loop's condition.
func (l *lowering) condition(x ast.Expr) {
	l.sometimes([]ast.Expr{x}, func() { l.expr(x) })
}

// post writes a loop's post statement; with its checks, when it has some, it is
// called.
func (l *lowering) post(s ast.Stmt) {
	if !l.checksIn(evaluated(s)...) {
		l.simple(s)
		return
	}
	head := l.fn.head
	l.fn.head = false
	l.w("func() {\n")
	l.guarded(evaluated(s), func() { l.simple(s) })
	l.w("\n}()")
	l.fn.head = head
}

// loopBody writes the body of the loop that was entered last, and leaves it.
func (l *lowering) loopBody(before string, body *ast.BlockStmt) {
	lp := l.fn.loops[len(l.fn.loops)-1]
	l.w(" {\n", before)
	if before == "" {
		l.stmts(body.List)
	} else { // the body may declare the copies' names anew
		l.block(body.List)
		l.w("\n")
	}
	l.w(lp.iteration, "}\n")
	l.leave()
}

func (l *lowering) keptByHead(s *ast.ForStmt, obj types.Object) bool {
	return s.Cond != nil && l.kept(s.Cond, obj) || s.Post != nil && l.kept(s.Post, obj)
}

// kept reports whether n keeps the variable obj beyond its statement: a func
// literal uses it or its address is taken.
func (l *lowering) kept(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = found || l.uses(n, obj)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && l.root(n.X) == obj
		case *ast.SliceExpr:
			if _, ok := l.typeOf(n.X).Underlying().(*types.Array); ok {
				found = found || l.root(n.X) == obj
			}
		case *ast.SelectorExpr:
			if s := l.k.info.Selections[n]; s != nil && s.Kind() == types.MethodVal {
				found = found || isPointer(s.Obj().(*types.Func).Signature().Recv().Type()) && !isPointer(l.typeOf(n.X)) && l.root(n.X) == obj
			}
		}
		return !found
	})
	return found
}

// root returns the variable that x is a part of, nil when it is behind a pointer.
func (l *lowering) root(x ast.Expr) types.Object {
	for {
		switch e := ast.Unparen(x).(type) {
		case *ast.Ident:
			return l.k.info.Uses[e]
		case *ast.SelectorExpr:
			if l.k.info.Selections[e] == nil || isPointer(l.typeOf(e.X)) {
				return nil
			}
			x = e.X
		case *ast.IndexExpr:
			if _, ok := l.typeOf(e.X).Underlying().(*types.Array); !ok {
				return nil
			}
			x = e.X
		default:
			return nil
		}
	}
}
