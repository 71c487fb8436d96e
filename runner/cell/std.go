package cell

import (
	_ "embed"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
)

//go:embed std/std.go.txt
var stdSource string

// stdName is the name under which std.go.txt has a function of a package.
func stdName(obj types.Object) string { return obj.Pkg().Name() + "_" + obj.Name() }

// stdFunctions returns the generic functions of std.go.txt by name.
func (c *checker) stdFunctions() (map[string]*types.Func, map[types.Object]generic) {
	file, err := parser.ParseFile(c.fset, "std.go.txt", stdSource, parser.SkipObjectResolution)
	must(err)
	info := newInfo()
	config := types.Config{Importer: c.api, Sizes: types.SizesFor("gc", apiArch), GoVersion: goVersion}
	pkg, err := config.Check("main", c.fset, []*ast.File{file}, info)
	must(err)
	k := &checked{info: info, std: true}
	functions, generics := make(map[string]*types.Func), make(map[types.Object]generic)
	for _, d := range file.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			f := pkg.Scope().Lookup(d.Name.Name).(*types.Func)
			functions[d.Name.Name] = f
			generics[f] = generic{d, k}
		}
	}
	return functions, generics
}

// site is where the notebook mentions what is being written of the standard
// library's source.
type site struct {
	source *source
	pos    token.Pos
}
