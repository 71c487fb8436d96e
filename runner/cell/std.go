package cell

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
)

// What is generic in the standard library is there as source, since nothing
// compiled of it could be called: PKG_Name stands for pkg.Name and has its type
// parameters, in their order. A package's file is pkg.go.txt, that of cmp, maps and
// slices std.go.txt. A function without a body is one of the helpers.
//
//go:embed std
var stdSources embed.FS

// stdNeeds is what the sources mention of other packages, by the path of the one
// that they are of.
var stdNeeds = map[string]map[string][]string{
	"cmp":          stdSorts,
	"errors":       {"errors": {"As"}},
	"iter":         {"iter": {"Seq", "Seq2"}},
	"maps":         stdSorts,
	"math/rand/v2": {"math/rand/v2": {"Uint64N"}},
	"reflect":      {"reflect": {"TypeOf", "Value"}},
	"slices":       stdSorts,
	"sync":         {"sync": {"Once"}},
	"sync/atomic":  {"sync/atomic": {"CompareAndSwapPointer", "LoadPointer", "StorePointer", "SwapPointer"}},
}

var stdSorts = map[string][]string{"sort": {"Search", "Slice", "SliceStable"}}

// withStdMethods adds the methods that the sources call to the names of which the
// API's methods are loaded.
func withStdMethods(names map[string]bool) map[string]bool {
	names["Do"], names["Interface"] = true, true
	return names
}

// stdHelper begins the names of functions without a body.
const stdHelper = "helper_"

// stdPackage is one of the files, checked.
type stdPackage struct {
	scope    *types.Scope
	generics map[types.Object]generic
	methods  map[types.Object][]generic // of its types
}

// stdFile returns the name of the file with the source for a package, "" when
// there is none.
func stdFile(pkg *types.Package) string {
	switch _, ok := stdNeeds[pkg.Path()]; {
	case !ok:
		return ""
	case pkg.Name() == "cmp", pkg.Name() == "maps", pkg.Name() == "slices":
		return "std/std.go.txt"
	}
	return "std/" + pkg.Name() + ".go.txt"
}

// loadStd checks one of the files.
func (c *checker) loadStd(name string) *stdPackage {
	src, err := stdSources.ReadFile(name)
	must(err)
	file, err := parser.ParseFile(c.fset, name, src, parser.SkipObjectResolution)
	must(err)
	info := newInfo()
	config := types.Config{Importer: c.api, Sizes: types.SizesFor("gc", apiArch), GoVersion: goVersion}
	pkg, err := config.Check("main", c.fset, []*ast.File{file}, info)
	must(err)
	k := &checked{info: info, std: true}
	std := &stdPackage{pkg.Scope(), make(map[types.Object]generic), make(map[types.Object][]generic)}
	for _, d := range file.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			f := info.Defs[d.Name].(*types.Func)
			if recv := f.Signature().Recv(); recv != nil {
				base := receiverType(f.Signature()).Origin().Obj()
				std.methods[base] = append(std.methods[base], generic{d, k})
			} else {
				std.generics[f] = generic{d, k}
			}
		}
	}
	return std
}

// stdObject returns what stands for a generic function or type of a compiled
// package, nil when there is none.
func (l *lowering) stdObject(obj types.Object) types.Object {
	file := stdFile(obj.Pkg())
	if file == "" {
		return nil
	}
	std := l.std[file]
	if std == nil {
		std = l.loadStd(file)
		l.std[file] = std
		maps.Copy(l.generics, std.generics)
		for _, g := range std.generics {
			l.usagesIn(g.k, g.decl, g.decl.Body)
		}
		for _, list := range std.methods {
			for _, g := range list {
				l.usagesIn(g.k, g.decl, g.decl.Body)
			}
		}
		maps.Copy(l.methods, std.methods)
	}
	return std.scope.Lookup(obj.Pkg().Name() + "_" + obj.Name())
}

// stdType returns the type that stands for an instance of a compiled package's
// generic type, nil when there is none.
func (l *lowering) stdType(t *types.Named) *types.Named {
	if t.TypeArgs().Len() == 0 || isMain(t.Obj()) {
		return nil
	}
	obj, ok := l.stdObject(t.Obj()).(*types.TypeName)
	if !ok {
		return nil
	}
	args := make([]types.Type, t.TypeArgs().Len())
	for i := range args {
		args[i] = l.subst(t.TypeArgs().At(i))
	}
	inst, err := types.Instantiate(l.context, obj.Type(), args, false)
	must(err)
	return inst.(*types.Named)
}

// site is where the notebook mentions what is being written of the standard
// library's source.
type site struct {
	source *source
	pos    token.Pos
}
