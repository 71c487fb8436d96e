package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// The interpreter gives a variable another place in memory when a struct literal
// is assigned to it, and none of its own per iteration when it gets an interface or
// the first result of v, ok = …: pointers to it and func literals that hold it
// would see another variable. A value that a literal returns is assigned as Go
// does it.

// anew writes a literal that returns what write writes.
func (l *lowering) anew(typ string, write func()) {
	l.w("func(_v ", typ, ") ", typ, " { return _v }(")
	write()
	l.w(")")
}

// set writes x as a value that is assigned to a variable of type want.
func (l *lowering) set(x ast.Expr, want types.Type) {
	if lit, ok := ast.Unparen(x).(*ast.CompositeLit); ok && want != nil && !types.IsInterface(want) {
		if _, ok := l.typeOf(lit).Underlying().(*types.Struct); ok {
			l.anew(l.typeText(x.Pos(), want), func() { l.value(x, want) })
			return
		}
	}
	l.value(x, want)
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
	return false
}

// define writes x as the value of a new variable.
func (l *lowering) define(id *ast.Ident, x ast.Expr, t types.Type) {
	if types.IsInterface(t) && l.iterates(id) {
		l.anew(l.typeText(id.Pos(), t), func() { l.value(x, t) })
		return
	}
	l.value(x, t)
}

// assign writes =, := and the like.
func (l *lowering) assign(s *ast.AssignStmt) {
	if s.Tok == token.DEFINE && l.defineApart(s) {
		return
	}
	for i, x := range s.Lhs {
		if i > 0 {
			l.w(", ")
		}
		if id, ok := x.(*ast.Ident); ok && s.Tok == token.DEFINE {
			l.w(l.declared(id))
		} else {
			l.expr(x)
		}
	}
	l.w(" ", s.Tok.String(), " ")
	if len(s.Lhs) > len(s.Rhs) {
		l.several(s.Rhs[0], func(i int) types.Type { return l.variableType(s.Lhs[i]) })
		return
	}
	for i, x := range s.Rhs {
		if i > 0 {
			l.w(", ")
		}
		switch want := l.variableType(s.Lhs[i]); s.Tok {
		case token.ASSIGN:
			l.set(x, want)
		case token.DEFINE:
			if want == nil {
				l.expr(x)
			} else {
				l.define(s.Lhs[i].(*ast.Ident), x, want)
			}
		default:
			l.expr(x)
		}
	}
}

// defineApart writes a := some of whose variables exist already, or must be new in
// each iteration, by way of variables of its own.
func (l *lowering) defineApart(s *ast.AssignStmt) bool {
	apart := false
	for _, x := range s.Lhs {
		id := x.(*ast.Ident)
		apart = apart || id.Name != "_" && l.k.info.Defs[id] == nil || len(s.Lhs) > len(s.Rhs) && l.iterates(id)
	}
	if !apart {
		return false
	}
	var holders []string
	for _, x := range s.Lhs {
		holder := "_"
		if x.(*ast.Ident).Name != "_" {
			holder = l.fresh("v")
		}
		holders = append(holders, holder)
	}
	l.w(strings.Join(holders, ", "), " := ")
	if len(s.Lhs) > len(s.Rhs) {
		l.several(s.Rhs[0], func(i int) types.Type { return l.variableType(s.Lhs[i]) })
	}
	for i, x := range s.Rhs {
		if len(s.Lhs) > len(s.Rhs) {
			break
		}
		if i > 0 {
			l.w(", ")
		}
		l.typed(x, l.variableType(s.Lhs[i]))
	}
	for i, x := range s.Lhs {
		id := x.(*ast.Ident)
		switch {
		case id.Name == "_":
		case l.k.info.Defs[id] == nil:
			l.w("\n", l.name(l.k.info.Uses[id]), " = ", holders[i])
		case l.iterates(id):
			l.w("\n", l.declared(id), " := ")
			l.anew(l.typeText(id.Pos(), l.variableType(id)), func() { l.w(holders[i]) })
		default:
			l.w("\n", l.declared(id), " := ", holders[i])
		}
	}
	return true
}

// typed writes x so that a new variable gets the type want.
func (l *lowering) typed(x ast.Expr, want types.Type) {
	if want != nil && (types.IsInterface(want) || l.k.info.Types[x].IsNil()) {
		l.anew(l.typeText(x.Pos(), want), func() { l.value(x, want) })
		return
	}
	l.value(x, want)
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

// declStmt writes variables; constants are written where they are used, and types
// become types of the unit.
func (l *lowering) declStmt(s *ast.DeclStmt) {
	d := s.Decl.(*ast.GenDecl)
	if d.Tok != token.VAR {
		return
	}
	for _, spec := range d.Specs {
		spec := spec.(*ast.ValueSpec)
		l.line(spec.Pos())
		if len(spec.Values) > 0 && (len(spec.Names) > 1 || spec.Names[0].Name == "_") {
			l.varSeveral(spec)
			continue
		}
		for i, id := range spec.Names {
			if id.Name != "_" {
				l.variable(id, spec.Values, i)
			}
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
	var holders []string
	op := " = "
	for _, id := range spec.Names {
		holder := "_"
		if id.Name != "_" {
			holder, op = l.fresh("v"), " := "
		}
		holders = append(holders, holder)
	}
	l.w(strings.Join(holders, ", "), op)
	if len(spec.Values) < len(spec.Names) {
		l.several(spec.Values[0], func(i int) types.Type { return l.variableType(spec.Names[i]) })
	} else {
		for i, v := range spec.Values {
			if i > 0 {
				l.w(", ")
			}
			l.typed(v, l.variableType(spec.Names[i]))
		}
	}
	l.w("\n")
	for i, id := range spec.Names {
		if id.Name != "_" {
			l.w(l.declared(id), " := ")
			l.anew(l.typeText(id.Pos(), l.variableType(id)), func() { l.w(holders[i]) })
			l.w("\n")
		}
	}
}
