package cell

import (
	"go/token"
	"go/types"
	"io/fs"
	"strings"
	"testing"
)

// TestStdIsTheLibrarys: each function and type of the library's source has the
// type parameters, parameters and results of the one it stands for. (package
// symbols tests what they do.)
func TestStdIsTheLibrarys(t *testing.T) {
	a := whole(t)
	c := &checker{fset: token.NewFileSet(), api: a}
	files, err := fs.Glob(stdSources, "std/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		scope := c.loadStd(file).scope
		for _, name := range scope.Names() {
			obj := scope.Lookup(name)
			pkg, what, ok := strings.Cut(name, "_")
			if !ok || pkg+"_" == stdHelper {
				continue
			}
			if path := map[string]string{"atomic": "sync/atomic", "rand": "math/rand/v2"}[pkg]; path != "" {
				pkg = path
			}
			switch real := a.packages[pkg].types.Scope().Lookup(what).(type) {
			case *types.Func:
				compareFunc(t, pkg+"."+what, obj.(*types.Func).Signature(), real.Signature())
			case *types.TypeName:
				compareType(t, pkg+"."+what, obj.Type().(*types.Named), real.Type().(*types.Named))
			default:
				t.Errorf("there is no %s.%s", pkg, what)
			}
		}
	}
}

func compareFunc(t *testing.T, name string, got, want *types.Signature) {
	if got.Params().Len() != want.Params().Len() || got.Results().Len() != want.Results().Len() || got.Variadic() != want.Variadic() {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
	compareParams(t, name, got.TypeParams(), want.TypeParams())
}

func compareType(t *testing.T, name string, got, want *types.Named) {
	compareParams(t, name, got.TypeParams(), want.TypeParams())
	for m := range want.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(got, true, got.Obj().Pkg(), m.Name())
		if obj == nil {
			t.Errorf("%s has no method %s", name, m.Name())
			continue
		}
		compareFunc(t, name+"."+m.Name(), obj.Type().(*types.Signature), m.Signature())
	}
}

func compareParams(t *testing.T, name string, got, want *types.TypeParamList) {
	if got.Len() != want.Len() {
		t.Errorf("%s has %d type parameters, want %d", name, got.Len(), want.Len())
		return
	}
	for i := range got.Len() {
		if g, w := got.At(i), want.At(i); constraint(g) != constraint(w) {
			t.Errorf("%s: type parameter %s %s, want %s %s", name, g, constraint(g), w, constraint(w))
		}
	}
}

// constraint writes the constraint of p, the two names for ordered types as one.
func constraint(p *types.TypeParam) string {
	return strings.ReplaceAll(types.TypeString(p.Constraint(), func(*types.Package) string { return "" }), "Ordered", "ordered")
}
