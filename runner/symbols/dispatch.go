package symbols

import (
	"reflect"
	"strings"
	"sync"
)

// Method returns what calls a method of the value in an interface that cells
// declare: a func whose first argument is recv. It panics as Go does when x is nil.
func Method(x any, name string) (call, recv any) {
	NonNil(x)
	if b, ok := x.(boxed); ok {
		return b.open().t.methods[name].call, b.open().v
	}
	return compiledMethod(reflect.TypeOf(x), name), x
}

// NonNil returns x, and panics as Go does when it is a nil interface whose method is
// wanted, or a nil func that is called.
func NonNil(x any) any {
	if x == nil {
		NilDereference()
	}
	return x
}

// NonNilValue panics as Go does when an interface holds a nil pointer to a type,
// and a method of the type's values is called.
func NonNilValue(isNil bool, typ, method string) {
	if isNil {
		if base, _, generic := strings.Cut(typ, "["); generic {
			typ = base + "[...]"
		}
		_, name, _ := strings.Cut(typ, ".")
		panic(runtimeError("value method " + typ + "." + method + " called using nil *" + name + " pointer"))
	}
}

type methodKey struct {
	t    reflect.Type
	name string
}

// compiledMethods holds, by methodKey, what compiledMethod has made.
var compiledMethods sync.Map

// compiledMethod returns a method of a compiled type in the form that method.call
// has.
func compiledMethod(t reflect.Type, name string) any {
	key := methodKey{t, name}
	if f, ok := compiledMethods.Load(key); ok {
		return f
	}
	m, _ := t.MethodByName(name)
	if f, ok := replacedMethods[key]; ok {
		m.Func = f
	}
	in := []reflect.Type{reflect.TypeFor[any]()}
	for i := 1; i < m.Type.NumIn(); i++ {
		in = append(in, m.Type.In(i))
	}
	var out []reflect.Type
	for i := range m.Type.NumOut() {
		out = append(out, m.Type.Out(i))
	}
	f := reflect.MakeFunc(reflect.FuncOf(in, out, false), func(args []reflect.Value) []reflect.Value {
		args[0] = args[0].Elem()
		if m.Type.IsVariadic() {
			return m.Func.CallSlice(args)
		}
		return m.Func.Call(args)
	}).Interface()
	compiledMethods.Store(key, f)
	return f
}

// AsInterface returns what is in x as a value of an interface that cells declare,
// when it has the methods.
func AsInterface(t *Type, x any) (v any, ok bool) {
	if x == nil || missing(x, t.wants) != "" {
		return nil, false
	}
	return Any(x), true
}

// NotA returns what Go panics with when the interface x, of type have, is asked
// for a want and is none. Methods are those of a want that is an interface, in
// the order of their names with spaces between; "" for another.
func NotA(x any, have, want, methods string) error {
	switch {
	case x == nil && methods != "":
		return runtimeError("interface conversion: interface is nil, not " + want)
	case methods == "":
		return runtimeError("interface conversion: " + have + " is " + nameOf(x) + ", not " + want)
	}
	first := ""
	for name := range strings.FieldsSeq(methods) {
		if !has(x, name) {
			first = name
			break
		}
	}
	return runtimeError("interface conversion: " + nameOf(x) + " is not " + want + ": missing method " + first)
}

func has(x any, method string) bool {
	if b, ok := x.(boxed); ok {
		_, ok := b.open().t.methods[method]
		return ok
	}
	return reflect.ValueOf(x).MethodByName(method).IsValid()
}
