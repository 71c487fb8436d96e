package symbols

import (
	"errors"
	"fmt"
	"reflect"
)

// Type describes a type that cells declare to compiled code. It is made by
// lowered code, once for each type whose values become an error, a Stringer or
// an any.
type Type struct {
	name      string // as a program's messages write it: main.T
	layout    *layout
	functions []reflect.Value // that layout refers to
	methods   map[rune]reflect.Value
}

// NewType describes the type with this name. Each letter of flags stands for one
// of the first functions, func literals that call a method on their first
// argument: e Error, s String, u Unwrap, i Is. Layout is in the language that
// parseLayout reads; it refers to functions by number.
func NewType(name, flags, layout string, functions ...any) *Type {
	t := &Type{name: name, methods: make(map[rune]reflect.Value)}
	for _, f := range functions {
		t.functions = append(t.functions, reflect.ValueOf(f))
	}
	for i, flag := range flags {
		t.methods[flag] = t.functions[i]
	}
	t.layout = parseLayout(layout)
	return t
}

func (t *Type) call(method rune, args ...reflect.Value) reflect.Value {
	return t.methods[method].Call(args)[0]
}

// box carries a value of the interpreter as an any. Boxes are equal when their
// types and values are, as the values themselves would be in Go.
type box struct {
	t *Type
	v any
}

// The boxes of types that are errors, Stringers or both.
type (
	errorBox    struct{ box }
	stringerBox struct{ box }
	bothBox     struct{ errorBox }
)

type boxed interface{ open() box }

func (b box) open() box { return b }

// Box returns v as an any that knows its type.
func Box(t *Type, v any) any {
	b := box{t, v}
	switch isError, isStringer := t.methods['e'].IsValid(), t.methods['s'].IsValid(); {
	case isError && isStringer:
		return bothBox{errorBox{b}}
	case isError:
		return errorBox{b}
	case isStringer:
		return stringerBox{b}
	}
	return b
}

// BoxError returns v as an error that knows its type.
func BoxError(t *Type, v any) error { return Box(t, v).(error) }

// BoxStringer returns v as a Stringer that knows its type.
func BoxStringer(t *Type, v any) fmt.Stringer { return Box(t, v).(fmt.Stringer) }

// Unbox returns the value in x when x is a box of type t.
func Unbox(t *Type, x any) (v any, ok bool) {
	if b, ok := x.(boxed); ok && b.open().t == t {
		return b.open().v, true
	}
	return nil, false
}

// MustUnbox returns the value in x, and panics as Go does when x is not a t.
func MustUnbox(t *Type, x any) any {
	v, ok := Unbox(t, x)
	if !ok {
		panic(runtimeError("interface conversion: interface is " + typeName(x) + ", not " + t.name))
	}
	return v
}

// NotA returns what Go panics with when an interface of type have holds no want.
func NotA(have, want string) error {
	return runtimeError("interface conversion: " + have + " is not " + want)
}

func typeName(x any) string {
	if b, ok := x.(boxed); ok {
		return b.open().t.name
	}
	if x == nil {
		return "nil"
	}
	return reflect.TypeOf(x).String()
}

// ErrorsAs finds the first error in err's tree that is a t, as errors.As does.
func ErrorsAs(err error, t *Type) (v any, ok bool) {
	for err != nil {
		if v, ok := Unbox(t, err); ok {
			return v, true
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				if v, ok := ErrorsAs(e, t); ok {
					return v, true
				}
			}
			return nil, false
		}
		err = errors.Unwrap(err)
	}
	return nil, false
}

func (b errorBox) Error() string { return b.t.call('e', reflect.ValueOf(b.v)).String() }

// Unwrap returns nil for a type that has no such method, which says the same.
func (b errorBox) Unwrap() error {
	if !b.t.methods['u'].IsValid() {
		return nil
	}
	err, _ := b.t.call('u', reflect.ValueOf(b.v)).Interface().(error)
	return err
}

// Is returns false for a type that has no such method, which says the same.
func (b errorBox) Is(target error) bool {
	if !b.t.methods['i'].IsValid() {
		return false
	}
	arg := reflect.New(reflect.TypeFor[error]()).Elem()
	if target != nil {
		arg.Set(reflect.ValueOf(target))
	}
	return b.t.call('i', reflect.ValueOf(b.v), arg).Bool()
}

func (b stringerBox) String() string { return b.t.call('s', reflect.ValueOf(b.v)).String() }
func (b bothBox) String() string     { return b.t.call('s', reflect.ValueOf(b.v)).String() }

// MarshalJSON fails: the names of a cells' type's fields are not known to
// encoding/json.
func (b box) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("nbrun cannot write a value of the cells' type %s as JSON", b.t.name)
}

// Format prints the value as fmt prints one of its type.
func (b box) Format(f fmt.State, verb rune) {
	format := fmt.FormatString(f, verb)
	if text, ok := b.text(f, verb); ok {
		fmt.Fprintf(f, format, text)
		return
	}
	fmt.Fprintf(f, format, b.mirror())
}

// text returns what the value's Error or String says, when fmt would ask it.
func (b box) text(f fmt.State, verb rune) (string, bool) {
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
	default:
		return "", false
	}
	if verb == 'v' && f.Flag('#') {
		return "", false
	}
	for _, m := range "es" {
		if b.t.methods[m].IsValid() {
			if v := reflect.ValueOf(b.v); v.Kind() == reflect.Pointer && v.IsNil() {
				return "<nil>", true
			}
			return b.t.call(m, reflect.ValueOf(b.v)).String(), true
		}
	}
	return "", false
}

func (b box) mirror() any {
	v := reflect.ValueOf(b.v)
	if !v.IsValid() {
		return nil
	}
	return b.t.layout.value(b.t, v, false).Interface()
}
