package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// A range over a function calls it with a literal of the body. A statement that
// leaves the body for elsewhere notes in a variable what it is and returns false;
// behind the call that statement is done.

// exits are the ways out of the body of a range over a function.
type exits struct {
	body  *ast.BlockStmt
	code  string            // the variable that says which
	state string            // the variable that holds one of the states
	stmts []*ast.BranchStmt // by code, from 1
}

// The states of a range over a function, as Go's runtime numbers them: a call of
// the body is in order when it is ready.
const (
	rangeDone        = " = 0\n" // the body has said that it wants no more
	rangeReady       = " = 1\n"
	rangePanic       = " = 2\n" // the body runs, or has panicked
	rangeExhausted   = " = 3\n" // the function has returned
	rangeInterrupted = "2"      // what is left when the function recovers from a panic of the body
)

// returnExit stands for a return among exits.
var returnExit = ast.BranchStmt{Tok: token.RETURN}

// leave returns the statements by which the body leaves for s; end is that which
// ends its frame.
func (e *exits) leave(s *ast.BranchStmt, end string) string {
	n := 0
	for i, known := range e.stmts {
		if known == s {
			n = i + 1
		}
	}
	if n == 0 {
		e.stmts = append(e.stmts, s)
		n = len(e.stmts)
	}
	return e.code + " = " + strconv.Itoa(n) + "\n" + e.done(end)
}

// done returns the statements by which the body wants no more, and next those by
// which it wants more.
func (e *exits) done(end string) string { return e.state + rangeDone + end + "return false" }

func (e *exits) next(end string) string { return e.state + rangeReady + end + "return true" }

// barrier returns the innermost range over a function around the statement that is
// being written, nil when there is none.
func (l *lowering) barrier() *exits {
	for i := len(l.fn.loops) - 1; i >= 0; i-- {
		if e := l.fn.loops[i].exits; e != nil {
			return e
		}
	}
	return nil
}

// iteratesFunc reports whether a function with this body ranges over a function.
func (l *lowering) iteratesFunc(body *ast.BlockStmt) bool {
	return finds(body, func(n ast.Node) bool {
		r, ok := n.(*ast.RangeStmt)
		if !ok {
			return false
		}
		_, ok = l.typeOf(r.X).Underlying().(*types.Signature)
		return ok
	})
}

// rangeFunc writes a range over a function of this signature.
func (l *lowering) rangeFunc(s *ast.RangeStmt, sig *types.Signature, label string) {
	yield := sig.Params().At(0).Type().Underlying().(*types.Signature)
	e := &exits{body: s.Body, code: l.fresh("c"), state: l.fresh("s")}
	l.w("var ", e.code, " int\nvar ", e.state, " int", rangeReady)
	l.enter(loop{kind: token.FUNC, label: label, exits: e})
	var params []string
	before := ""
	for i, x := range []ast.Expr{s.Key, s.Value}[:yield.Params().Len()] {
		name, t := "_", yield.Params().At(i).Type()
		switch {
		case l.unwanted(x):
		case s.Tok == token.DEFINE:
			name = l.declared(x.(*ast.Ident))
		default:
			name = l.fresh("i") // Go's compiler assigns one after the other here
			before += l.distribute(s.Tok, []ast.Expr{x}, []string{name}, []types.Type{t})
		}
		params = append(params, name+" "+l.typeText(s.For, t))
	}
	end := ")\n"
	l.w(l.funcValue(s.X), "(")
	if l.opaque(sig.Params().At(0).Type()) {
		l.w(l.helper("Any"), "(")
		end = "))\n"
	}
	l.w("func(", strings.Join(params, ", "), ") bool {\n")
	name, frame := l.fn.name, l.fn.frame
	if frame != "" {
		l.fn.ranges++
		l.fn.name += "-range" + strconv.Itoa(l.fn.ranges)
		l.begin(l.fn.name, s)
	}
	l.w("if ", e.state, " != 1 {\n", l.helper("RangeState"), "(", e.state, ")\n}\n", e.state, rangePanic, before)
	l.block(s.Body.List) // which may declare the parameters' names anew
	l.w("\n", e.next(l.end()), "\n}", end)
	l.fn.name, l.fn.frame = name, frame
	l.leave()
	l.w("if ", e.state, " == ", rangeInterrupted, " {\n", l.helper("RangeState"), "(4)\n}\n", e.state, rangeExhausted)
	for i, exit := range e.stmts {
		l.w("if ", e.code, " == ", strconv.Itoa(i+1), " {\n")
		switch outer := l.barrier(); {
		case exit != &returnExit:
			l.branch(exit)
		case outer != nil:
			l.w(outer.leave(exit, l.end()))
		default:
			l.w(l.bareReturn())
		}
		l.w("\n}\n")
	}
}
