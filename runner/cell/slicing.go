package cell

import (
	"go/ast"
	"go/types"
	"strings"
)

// slice writes x[low:high:max].
func (l *lowering) slice(x *ast.SliceExpr) {
	base := l.base(x.X)
	limit, helper := l.lengthOfBase(x.X, base), "SliceArray"
	if _, ok := l.typeOf(x.X).Underlying().(*types.Slice); ok {
		if helper = "Slice"; x.High != nil {
			limit.text = "cap(" + base + ")"
		}
	}
	bounds := []ast.Expr{x.Low, x.High, x.Max}
	texts := []string{"nil", "nil", "nil"}
	for i, b := range bounds {
		if b != nil {
			texts[i] = l.place(b)
		}
	}
	if fails := l.misplaced(bounds, texts, limit); len(fails) > 0 {
		l.check(fails, l.notNil(x.X, base)+l.helper(helper)+"("+strings.Join(texts, ", ")+", "+limit.text+")")
	}
	l.w(base, "[")
	for i, b := range bounds {
		if i == 1 || i == 2 && x.Slice3 {
			l.w(":")
		}
		if b != nil {
			l.w(texts[i])
		}
	}
	l.w("]")
}

// misplaced returns the conditions under which a slice's bounds are out of range:
// the first is negative, one is less than the one before it, or the last is more
// than limit.
func (l *lowering) misplaced(bounds []ast.Expr, texts []string, limit extent) []comparison {
	var fails []comparison
	before := -1
	for i, b := range bounds {
		if b == nil {
			continue
		}
		switch {
		case before < 0 && !l.notNegative(b):
			fails = append(fails, l.lessThan(b, texts[i], 0))
		case before >= 0 && !l.ordered(bounds[before], b):
			fails = append(fails, comparison{l.integer(b, texts[i]), "<", l.integer(bounds[before], texts[before])})
		}
		before = i
	}
	if before < 0 {
		return nil
	}
	last := bounds[before]
	if at, ok := l.most(last); !ok || !limit.known || !l.fn.facts.proves(at.t, limit.at.t, limit.at.c-at.c) {
		fails = append(fails, comparison{l.integer(last, texts[before]), ">", limit.text})
	}
	return fails
}

// ordered reports whether a is known to be at most b.
func (l *lowering) ordered(a, b ast.Expr) bool {
	most, ok := l.most(a)
	least, known := l.linear(b)
	return ok && known && l.fn.facts.proves(most.t, least.t, least.c-most.c)
}
