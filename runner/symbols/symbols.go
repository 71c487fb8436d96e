//go:build linux

// Package symbols holds what the interpreter can see of compiled packages: their
// functions, variables and types as reflect.Values, for the packages that cells
// may import. Constants are not among them: package cell writes their values out.
//
// A package's symbols are made when they are asked for, since a notebook imports
// few of some sixty packages.
package symbols

import "reflect"

//go:generate go run gen.go

// Exports returns the symbols of the package with this path, by name, in the form
// that the interpreter's Use wants; nil when cells cannot import it. The map is
// the caller's own: the runner lays its own entries over it.
func Exports(path string) map[string]reflect.Value {
	if f := packages[path]; f != nil {
		return f()
	}
	return special(path)
}

// Wrappers returns for every package, by path, the types by which the interpreter
// makes the package's interfaces of interpreted values. It needs them whether or
// not cells import the package: a function of another one may have such a parameter.
func Wrappers() map[string]map[string]reflect.Value {
	all := make(map[string]map[string]reflect.Value, len(wrappers))
	for path, f := range wrappers {
		all[path] = f()
	}
	return all
}
