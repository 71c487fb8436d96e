package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// apart reports whether a := must be written by way of variables of its own: some
// of its variables exist already, or must be new in each iteration, or its values
// cannot be evaluated at once.
func (l *lowering) apart(s *ast.AssignStmt) bool {
	for _, x := range s.Lhs {
		id := x.(*ast.Ident)
		if id.Name != "_" && l.k.info.Defs[id] == nil || len(s.Lhs) > len(s.Rhs) && l.iterates(id) {
			return true
		}
	}
	return len(s.Rhs) > 1 && slices.ContainsFunc(s.Rhs, l.active)
}

// headApart reports whether a statement in a head must stand before it.
func (l *lowering) headApart(s ast.Stmt) bool {
	if s == nil {
		return false
	}
	a, ok := s.(*ast.AssignStmt)
	return ok && a.Tok == token.DEFINE && l.apart(a) || l.checksIn(evaluated(s)...)
}

// defineApart writes a := by way of variables of its own.
func (l *lowering) defineApart(s *ast.AssignStmt) {
	holders := l.holdAll(s, "\n")
	for i, x := range s.Lhs {
		id := x.(*ast.Ident)
		switch {
		case id.Name == "_":
		case l.k.info.Defs[id] == nil:
			l.w(l.name(l.k.info.Uses[id]), " = ", holders[i], "\n")
		case l.iterates(id):
			l.w(l.declared(id), " := ")
			l.anew(l.typeText(id.Pos(), l.variableType(id)), func() { l.w(holders[i]) })
			l.w("\n")
		default:
			l.w(l.declared(id), " := ", holders[i], "\n")
		}
	}
}

// holdAll gives the values of an assignment to variables of its own, one after
// another, and returns those; _ stands for one that is not wanted.
func (l *lowering) holdAll(s *ast.AssignStmt, end string) []string {
	holders := make([]string, len(s.Lhs))
	for i, x := range s.Lhs {
		if holders[i] = "_"; l.variableType(x) != nil {
			holders[i] = l.fresh("v")
		}
	}
	if len(s.Lhs) > len(s.Rhs) {
		l.w(strings.Join(holders, ", "), definition(holders))
		l.values(s)
		l.w(end)
		return holders
	}
	for _, i := range l.evaluationOrder(s) {
		if holders[i] == "_" {
			l.discard(s.Rhs[i])
		} else {
			l.w(holders[i], " := ")
			l.typed(s.Rhs[i], l.variableType(s.Lhs[i]))
		}
		l.w(end)
	}
	return holders
}

// definition is the operator that gives values to new variables, which need not be.
func definition(holders []string) string {
	if strings.Trim(strings.Join(holders, ""), "_") == "" {
		return " = "
	}
	return " := "
}

// typed writes x so that a new variable gets the type want.
func (l *lowering) typed(x ast.Expr, want types.Type) {
	if want == nil {
		l.expr(x)
		return
	}
	if types.IsInterface(want) || l.k.info.Types[x].IsNil() {
		l.anew(l.typeText(x.Pos(), want), func() { l.value(x, want) })
		return
	}
	l.value(x, want)
}

// declStmt writes variables; constants are written where they are used, and types
// become types of the unit.
func (l *lowering) declStmt(s *ast.DeclStmt) {
	d := s.Decl.(*ast.GenDecl)
	if d.Tok != token.VAR {
		return
	}
	for _, spec := range d.Specs {
		spec := spec.(*ast.ValueSpec)
		if l.at(spec.Pos()); !l.calmExprs(spec.Values) {
			l.note(spec)
		}
		l.guarded(spec.Values, func() { l.varSpec(spec) })
	}
}

func (l *lowering) varSpec(spec *ast.ValueSpec) {
	if len(spec.Values) > 0 && (len(spec.Names) > 1 || spec.Names[0].Name == "_") {
		l.varSeveral(spec)
		return
	}
	for i, id := range spec.Names {
		if id.Name != "_" {
			l.variable(id, spec.Values, i)
		}
	}
}

// variable writes the declaration of one variable, with its value when there is one.
func (l *lowering) variable(id *ast.Ident, values []ast.Expr, i int) {
	t := l.variableType(id)
	text := l.typeText(id.Pos(), t)
	if types.IsInterface(t) && l.iterates(id) {
		l.w(l.declared(id), " := ")
		l.anew(text, func() {
			if len(values) > 0 {
				l.value(values[i], t)
			} else {
				l.w("nil")
			}
		})
	} else {
		l.w("var ", l.declared(id), " ", text)
		if len(values) > 0 {
			l.w(" = ")
			l.value(values[i], t)
		}
	}
	l.w("\n")
}

// varSeveral writes the declaration of several variables with values, which may
// mention what the variables hide.
func (l *lowering) varSeveral(spec *ast.ValueSpec) {
	lhs := make([]ast.Expr, len(spec.Names))
	for i, id := range spec.Names {
		lhs[i] = id
	}
	holders := l.holdAll(&ast.AssignStmt{Lhs: lhs, Tok: token.DEFINE, Rhs: spec.Values}, "\n")
	for i, id := range spec.Names {
		if id.Name != "_" {
			l.w(l.declared(id), " := ")
			l.anew(l.typeText(id.Pos(), l.variableType(id)), func() { l.w(holders[i]) })
			l.w("\n")
		}
	}
}

// iterates reports whether the variable that id declares must be another one in
// each iteration of a loop.
func (l *lowering) iterates(id *ast.Ident) bool {
	obj := l.k.info.Defs[id]
	return obj != nil && id.Name != "_" && l.inLoop() && l.kept(l.fn.body, obj)
}

func (l *lowering) inLoop() bool {
	for _, lp := range slices.Backward(l.fn.loops) {
		if lp.kind == token.FOR || lp.kind == token.FUNC {
			return lp.kind == token.FOR // each call of a literal has its own variables
		}
	}
	return goesBack(l.fn.body)
}

// define writes x as the value of a new variable.
func (l *lowering) define(id *ast.Ident, x ast.Expr, t types.Type) {
	if types.IsInterface(t) && l.iterates(id) {
		l.anew(l.typeText(id.Pos(), t), func() { l.value(x, t) })
		return
	}
	l.value(x, t)
}
