package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// keepers are packages whose functions keep or compare the values that they are
// given as any, or whose replacements in package symbols know what is in a box;
// and single functions of others.
var keepers = []string{"container/heap", "container/list", "container/ring", "context", "encoding/json", "errors", "fmt", "log",
	"nbrun/runner/nb", "reflect.DeepEqual", "reflect.TypeOf", "sort", "sync", "sync/atomic"}

func keeps(f *types.Func) bool {
	return slices.Contains(keepers, f.Pkg().Path()) || slices.Contains(keepers, f.Pkg().Path()+"."+f.Name())
}

// strict are functions that take a type apart that they are given as an interface
// with methods.
var strict = []string{"flag.TextVar"}

// checkReflection refuses to give values of cells' types to compiled functions
// that look into what they are given.
func (l *lowering) checkReflection(x *ast.CallExpr, sig *types.Signature) {
	f := l.compiledCallee(x)
	if f == nil {
		return
	}
	name := f.Pkg().Name() + "." + f.Name()
	l.checkTypes(x, f, name)
	if keeps(f) {
		return
	}
	for i, a := range x.Args {
		have, want := l.typeOf(a), l.subst(parameter(sig, i))
		if l.boxed(have) && (methodless(want) || types.IsInterface(want) && slices.Contains(strict, name)) {
			l.refuse(a.Pos(), refuseReflection, displayType(have), name)
		}
	}
}

// checkTypes notes calls that describe a cells' type as a reflect.Type, and calls of
// package reflect that make something of a reflect.Type.
func (l *lowering) checkTypes(x *ast.CallExpr, f *types.Func, name string) {
	if name == "reflect.TypeOf" && l.boxed(l.typeOf(x.Args[0])) {
		l.reflection.described = displayType(l.typeOf(x.Args[0]))
		l.checkUse(x.Pos())
	}
	for v := range f.Signature().Params().Variables() {
		if f.Pkg().Path() == "reflect" && f.Signature().Recv() == nil && displayType(v.Type()) == "reflect.Type" {
			l.useType(x.Pos(), name)
		}
	}
}

// useType notes something that only the reflect.Type of a compiled type can do.
func (l *lowering) useType(pos token.Pos, name string) {
	l.reflection.used = name
	l.checkUse(pos)
}

// checkUse refuses a notebook that describes a type of its own and uses types for
// what such a description cannot do: which of them, only the run could tell.
func (l *lowering) checkUse(pos token.Pos) {
	if r := l.reflection; r.described != "" && r.used != "" {
		l.refuse(pos, refuseReflection, r.described, r.used)
	}
}

// takenApart reports whether a compiled function takes the i-th argument apart, in
// which only the run can tell whether there is a value of a cells' type.
func (l *lowering) takenApart(x *ast.CallExpr, sig *types.Signature, i int, a ast.Expr) bool {
	f := l.compiledCallee(x)
	if f == nil || keeps(f) || x.Ellipsis.IsValid() || l.takesRaw(x) || !methodless(l.subst(parameter(sig, i))) || l.k.info.Types[a].IsNil() {
		return false
	}
	switch l.typeOf(a).Underlying().(type) {
	case *types.Basic, *types.Signature, *types.Chan, *types.Tuple:
		return false
	}
	return true
}
