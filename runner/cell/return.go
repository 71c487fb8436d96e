package cell

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// returnStmt writes a return statement. The frame ends when all results are known,
// so that a failure on the way shows it.
func (l *lowering) returnStmt(s *ast.ReturnStmt) {
	if l.fn.statements && l.k.result != nil {
		l.refuse(s.Pos(), refuseReturn)
	}
	end, names := l.bareReturn(), l.fn.resultNames
	fails := l.fn.frame != "" && !l.calmExprs(s.Results)
	set := l.fn.defers != "" // the results are set before it returns
	switch b := l.barrier(); {
	case b != nil: // in the literal that is the body of a range over a function
		end, set = b.leave(&returnExit, l.end()), true
	case set || !fails:
	case l.fn.result != "":
		names, set = []string{l.fn.result}, true
	case len(s.Results) < l.fn.results.Len():
		set = true
	}
	if len(s.Results) == 0 {
		l.w(end)
		return
	}
	results := l.fn.results
	want := func(i int) types.Type { return results.At(i).Type() }
	mixed := slices.ContainsFunc(s.Results, l.active) || set && slices.ContainsFunc(slices.Collect(results.Variables()), isInterface)
	if fails && !set || mixed && len(s.Results) > 1 {
		l.returnApart(s.Results, set, names, end)
		return
	}
	if set {
		l.w(strings.Join(names, ", "), " = ")
		defer l.w("\n", end)
	} else {
		l.w(l.end(), "return ")
	}
	if len(s.Results) < results.Len() {
		l.several(s.Results[0], want)
		return
	}
	l.list(s.Results, func(i int, x ast.Expr) {
		if set {
			l.set(x, want(i))
		} else {
			l.value(x, want(i))
		}
	})
}

// returnApart writes a return of results that are evaluated one after another: the
// interpreter mixes up what is evaluated at once.
func (l *lowering) returnApart(results []ast.Expr, set bool, names []string, end string) {
	var values []string
	for i, x := range results {
		values = append(values, l.fresh("r"))
		l.w(values[i], " := ")
		l.typed(x, l.fn.results.At(i).Type())
		l.w("\n")
	}
	if !set {
		l.w(l.end(), "return ", strings.Join(values, ", "))
		return
	}
	for i, v := range values {
		l.w(names[i], " = ", v, "\n")
	}
	l.w(end)
}

func isInterface(v *types.Var) bool { return types.IsInterface(v.Type()) }

// setsResults reports whether return statements of a function with this body set
// its results and leave later: behind deferred calls, behind a range over a
// function, or when several at once are not known to be had without failure.
func (l *lowering) setsResults(body *ast.BlockStmt) bool {
	return defers(body) || l.iteratesFunc(body) || l.fn.results.Len() > 1 && l.failingReturn(body, 1)
}

// failingReturn reports whether a function with this body has a return statement of
// n expressions that may fail or wait.
func (l *lowering) failingReturn(body *ast.BlockStmt, n int) bool {
	return !l.k.std && finds(body, func(node ast.Node) bool {
		r, ok := node.(*ast.ReturnStmt)
		return ok && len(r.Results) == n && !l.calmExprs(r.Results)
	})
}

// endsByReturn reports whether a body's last statement is a return.
func endsByReturn(body *ast.BlockStmt) bool {
	_, ok := last(body).(*ast.ReturnStmt)
	return ok
}

// resultVariables declares the variables of a function's results.
func (l *lowering) resultVariables(ft *ast.FuncType, sig *types.Signature, named bool) {
	var ids []*ast.Ident
	if named {
		for _, f := range ft.Results.List {
			ids = append(ids, f.Names...)
		}
	}
	for i := range sig.Results().Len() {
		name := l.fresh("r")
		if named && ids[i].Name != "_" {
			name = l.declared(ids[i])
		}
		l.w("var ", name, " ", l.typeText(ft.Pos(), sig.Results().At(i).Type()), "\n")
		l.fn.resultNames = append(l.fn.resultNames, name)
	}
}

// bareReturn is a return statement that leaves the results as they are.
func (l *lowering) bareReturn() string {
	switch {
	case l.fn.defers != "": // in the literal that sets them
		return "return"
	case l.fn.result != "":
		return l.end() + "return"
	}
	return l.end() + "return " + strings.Join(l.fn.resultNames, ", ")
}

// renameResults gives named results names that nothing shadows.
func (l *lowering) renameResults(ft *ast.FuncType) {
	if ft.Results == nil {
		return
	}
	for _, f := range ft.Results.List {
		for _, id := range f.Names {
			if id.Name != "_" {
				l.fn.rename[l.k.info.Defs[id]] = l.fresh("r")
			}
		}
	}
}
