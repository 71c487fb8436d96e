package symbols

import (
	"reflect"
	"runtime"
	"strings"
	"sync"
)

// names holds what the types of boxed values are called, by how the runtime
// describes the interpreter's form of them.
var names sync.Map

// nameForm notes the name of a type of whose values v is the first: when it has
// structs in it, of which the interpreter makes forms that no other type has.
func nameForm(v any, name string) {
	if v == nil {
		return
	}
	if form := reflect.TypeOf(v).String(); strings.Contains(form, "struct {") {
		names.Store(form, name)
	}
}

// Hashable returns k, which becomes a key of a map, and panics as Go does when it
// cannot be one: the interpreter looks a key up before it assigns to it.
func Hashable(k any) any {
	if b, ok := k.(boxed); ok {
		if v := reflect.ValueOf(b.open().v); v.IsValid() && !v.Type().Comparable() {
			panic(runtimeError("runtime error: hash of unhashable type " + b.open().t.name))
		}
	}
	CheckKey(k)
	return k
}

// CheckKey panics when k cannot be a key of a map.
func CheckKey(k any) { map[any]bool{}[k] = true }

// renamed returns an error of the runtime with the name of a cells' type in place
// of what the runtime knows of it.
func renamed(err runtime.Error) runtime.Error {
	text := err.Error()
	for _, what := range []string{"hash of unhashable type: ", "hash of unhashable type ", "comparing uncomparable type "} {
		before, form, ok := strings.Cut(text, what)
		if !ok {
			continue
		}
		slices := len(form) - len(strings.TrimLeft(form, "[]"))
		if name, ok := names.Load(form[slices:]); ok {
			return runtimeError(before + what + form[:slices] + name.(string))
		}
	}
	return err
}
