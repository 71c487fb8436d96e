package cell

import (
	"go/ast"
	"go/types"
	"strings"
)

// The interpreter's own defer reads its arguments late, deadlocks when a deferred
// call uses a func literal of the same function, and dies of a second panic. So a
// function that defers has its body in a literal that a compiled helper, a
// Defers, runs: that calls what was deferred as Go does.

// defers reports whether a function with this body has a defer statement of its own.
func defers(body *ast.BlockStmt) bool {
	return finds(body, func(n ast.Node) bool {
		_, ok := n.(*ast.DeferStmt)
		return ok
	})
}

// finds reports whether f holds for a node of body outside of func literals.
func finds(body ast.Node, f func(ast.Node) bool) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if _, lit := n.(*ast.FuncLit); lit || n == nil {
			return false
		}
		found = found || f(n)
		return !found
	})
	return found
}

// deferBody writes the body of a function that defers: a literal of its
// statements, which sets the results, and the return of those.
func (l *lowering) deferBody(body *ast.BlockStmt) {
	l.runDefers()
	l.stmts(body.List)
	l.at(body.Rbrace)
	if !endsByReturn(body) {
		l.w(l.mark(body.Rbrace))
	}
	l.w("})\n", l.end(), "return ", strings.Join(l.fn.resultNames, ", "), "\n")
}

// runDefers writes the call of the helper, up to the body.
func (l *lowering) runDefers() {
	l.fn.defers = l.fresh("ds")
	l.w(l.fn.defers, " := ", l.helper("NewDefers"), "(", linesVar, ")\n", l.fn.defers, ".Run(func() {\n")
}

// deferStmt writes a defer statement: what is called and with what is evaluated
// now, by giving it to a literal that returns the call.
func (l *lowering) deferStmt(s *ast.DeferStmt) {
	fun := ast.Unparen(s.Call.Fun)
	lit, literal := fun.(*ast.FuncLit)
	l.w(l.fn.defers, map[bool]string{true: ".PushLiteral(", false: ".Push("}[literal])
	defer l.w(")")
	if literal {
		l.deferring = l.fn.defers
		if len(s.Call.Args) == 0 && l.signature(lit).Results().Len() == 0 {
			l.expr(lit)
			return
		}
	}
	var h held
	callee, names := l.heldCallee(&h, s.Call, fun)
	names = append(names, l.heldArguments(&h, s.Call, fun)...)
	l.w("func(", strings.Join(h.params, ", "), ") func() { return func() {\n")
	l.within(s, func() { l.w(callee, "(", strings.Join(names, ", "), ")\n") })
	l.w("} }(", strings.Join(h.args, ", "), ")")
}

// held collects what a call needs, as parameters of a literal and as arguments
// for them.
type held struct{ params, args []string }

func (h *held) add(name, typ, arg string) {
	h.params = append(h.params, name+" "+typ)
	h.args = append(h.args, arg)
}

// heldCallee adds what is called, and returns its name within the literal, and its
// first argument when that is a receiver.
func (l *lowering) heldCallee(h *held, x *ast.CallExpr, fun ast.Expr) (callee string, first []string) {
	tv := l.k.info.Types[fun]
	switch {
	case tv.IsType():
		return l.typeText(fun.Pos(), tv.Type), nil
	case tv.IsBuiltin():
		return l.heldBuiltin(fun), nil
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s := l.k.info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
			v := l.selected(sel)
			if types.IsInterface(v.t) && l.recoverers[v.method] {
				l.refuse(sel.Sel.Pos(), refuseRecover, "in the method "+v.method+" when an interface has it deferred")
			}
			text, t := l.boundReceiver(sel.Pos(), v)
			h.add("_m", l.typeText(fun.Pos(), t), text)
			if v.fn != "" {
				return v.fn, []string{"_m"}
			}
			return "_m." + v.method, nil
		}
	}
	h.add("_f", l.rawFunc(fun.Pos(), l.signature(fun)), l.funcValue(fun))
	return "_f", nil
}

func (l *lowering) heldBuiltin(fun ast.Expr) string {
	switch name := fun.(*ast.Ident).Name; name {
	case "print", "println":
		return l.helper(title(name))
	case "clear":
		return l.helper("Clear")
	case "panic":
		return l.helper("Raise")
	case "recover": // as if the function that defers it called it last
		from := "nil"
		if l.fn.recoverFrom != "" {
			from = l.fn.recoverFrom
		}
		return "func() { " + l.fn.defers + ".RecoverLast(" + from + ") }"
	default: // close copy delete
		return name
	}
}

// heldArguments adds a call's arguments and returns what stands for them within
// the literal.
func (l *lowering) heldArguments(h *held, x *ast.CallExpr, fun ast.Expr) []string {
	if len(x.Args) == 1 && isTuple(l.typeOf(x.Args[0])) {
		l.refuse(x.Pos(), refuseTuple)
		return nil
	}
	var names []string
	tv := l.k.info.Types[fun]
	id, _ := fun.(*ast.Ident)
	for i, a := range x.Args {
		if tv.IsBuiltin() && (id.Name == "print" || id.Name == "println") {
			name := l.fresh("a")
			h.add(name, "interface{}", l.text(func() { l.basic(a) }))
			names = append(names, name)
			continue
		}
		want, dots := types.Default(l.typeOf(a)), ""
		if !tv.IsBuiltin() && !tv.IsType() {
			sig := l.signature(fun)
			if i == 0 {
				l.checkReflection(x, sig)
			}
			want, dots = l.wanted(x, sig, i)
		} else if tv.IsBuiltin() && id.Name == "panic" {
			want = emptyInterface
		}
		name := l.fresh("a")
		h.add(name, l.typeText(a.Pos(), want), l.text(func() { l.value(a, want) }))
		names = append(names, name+dots)
	}
	return names
}

// wanted returns the type of the i-th argument of x, and the dots behind it.
func (l *lowering) wanted(x *ast.CallExpr, sig *types.Signature, i int) (types.Type, string) {
	if x.Ellipsis.IsValid() && i == sig.Params().Len()-1 {
		return l.subst(sig.Params().At(i).Type()), "..."
	}
	return l.subst(parameter(sig, i)), ""
}

// goStmt writes a go statement: a literal is given what is called and with what.
func (l *lowering) goStmt(s *ast.GoStmt) {
	var h held
	fun := ast.Unparen(s.Call.Fun)
	if id, ok := fun.(*ast.Ident); ok && id.Name == "recover" && l.k.info.Types[fun].IsBuiltin() {
		return // it does nothing
	}
	callee, names := l.heldCallee(&h, s.Call, fun)
	names = append(names, l.heldArguments(&h, s.Call, fun)...)
	start, lit := l.fresh("g"), "func("+strings.Join(h.params, ", ")+")"
	l.w(start, " := ")
	l.closure(lit, func() {
		l.w(lit, " { ", linesVar, ".Go(", l.created(s.Pos()), ", func() { ", callee, "(", strings.Join(names, ", "), ") }) }")
	})
	l.w("\ngo ", start, "(", strings.Join(h.args, ", "), ")")
}
