package cell

import (
	"go/ast"
	"go/token"
	"math"
)

// interval holds what an int can be.
type interval struct{ low, high int64 }

var anything = interval{math.MinInt64, math.MaxInt64}

// bounded reports whether the sum or product of two such numbers does not overflow.
func (i interval) bounded() bool { return i.low > -1<<31 && i.high < 1<<31 }

// interval returns what is known of the number that x is.
func (l *lowering) interval(x ast.Expr) interval {
	if at, ok := l.linear(x); ok {
		return l.fn.facts.interval(at)
	}
	e, ok := ast.Unparen(x).(*ast.BinaryExpr)
	if !ok {
		return anything
	}
	a, b := l.interval(e.X), l.interval(e.Y)
	both := a.bounded() && b.bounded()
	switch {
	case e.Op == token.ADD && both:
		return interval{a.low + b.low, a.high + b.high}
	case e.Op == token.SUB && both:
		return interval{a.low - b.high, a.high - b.low}
	case e.Op == token.MUL && both && a.low >= 0 && b.low >= 0:
		return interval{a.low * b.low, a.high * b.high}
	case e.Op == token.QUO && a.low >= 0 && b.low > 0, e.Op == token.SHR && a.low >= 0:
		return interval{0, a.high}
	case e.Op == token.REM && a.low >= 0:
		return interval{0, min(a.high, max(b.high, 1)-1)}
	case e.Op == token.AND && b.low >= 0:
		return interval{0, b.high}
	}
	return anything
}

// interval returns what the facts say of a number.
func (fs facts) interval(at linear) interval {
	i := anything
	if d, ok := fs.distance(term{}, at.t); ok {
		i.low = at.c - d
	}
	if d, ok := fs.distance(at.t, term{}); ok {
		i.high = at.c + d
	}
	return i
}
