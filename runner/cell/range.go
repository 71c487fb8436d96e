package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// rangeStmt writes a range.
func (l *lowering) rangeStmt(s *ast.RangeStmt, label string) {
	l.rangeFacts(s)
	switch t := l.typeOf(s.X).Underlying().(type) {
	case *types.Basic:
		if t.Info()&types.IsString != 0 {
			l.rangeString(s, label)
		} else {
			l.rangeInt(s, label)
		}
	case *types.Signature:
		l.rangeFunc(s, t, label)
	case *types.Map:
		if l.opaqueKey(t) || isChan(t.Elem()) && !l.unwanted(s.Value) {
			l.rangeIter(s, t, label)
		} else {
			l.rangePlain(s, label, t.Key(), t.Elem())
		}
	case *types.Chan:
		l.rangePlain(s, label, t.Elem(), nil)
	case *types.Slice:
		l.rangeElements(s, t.Elem(), -1, label)
	case *types.Array:
		l.rangeElements(s, t.Elem(), t.Len(), label)
	case *types.Pointer:
		a := t.Elem().Underlying().(*types.Array)
		l.rangeElements(s, a.Elem(), a.Len(), label)
	}
}

// unwanted reports whether nothing gets an iteration's key or value.
func (l *lowering) unwanted(x ast.Expr) bool { return x == nil || isBlank(x) }

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// rangePlain writes a range as one, over what has keys and values of these types.
// Another variable takes those that are assigned or kept, and the body begins by
// giving them to the program's. The interpreter counts with the variable of the key,
// so that is another one too when the body changes it.
func (l *lowering) rangePlain(s *ast.RangeStmt, label string, key, value types.Type) {
	var holders []string
	var late []ast.Expr
	for _, x := range []ast.Expr{s.Key, s.Value} {
		switch {
		case x == nil:
			continue
		case isBlank(x):
			holders, x = append(holders, "_"), nil
		case s.Tok == token.DEFINE && !l.kept(s.Body, l.k.info.Defs[x.(*ast.Ident)]) && !l.changes(s.Body, x):
			holders, x = append(holders, l.declared(x.(*ast.Ident))), nil
		default:
			holders = append(holders, l.fresh("i"))
		}
		late = append(late, x)
	}
	again := ""
	if isChan(l.typeOf(s.X)) { // it waits for the next one
		again = l.mark(s.Pos())
	}
	l.enter(loop{kind: token.FOR, label: label, iteration: again})
	before := l.distribute(s.Tok, late, holders, []types.Type{key, value})
	l.label(label)
	l.w("for ")
	if strings.Trim(strings.Join(holders, ""), "_") != "" {
		l.w(strings.Join(holders, ", "), " := ")
	}
	l.w("range ")
	l.head(func() {
		if isPointer(l.typeOf(s.X)) { // to an array
			l.w("(*(")
			l.expr(s.X)
			l.w("))[:]")
		} else {
			l.expr(s.X)
		}
	})
	l.loopBody(before, s.Body)
}

// rangeElements writes a range over what has elements of this type: a slice, or
// an array or pointer to one of this length. It counts where nobody wants the
// elements of an array, which then need not be there, and where they are channels,
// over which the interpreter would range instead.
func (l *lowering) rangeElements(s *ast.RangeStmt, elem types.Type, length int64, label string) {
	counted := l.unwanted(s.Value)
	if counted && length < 0 || !counted && !isChan(elem) {
		l.rangePlain(s, label, types.Typ[types.Int], elem)
		return
	}
	over, limit, i := l.fresh("x"), strconv.FormatInt(length, 10), l.fresh("i")
	if !counted || l.active(s.X) {
		l.w("var ", over, " ", l.typeText(s.X.Pos(), l.typeOf(s.X)), " = ")
		l.expr(s.X)
		l.w("\n")
	}
	if length < 0 {
		limit = l.fresh("n")
		l.w(limit, " := len(", over, ")\n")
	}
	l.counting(s, label, types.Typ[types.Int], i, limit, over+"["+i+"]", elem)
}

// counting writes a loop in which a variable i counts up to limit; value is the
// source of what an iteration gets besides.
func (l *lowering) counting(s *ast.RangeStmt, label string, t types.Type, i, limit, value string, elem types.Type) {
	l.enter(loop{kind: token.FOR, label: label})
	before := l.distribute(s.Tok, []ast.Expr{s.Key, s.Value}, []string{i, value}, []types.Type{t, elem})
	l.label(label)
	l.w("for ", i, " := ", l.typeText(s.X.Pos(), t), "(0); ", i, " < ", limit, "; ", i, "++")
	l.loopBody(before, s.Body)
}

// rangeInt writes a range over an integer.
func (l *lowering) rangeInt(s *ast.RangeStmt, label string) {
	t := types.Default(l.typeOf(s.X))
	if !l.unwanted(s.Key) {
		if v := l.variableType(s.Key); !types.IsInterface(v) {
			t = v
		}
	}
	limit := l.fresh("n")
	l.w("var ", limit, " ", l.typeText(s.X.Pos(), t), " = ")
	l.expr(s.X)
	l.w("\n")
	l.counting(s, label, t, l.fresh("i"), limit, "", nil)
}

// rangeString writes a range over a string by decoding it: after a byte that is
// not UTF-8 the interpreter's own goes on at the wrong place.
func (l *lowering) rangeString(s *ast.RangeStmt, label string) {
	text, next, at, r, width := l.fresh("s"), l.fresh("i"), l.fresh("i"), l.fresh("v"), l.fresh("n")
	l.w("var ", text, " string = string(")
	l.expr(s.X)
	l.w(")\nvar ", next, " int = 0\n")
	l.enter(loop{kind: token.FOR, label: label})
	before := at + " := " + next + "\n" + r + ", " + width + " := " + l.helper("DecodeRune") + "(" + text + "[" + at + ":])\n" +
		next + " += " + width + "\n_ = " + r + "\n" +
		l.distribute(s.Tok, []ast.Expr{s.Key, s.Value}, []string{at, r}, []types.Type{types.Typ[types.Int], types.Typ[types.Rune]})
	l.label(label)
	l.w("for ", next, " < len(", text, ")")
	l.loopBody(before, s.Body)
}

// rangeIter writes a range over a map of channels, over which the interpreter
// would range instead.
func (l *lowering) rangeIter(s *ast.RangeStmt, m *types.Map, label string) {
	it, k, v := l.fresh("m"), l.fresh("k"), l.fresh("v")
	l.w(it, " := ", l.helper("NewMapIter"), "(")
	l.expr(s.X)
	l.w(")\nvar ", k, " ", l.typeText(s.X.Pos(), m.Key()), "\nvar ", v, " ", l.typeText(s.X.Pos(), m.Elem()), "\n")
	l.enter(loop{kind: token.FOR, label: label})
	before := l.distribute(s.Tok, []ast.Expr{s.Key, s.Value}, []string{k, v}, []types.Type{m.Key(), m.Elem()})
	l.label(label)
	l.w("for ", it, ".Next(&", k, ", &", v, ")")
	l.loopBody(before, s.Body)
}
