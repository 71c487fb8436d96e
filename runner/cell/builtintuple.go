package cell

import (
	"go/ast"
	"go/types"
	"strings"
)

// builtinOfTuple writes the use of a predeclared function whose only argument is a
// call with several results: a literal takes them and names them.
func (l *lowering) builtinOfTuple(x *ast.CallExpr) bool {
	if len(x.Args) != 1 {
		return false
	}
	tuple, ok := l.typeOf(x.Args[0]).(*types.Tuple)
	if !ok {
		return false
	}
	info := l.k.info
	each := &ast.CallExpr{Fun: x.Fun, Lparen: x.Lparen, Rparen: x.Rparen}
	info.Types[each] = info.Types[x]
	var params []string
	for v := range tuple.Variables() {
		id := &ast.Ident{NamePos: x.Args[0].Pos(), Name: l.fresh("a")}
		param := types.NewParam(id.Pos(), nil, id.Name, v.Type())
		info.Uses[id], l.names[param] = param, id.Name
		info.Types[id] = types.TypeAndValue{Type: v.Type()}
		each.Args = append(each.Args, id)
		params = append(params, id.Name+" "+l.typeText(id.Pos(), v.Type()))
	}
	result, back := "", ""
	if t := l.typeOf(x); !isTuple(t) && info.Types[x].IsValue() {
		result, back = " "+l.typeText(x.Pos(), t), "return "
	}
	l.w("func(", strings.Join(params, ", "), ")", result, " { ", back)
	l.call(each)
	l.w(" }(")
	l.expr(x.Args[0])
	l.w(")")
	return true
}
