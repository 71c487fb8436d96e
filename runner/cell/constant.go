package cell

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strconv"
)

// constant writes a constant's value as a literal of its type.
func (l *lowering) constant(pos token.Pos, v constant.Value, t types.Type) string {
	t = types.Default(l.subst(t))
	b, ok := t.Underlying().(*types.Basic)
	if !ok { // of an interface: the constant has its default type
		b = types.Default(types.Typ[untypedKind(v)]).(*types.Basic)
		t = b
	}
	text, plain := literalText(v, b)
	if plain && types.Unalias(t) == types.Typ[b.Kind()] {
		return text
	}
	return l.typeText(pos, t) + "(" + text + ")"
}

func untypedKind(v constant.Value) types.BasicKind {
	switch v.Kind() {
	case constant.Bool:
		return types.UntypedBool
	case constant.String:
		return types.UntypedString
	case constant.Float:
		return types.UntypedFloat
	case constant.Complex:
		return types.UntypedComplex
	}
	return types.UntypedInt
}

// literalText writes v as a literal; plain says that the literal alone has the
// basic type b.
func literalText(v constant.Value, b *types.Basic) (text string, plain bool) {
	switch {
	case b.Info()&types.IsBoolean != 0:
		return strconv.FormatBool(constant.BoolVal(v)), true
	case b.Info()&types.IsString != 0:
		return strconv.Quote(constant.StringVal(v)), true
	case b.Info()&types.IsInteger != 0:
		return constant.ToInt(v).ExactString(), b.Kind() == types.Int
	case b.Kind() == types.Float32:
		f, _ := constant.Float32Val(constant.ToFloat(v))
		return floatText(float64(f)), false
	case b.Info()&types.IsFloat != 0:
		f, _ := constant.Float64Val(constant.ToFloat(v))
		return floatText(f), f != 0 // the interpreter does not divide by one without a type
	case b.Info()&types.IsComplex != 0:
		c := constant.ToComplex(v)
		re, _ := constant.Float64Val(constant.Real(c))
		im, _ := constant.Float64Val(constant.Imag(c))
		return "complex(" + floatText(re) + ", " + floatText(im) + ")", false // the interpreter cannot divide by one without a type
	}
	return v.ExactString(), false // uintptr(0) as an unsafe.Pointer
}

func floatText(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}
