package symbols

import (
	"maps"
	"reflect"

	"github.com/traefik/yaegi/stdlib/unsafe"
)

const (
	// helperPath is this package, whose functions lowered code calls.
	helperPath = "nbrun/runner/symbols"

	// interpreterPath is a package of the interpreter's own, whose symbol convert
	// makes conversions of unsafe.Pointer work. A program that imports unsafe
	// imports it too.
	interpreterPath = "github.com/traefik/yaegi"
)

// special returns the symbols of packages that are not generated.
func special(path string) map[string]reflect.Value {
	switch path {
	case "unsafe":
		return maps.Clone(unsafe.Symbols["unsafe/unsafe"])
	case interpreterPath:
		return maps.Clone(unsafe.Symbols[interpreterPath+"/yaegi"])
	case helperPath:
		return helpers()
	}
	return nil
}
