package cell

import (
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// TestStdIsTheLibrarys: each function of std.go.txt has the type parameters,
// parameters and results of the one it stands for. (package symbols tests what
// they do.)
func TestStdIsTheLibrarys(t *testing.T) {
	a := whole(t)
	c := &checker{fset: token.NewFileSet(), api: a}
	functions, _ := c.stdFunctions()
	for name, f := range functions {
		pkg, fn, _ := strings.Cut(name, "_")
		real, ok := a.packages[pkg].types.Scope().Lookup(fn).(*types.Func)
		if !ok {
			t.Errorf("there is no %s.%s", pkg, fn)
			continue
		}
		got, want := f.Signature(), real.Signature()
		if got.TypeParams().Len() != want.TypeParams().Len() || got.Params().Len() != want.Params().Len() || got.Results().Len() != want.Results().Len() || got.Variadic() != want.Variadic() {
			t.Errorf("%s.%s is %v, want %v", pkg, fn, got, want)
			continue
		}
		for i := range got.TypeParams().Len() {
			g, w := got.TypeParams().At(i), want.TypeParams().At(i)
			if constraint(g) != constraint(w) {
				t.Errorf("%s.%s: type parameter %s %s, want %s %s", pkg, fn, g, constraint(g), w, constraint(w))
			}
		}
	}
}

// constraint writes the constraint of p, the two names for ordered types as one.
func constraint(p *types.TypeParam) string {
	return strings.ReplaceAll(types.TypeString(p.Constraint(), func(*types.Package) string { return "" }), "Ordered", "ordered")
}
