package cell

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// result writes the assignment of the cell's value to globals named after out.
func (l *lowering) result(out string) []Out {
	x := l.k.result
	if x == nil {
		return nil
	}
	l.note(x)
	var outs []Out
	l.guarded([]ast.Expr{x}, func() { outs = l.guardedResult(x, out) })
	return outs
}

func (l *lowering) guardedResult(x ast.Expr, out string) []Out {
	var results []types.Type
	switch t := l.typeOf(x).(type) {
	case *types.Tuple:
		for v := range t.Variables() {
			results = append(results, v.Type())
		}
	default:
		results = []types.Type{types.Default(t)}
	}
	var outs []Out
	var names []string
	for i, t := range results {
		name := out + "_" + strconv.Itoa(i)
		names = append(names, name)
		outs = append(outs, Out{Global: name, Type: displayType(t)})
		text := "interface{}"
		if !l.boxed(t) {
			text = l.typeText(x.Pos(), t)
		}
		l.globals.w("var ", name, " ", text, "\n")
	}
	if len(results) > 1 && slices.ContainsFunc(results, l.boxed) {
		l.tupleResult(results, names)
		return outs
	}
	l.w(strings.Join(names, ", "), " = ")
	if len(results) == 1 && l.boxed(results[0]) {
		l.value(x, emptyInterface)
	} else {
		l.expr(x)
	}
	l.w("\n")
	return outs
}

// tupleResult writes the assignment of several results, some of which go into boxes.
func (l *lowering) tupleResult(results []types.Type, names []string) {
	x := l.k.result
	var locals []string
	for range results {
		locals = append(locals, l.fresh("r"))
	}
	l.w(strings.Join(locals, ", "), " := ")
	l.expr(x)
	l.w("\n")
	for i, t := range results {
		value := locals[i]
		if l.boxed(t) {
			value = l.convert(x.Pos(), t, value, emptyInterface)
		}
		l.w(names[i], " = ", value, "\n")
	}
}
