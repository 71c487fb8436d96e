package symbols

import (
	"fmt"
	"reflect"
)

// box carries a value of a cells' type in an interface: a compiled value that
// knows the type and its methods. Boxes are equal when their types and values
// are, as the values themselves would be in Go.
//
// An any, an error and every interface that cells declare hold a value in one and
// the same box, which carry chooses; another compiled interface holds it in a
// wrapper that has the interface's methods.
type box struct {
	t *Type
	v any
}

// boxed is a box in any form.
type boxed interface{ open() box }

func (b box) open() box { return b }

// String returns the name of the type, for compiled code that shows what it has
// when a value has no String of its own.
func (b box) String() string { return b.t.name }

// The boxes of types that are errors, Stringers or both, and of errors that wrap
// several.
type (
	errorBox    struct{ box }
	treeBox     struct{ errorBox }
	stringerBox struct{ box }
	bothBox     struct{ errorBox }
	bothTreeBox struct{ treeBox }
)

// Box returns v as an any that knows its type.
func Box(t *Type, v any) any {
	t.carrying.Do(func() {
		t.carry = t.carrier()
		nameForm(v, t.name)
	})
	return t.carry(box{t, v})
}

// carrier returns what puts a box of t into the form that its methods ask for.
func (t *Type) carrier() func(box) any {
	_, isError := calls[func(any) string](t, "Error")
	_, isStringer := calls[func(any) string](t, "String")
	_, isTree := calls[func(any) []error](t, "Unwrap")
	switch {
	case isError && isStringer && isTree:
		return func(b box) any { return bothTreeBox{treeBox{errorBox{b}}} }
	case isError && isTree:
		return func(b box) any { return treeBox{errorBox{b}} }
	case isError && isStringer:
		return func(b box) any { return bothBox{errorBox{b}} }
	case isError:
		return func(b box) any { return errorBox{b} }
	case isStringer:
		return func(b box) any { return stringerBox{b} }
	}
	return func(b box) any { return b }
}

// Any returns what is in an interface as an any: a wrapper becomes the box that
// an any holds.
func Any(x any) any {
	if b, ok := x.(boxed); ok {
		return Box(b.open().t, b.open().v)
	}
	return x
}

// Unbox returns the value in x when x is a box of type t.
func Unbox(t *Type, x any) (v any, ok bool) {
	if b, ok := x.(boxed); ok && b.open().t == t {
		return b.open().v, true
	}
	return nil, false
}

// IsA reports whether what is in x is a T, of which p is a pointer: of that very type.
func IsA(x, p any) bool { return x != nil && reflect.TypeOf(x) == reflect.TypeOf(p).Elem() }

func (b box) string() string {
	f, _ := calls[func(any) string](b.t, "String")
	return f(b.v)
}

func (b stringerBox) String() string { return b.string() }
func (b bothBox) String() string     { return b.string() }
func (b bothTreeBox) String() string { return b.string() }

// Equal is a == b of two interfaces.
func Equal(a, b any) bool {
	a, b = Any(a), Any(b)
	x, ok := a.(boxed)
	if !ok {
		return a == b
	}
	y, ok := b.(boxed)
	if !ok || x.open().t != y.open().t {
		return false
	}
	if v := reflect.ValueOf(x.open().v); v.IsValid() && !v.Type().Comparable() {
		panic(runtimeError("runtime error: comparing uncomparable type " + x.open().t.name))
	}
	return x.open().v == y.open().v
}

// AsError returns what is in x as an error, when it is one.
func AsError(x any) (error, bool) {
	err, ok := Any(x).(error)
	return err, ok
}

// ToError returns what is in x, which is nil or an error, as an error.
func ToError(x any) error { return to(AsError, x) }

// as returns what is in x as a compiled interface, when it is one: wrap does so
// for a box.
func as[I any](x any, wrap func(box) (I, bool)) (i I, ok bool) {
	if b, isBox := x.(boxed); isBox {
		return wrap(b.open())
	}
	i, ok = x.(I)
	return i, ok
}

// choice returns the number whose bits say which of the conditions hold.
func choice(conditions ...bool) (n int) {
	for i, holds := range conditions {
		if holds {
			n |= 1 << i
		}
	}
	return n
}

// implements reports whether a box has a method whose call is an F.
func implements[F any](b box, name string) bool {
	_, ok := calls[F](b.t, name)
	return ok
}

// to returns what is in x as a compiled interface that x is known to be.
func to[I any](as func(any) (I, bool), x any) I {
	i, ok := as(x)
	if !ok && x != nil {
		panic(fmt.Sprintf("nbrun: a %s is no %s", nameOf(x), reflect.TypeFor[I]()))
	}
	return i
}
