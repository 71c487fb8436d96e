package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// The interpreter keeps the channels of a select in one place for all goroutines
// that are at it, and hangs on a break out of one. So a compiled helper chooses,
// and a switch does what was chosen.

// selectStmt writes a select.
func (l *lowering) selectStmt(s *ast.SelectStmt, label string) {
	if len(s.Body.List) == 0 {
		l.w("select {}")
		return
	}
	l.w("{\n")
	wait := "true"
	byDefault := -1
	comms := make([]comm, len(s.Body.List))
	var args []string
	for i, c := range s.Body.List {
		if c := c.(*ast.CommClause).Comm; c != nil {
			comms[i] = l.comm(c)
			comms[i].number = len(args)
			args = append(args, comms[i].arg)
		} else {
			byDefault, wait = i, "false"
		}
	}
	chosen := l.fresh("s")
	l.w(chosen, " := ", l.helper("Select"), "(", strings.Join(append([]string{wait}, args...), ", "), ")\n")
	l.enter(loop{kind: token.SWITCH, label: label})
	l.label(label)
	l.w("switch {\n")
	for i, c := range s.Body.List {
		if i == byDefault {
			l.w("default:\n")
		} else {
			l.w("case ", chosen, " == ", strconv.Itoa(comms[i].number), ":\n")
			if comms[i].begin != nil {
				comms[i].begin()
			}
		}
		l.clause(c.(*ast.CommClause).Body)
	}
	l.w("}\n")
	l.leave()
	l.w("}")
}

// comm is a case of a select.
type comm struct {
	number int    // as the helper counts
	arg    string // what the helper is told
	begin  func() // writes what the case does first with what it received
}

// comm writes the operands of a case, which are evaluated whatever is chosen.
func (l *lowering) comm(s ast.Stmt) comm {
	hold := func(x ast.Expr, t types.Type) string {
		h := l.fresh("c")
		l.w("var ", h, " ", l.typeText(x.Pos(), t), " = ")
		l.value(x, t)
		l.w("\n")
		return h
	}
	var from ast.Expr
	var to []ast.Expr
	tok := token.ASSIGN
	switch s := s.(type) {
	case *ast.SendStmt:
		c := hold(s.Chan, l.typeOf(s.Chan))
		v := hold(s.Value, l.typeOf(s.Chan).Underlying().(*types.Chan).Elem())
		return comm{arg: l.helper("Send") + "(" + c + ", &" + v + ")"}
	case *ast.ExprStmt:
		from = s.X
	case *ast.AssignStmt:
		from, to, tok = s.Rhs[0], s.Lhs, s.Tok
	}
	from = ast.Unparen(from).(*ast.UnaryExpr).X
	c := hold(from, l.typeOf(from))
	received := []types.Type{l.typeOf(from).Underlying().(*types.Chan).Elem(), types.Typ[types.Bool]}[:len(to)]
	holders, places := make([]string, len(to)), []string{"nil", "nil"}
	for i, x := range to {
		if holders[i] = "_"; !isBlank(x) {
			holders[i] = l.fresh("v")
			places[i] = "&" + holders[i]
			l.w("var ", holders[i], " ", l.typeText(x.Pos(), received[i]), "\n")
		}
	}
	return comm{
		arg:   l.helper("Receive") + "(" + c + ", " + strings.Join(places, ", ") + ")",
		begin: func() { l.w(l.distribute(tok, to, holders, received)) },
	}
}
