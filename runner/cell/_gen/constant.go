package main

import (
	"fmt"
	"go/constant"
	"go/types"
	"math/big"
	"strings"
)

func (d *describer) constType(c *types.Const) string {
	if b, ok := c.Type().(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		return ""
	}
	return " " + d.typ(c.Type())
}

// literal writes the exact value of c, of the right default type when c is untyped.
func literal(c *types.Const) string {
	v := c.Val()
	b := c.Type().Underlying().(*types.Basic)
	switch {
	case b.Info()&types.IsInteger != 0:
		if b.Kind() == types.UntypedRune {
			return "'\\x00' + " + v.ExactString()
		}
		return v.ExactString()
	case b.Info()&types.IsFloat != 0:
		return float(v)
	case b.Info()&types.IsComplex != 0:
		return float(constant.Real(v)) + " + " + float(constant.Imag(v)) + "*1i"
	default:
		return v.ExactString()
	}
}

func float(v constant.Value) string {
	s := constant.ToFloat(v).ExactString()
	if num, den, ok := strings.Cut(s, "/"); ok {
		if d, ok := new(big.Int).SetString(den, 10); ok && d.TrailingZeroBits() == uint(d.BitLen()-1) {
			n, _ := new(big.Int).SetString(num, 10)
			return fmt.Sprintf("0x%xp-%d", n, d.BitLen()-1) // as a quotient it could overflow
		}
		return num + ".0/" + den
	}
	if !strings.ContainsAny(s, ".px") {
		s += ".0"
	}
	return s
}
