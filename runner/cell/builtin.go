package cell

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// builtin writes the use of a predeclared function.
func (l *lowering) builtin(x *ast.CallExpr, fun ast.Expr) {
	id, ok := fun.(*ast.Ident)
	if !ok {
		id = fun.(*ast.SelectorExpr).Sel
	}
	if l.k.info.Uses[id].Pkg() == types.Unsafe {
		l.unsafeCall(x, id.Name)
		return
	}
	if len(x.Args) == 1 && isTuple(l.typeOf(x.Args[0])) {
		l.builtinSpread(x)
		return
	}
	l.at(x.Pos())
	switch id.Name {
	case "append":
		l.appendCall(x)
	case "clear":
		l.w(l.helper("Clear"), "(")
		l.expr(x.Args[0])
		l.w(")")
	case "delete":
		l.w("delete(")
		l.expr(x.Args[0])
		l.w(", ")
		l.key(x.Args[1], l.typeOf(x.Args[0]).Underlying().(*types.Map))
		l.w(")")
	case "max", "min":
		l.extreme(x, id.Name)
	case "new":
		l.new(x)
	case "panic":
		l.panicCall(x.Args[0])
	case "print", "println":
		l.w(l.helper(title(id.Name)), "(")
		for i, a := range x.Args {
			if i > 0 {
				l.w(", ")
			}
			l.basic(a)
		}
		l.w(")")
	case "recover":
		l.recoverCall(x)
	case "cap", "len":
		l.length(x, id.Name)
	case "make":
		l.make(x)
	default: // close complex copy imag real
		l.w(id.Name, "(")
		for i, a := range x.Args {
			if i > 0 {
				l.w(", ")
			}
			l.expr(a)
		}
		l.w(")")
	}
}

