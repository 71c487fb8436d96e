// Command gen writes the generated files of package unix: for each architecture
// the names that are golang.org/x/sys/unix's own, the Lane methods that are one
// system call each, and the package functions that record on a shared lane.
//
// It reads the source of x/sys/unix as the module graph selects it. Run it by
// `go generate ./iomodels/unix`; -dir writes elsewhere than into the package.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"log"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

const sysPath = "golang.org/x/sys/unix"

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	dir := flag.String("dir", ".", "where to write")
	src := flag.String("src", ".", "where the hand-written files of package unix are")
	flag.Parse()
	for _, arch := range []string{"amd64", "arm64"} {
		if err := generate(*dir, *src, arch); err != nil {
			log.Fatalf("%s: %v", arch, err)
		}
	}
}

// generate writes the files of one architecture.
func generate(dir, src, arch string) error {
	sys, err := load(arch)
	if err != nil {
		return err
	}
	hand, err := handWritten(src, arch)
	if err != nil {
		return err
	}
	direct := sys.directCalls(hand)
	for name, write := range map[string]func(*file){
		"names":   func(f *file) { sys.writeNames(f) },
		"numbers": func(f *file) { sys.writeNumbers(f, direct) },
		"lane":    func(f *file) { writeLane(f, direct) },
		"shared":  func(f *file) { sys.writeShared(f, direct, hand) },
	} {
		f := newFile()
		write(f)
		if err := f.save(filepath.Join(dir, fmt.Sprintf("z%s_linux_%s.go", name, arch))); err != nil {
			return err
		}
	}
	return nil
}

// sysPackage is x/sys/unix for one architecture, parsed and type-checked.
type sysPackage struct {
	fset  *token.FileSet
	files map[string]*ast.File // by base name
	pkg   *types.Package
	info  *types.Info
}

func load(arch string) (*sysPackage, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", sysPath).Output()
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", sysPath, err)
	}
	build.Default.GOOS, build.Default.GOARCH, build.Default.CgoEnabled = "linux", arch, false
	bp, err := build.ImportDir(strings.TrimSpace(string(out)), 0)
	if err != nil {
		return nil, err
	}
	s := &sysPackage{fset: token.NewFileSet(), files: map[string]*ast.File{}}
	var files []*ast.File
	for _, name := range bp.GoFiles {
		f, err := parser.ParseFile(s.fset, filepath.Join(bp.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.files[name] = f
		files = append(files, f)
	}
	s.info = &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{
		Importer: importer.ForCompiler(s.fset, "source", nil),
		Sizes:    types.SizesFor("gc", arch),
	}
	s.pkg, err = conf.Check(sysPath, s.fset, files, s.info)
	return s, err
}

// exported returns the exported objects of the package, sorted by name.
func (s *sysPackage) exported() []types.Object {
	var objs []types.Object
	for _, name := range s.pkg.Scope().Names() {
		if o := s.pkg.Scope().Lookup(name); o.Exported() {
			objs = append(objs, o)
		}
	}
	return objs
}

// declared is what people wrote in package unix: the methods of Lane and the
// package functions, by name.
type declared struct{ methods, funcs map[string]bool }

func handWritten(dir, arch string) (declared, error) {
	d := declared{map[string]bool{}, map[string]bool{}}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return d, err
	}
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH = "linux", arch
	for _, name := range names {
		base := filepath.Base(name)
		if ok, err := ctx.MatchFile(dir, base); err != nil {
			return d, err
		} else if !ok || strings.HasPrefix(base, "z") || strings.HasSuffix(base, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return d, err
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			switch {
			case !ok || !fn.Name.IsExported():
			case fn.Recv == nil:
				d.funcs[fn.Name.Name] = true
			case types.ExprString(fn.Recv.List[0].Type) == "*Lane":
				d.methods[fn.Name.Name] = true
			}
		}
	}
	return d, nil
}

// writeNames re-exports the constants, types and variables.
func (s *sysPackage) writeNames(f *file) {
	f.use(sysPath)
	var consts, kinds, vars []string
	for _, o := range s.exported() {
		switch o.(type) {
		case *types.Const:
			consts = append(consts, o.Name())
		case *types.TypeName:
			kinds = append(kinds, o.Name())
		case *types.Var:
			vars = append(vars, o.Name())
		}
	}
	f.group("type", kinds)
	f.group("const", consts)
	f.group("var", vars)
}

// numbers returns the SYS constants in order of their value, one for each value.
func (s *sysPackage) numbers() []*types.Const {
	byValue := map[string]*types.Const{}
	for _, o := range s.exported() {
		c, ok := o.(*types.Const)
		if !ok || !strings.HasPrefix(c.Name(), "SYS_") || c.Name() == "SYS_SECCOMP_IOCTL" {
			continue
		}
		byValue[c.Val().ExactString()] = c
	}
	var list []*types.Const
	for _, c := range byValue {
		list = append(list, c)
	}
	sort.Slice(list, func(i, j int) bool { return number(list[i]) < number(list[j]) })
	return list
}

// writeNumbers writes the names of all system calls, with the arguments of those
// that are a direct call of some function of x/sys/unix.
func (s *sysPackage) writeNumbers(f *file, direct []directCall) {
	args := map[string]string{}
	for _, d := range direct {
		if _, ok := args[d.number]; !ok {
			args[d.number] = d.kinds()
		}
	}
	f.printf("// numbered holds the name of each system call, and what its arguments are as far\n")
	f.printf("// as the Go signature tells; the table of calls says more of those that it has.\n")
	f.printf("var numbered = [...]signature{\n")
	for _, c := range s.numbers() {
		name := strings.ToLower(strings.TrimPrefix(c.Name(), "SYS_"))
		if kinds, ok := args[c.Name()]; ok {
			f.printf("\t%s: {name: %q, args: args{%s}},\n", c.Name(), name, kinds)
		} else {
			f.printf("\t%s: {name: %q, unknown: true},\n", c.Name(), name)
		}
	}
	f.printf("}\n")
}
