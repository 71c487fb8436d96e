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
	return nil
}