// builtinSpread writes the call of a predeclared function with the results of
// another: a literal takes them and passes them on.
func (l *lowering) builtinSpread(x *ast.CallExpr) {
	var params []string
	call := *x
	call.Args = nil
	l.k.info.Types[&call] = l.k.info.Types[x]
	for v := range l.typeOf(x.Args[0]).(*types.Tuple).Variables() {
		id := &ast.Ident{NamePos: x.Args[0].Pos(), Name: l.fresh("a")}
		param := types.NewParam(id.NamePos, nil, id.Name, v.Type())
		l.names[param] = id.Name
		l.k.info.Uses[id] = param
		l.k.info.Types[id] = types.TypeAndValue{Type: v.Type()}
		params = append(params, id.Name+" "+l.typeText(id.NamePos, v.Type()))
		call.Args = append(call.Args, id)
	}
	result, give := "", ""
	if t := l.typeOf(x); !l.k.info.Types[x].IsVoid() {
		result, give = " "+l.typeText(x.Pos(), t), "return "
	}
	l.w("func(", strings.Join(params, ", "), ")", result, " { ", give)
	l.expr(&call)
	l.w(" }(")
	l.expr(x.Args[0])
	l.w(")")
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// basic writes an argument of println as a value of its basic type.
func (l *lowering) basic(a ast.Expr) {
	t := l.typeOf(a)
	switch u := t.Underlying().(type) {
	case *types.Interface:
		l.w(l.helper("Words"), "(")
		l.value(a, emptyInterface)
		l.w(")")
	case *types.Basic:
		if l.own(t) {
			l.w(u.Name(), "(")
			l.expr(a)
			l.w(")")
		} else {
			l.value(a, emptyInterface)
		}
	default: // a pointer, or what is one within
		l.w(l.helper("Any"), "(")
		l.expr(a)
		l.w(")")
	}
}

func (l *lowering) appendCall(x *ast.CallExpr) {
	elem := l.typeOf(x).Underlying().(*types.Slice).Elem()
	l.w("append(")
	l.expr(x.Args[0])
	// The interpreter would read a second element when it has written the first.
	literal := len(x.Args) > 2 && !l.constants(x.Args[2:])
	for i, a := range x.Args[1:] {
		l.w(", ")
		if literal && i == 0 {
			l.w(l.typeText(x.Pos(), types.NewSlice(elem)), "{")
		}
		switch {
		case x.Ellipsis.IsValid():
			l.expr(a)
			l.w("...")
		case l.k.info.Types[a].IsNil() && !types.IsInterface(elem): // a bare nil would be an interface's
			l.w("(", l.typeText(a.Pos(), elem), ")(nil)")
		case literal:
			l.arrayElement(a, elem)
		default:
			l.value(a, elem)
		}
	}
	if literal {
		l.w("}...")
	}
	l.w(")")
}

// constants reports whether all of these expressions are constant.
func (l *lowering) constants(list []ast.Expr) bool {
	return !slices.ContainsFunc(list, func(x ast.Expr) bool { return l.k.info.Types[x].Value == nil })
}

// make writes make(T, …). A channel of one direction is made as one of both, which
// the interpreter can make.
func (l *lowering) make(x *ast.CallExpr) {
	t := l.typeOf(x)
	text := l.typeText(x.Pos(), t)
	if c, ok := t.Underlying().(*types.Chan); ok && c.Dir() != types.SendRecv {
		l.w("(", text, ")(")
		defer l.w(")")
		text = l.typeText(x.Pos(), types.NewChan(types.SendRecv, c.Elem()))
	}
	if s, ok := t.Underlying().(*types.Slice); ok && len(x.Args) == 3 && l.k.info.Types[x.Args[2]].Value == nil {
		size := types.SizesFor("gc", apiArch).Sizeof(s.Elem())
		l.w("func(_n, _m int) ", text, " { ", l.helper("CheckCap"), "(_n, _m, ", strconv.FormatInt(size, 10), "); return make(", text, ", _n, _m) }(int(")
		l.expr(x.Args[1])
		l.w("), int(")
		l.expr(x.Args[2])
		l.w("))")
		return
	}
	l.w("make(", text)
	for _, a := range x.Args[1:] {
		l.w(", ")
		l.expr(a)
	}
	l.w(")")
}

// length writes len or cap. Of an array, or a pointer to one that may be nil, it
// is known, though the operand does something.
func (l *lowering) length(x *ast.CallExpr, name string) {
	if size, ok := l.lengthOf(x.Args[0]); ok && name == "len" && l.fn.lengths[size] != nil {
		l.fn.lengths[size].used = true
		l.w(l.fn.lengths[size].name)
		return
	}
	t := l.typeOf(x.Args[0])
	u := t.Underlying()
	if p, ok := u.(*types.Pointer); ok {
		u = p.Elem().Underlying()
	}
	if a, ok := u.(*types.Array); ok {
		l.w("func(_ ", l.typeText(x.Pos(), t), ") int { return ", strconv.FormatInt(a.Len(), 10), " }(")
	} else {
		l.w(name, "(")
	}
	l.expr(x.Args[0])
	l.w(")")
}

// new writes new(T) or new(x), which points to a variable with the value of x.
func (l *lowering) new(x *ast.CallExpr) {
	elem := l.typeOf(x).Underlying().(*types.Pointer).Elem()
	text := l.typeText(x.Pos(), elem)
	if l.k.info.Types[x.Args[0]].IsType() {
		l.w("new(", text, ")")
		return
	}
	l.w("func(_v ", text, ") *", text, " { return &_v }(")
	l.value(x.Args[0], elem)
	l.w(")")
}

// extreme writes min or max of variables. Those of floats are package math's,
// which agree about NaN and -0.
func (l *lowering) extreme(x *ast.CallExpr, name string) {
	t := l.typeOf(x)
	text := l.typeText(x.Pos(), t)
	op := map[string]string{"min": "<", "max": ">"}[name]
	pick := "if _b " + op + " _a { return _b }; return _a"
	if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsFloat != 0 {
		pick = "if _a != _a { return _a }; if _b != _b { return _b }; return " + text + "(" + l.pkg("math") + "." + title(name) + "(float64(_a), float64(_b)))"
	}
	for range x.Args[1:] {
		l.w("func(_a, _b ", text, ") ", text, " { ", pick, " }(")
	}
	l.expr(x.Args[0])
	for _, a := range x.Args[1:] {
		l.w(", ")
		l.expr(a)
		l.w(")")
	}
}
