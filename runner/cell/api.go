package cell

import (
	"bytes"
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

//go:generate go run ./_gen api

// The API data: what packages that cells may import declare, so that cells are
// checked without a Go toolchain. api/common holds what is the same on every
// architecture, api/GOARCH the rest, one file a package, one declaration a line,
// sorted:
//
//	NAME \t NEEDS \t DECLARATION
//
// NAME is that of a package-level object, or Type.Method. The declaration is Go
// source without bodies that refers to other packages by [Alias]. NEEDS lists the
// objects it mentions: Name of the same package, path.Name of another; .Method
// says that an interface in it has that method. Unexported fields have types of
// the same size and comparability.
//
//go:embed api/common
var apiCommon embed.FS

// api gives a notebook's cells the declarations of compiled packages: of the
// API data only what the cells can reach by the names that they mention. It is a
// types.Importer whose packages are the same objects for every cell.
type api struct {
	packages map[string]*apiPackage
	queue    []apiName

	// live holds the method names, in lower case, that matter: those that the
	// cells mention and those of interfaces. The others of a type stay out.
	live    map[string]bool
	waiting map[string][]apiMethod // methods of loaded types by name that is not live yet
}

// apiName is an object that declarations to come need.
type apiName struct{ path, name string }

type apiMethod struct {
	of   *apiPackage
	line []byte
}

// newAPI returns an api that knows identifiers, the names that the cells use.
func newAPI(identifiers map[string]bool) *api {
	a := &api{
		packages: make(map[string]*apiPackage),
		live:     map[string]bool{"error": true},
		waiting:  make(map[string][]apiMethod),
	}
	for id := range identifiers {
		a.live[strings.ToLower(id)] = true
	}
	return a
}

// requireAll says that the cells import the package into their own scope.
func (a *api) requireAll(path string) error {
	if path == "unsafe" {
		return nil
	}
	p, err := a.open(path)
	if err != nil {
		return err
	}
	for n := range p.names() {
		a.queue = append(a.queue, apiName{path, n})
	}
	return nil
}

// load takes everything that is required, and type-checks it.
func (a *api) load() error {
	for len(a.queue) > 0 {
		next := a.queue[len(a.queue)-1]
		a.queue = a.queue[:len(a.queue)-1]
		if err := a.take(next); err != nil {
			return err
		}
	}
	for _, p := range a.packages {
		if err := a.check(p); err != nil {
			return err
		}
	}
	return nil
}

func (a *api) take(n apiName) error {
	if n.path == "unsafe" {
		return nil
	}
	p, err := a.open(n.path)
	if err != nil {
		return fmt.Errorf("API data of %s: %w", n.path, err)
	}
	if p.taken[n.name] {
		return nil
	}
	p.taken[n.name] = true
	line, found := p.find(n.name)
	if !found {
		return fmt.Errorf("API data of %s: no %s", n.path, n.name)
	}
	a.add(p, line)
	prefix := []byte(n.name + ".")
	for _, data := range p.data {
		for line := range bytes.Lines(from(data, prefix)) {
			if !bytes.HasPrefix(line, prefix) {
				break
			}
			line = bytes.TrimSuffix(line, []byte("\n"))
			method := strings.ToLower(string(line[len(prefix):bytes.IndexByte(line, '\t')]))
			if a.live[method] {
				a.add(p, line)
			} else {
				a.waiting[method] = append(a.waiting[method], apiMethod{p, line})
			}
		}
	}
	return nil
}

// add writes the declaration of a line and queues what it needs.
func (a *api) add(p *apiPackage, line []byte) {
	_, line, _ = bytes.Cut(line, []byte("\t"))
	needs, decl, _ := bytes.Cut(line, []byte("\t"))
	p.source.Write(decl)
	p.source.WriteByte('\n')
	for need := range strings.FieldsSeq(string(needs)) {
		dot := strings.LastIndexByte(need, '.')
		switch {
		case dot < 0:
			a.queue = append(a.queue, apiName{p.path, need})
		case dot == 0:
			a.enliven(strings.ToLower(need[1:]))
		default:
			p.imports[need[:dot]] = true
			a.queue = append(a.queue, apiName{need[:dot], need[dot+1:]})
		}
	}
}

func (a *api) enliven(method string) {
	if a.live[method] {
		return
	}
	a.live[method] = true
	for _, m := range a.waiting[method] {
		a.add(m.of, m.line)
	}
	delete(a.waiting, method)
}

// check type-checks p after the packages that it needs.
func (a *api) check(p *apiPackage) error {
	if p.types != nil {
		return nil
	}
	var head strings.Builder
	head.WriteString("package " + p.name + "\n")
	for path := range p.imports {
		if path != "unsafe" {
			if err := a.check(a.packages[path]); err != nil {
				return err
			}
		}
		fmt.Fprintf(&head, "import %s %q\n", Alias(path), path)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, p.path, head.String()+p.source.String(), parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("API data of %s: %w", p.path, err)
	}
	config := types.Config{Importer: a, IgnoreFuncBodies: true, Sizes: types.SizesFor("gc", apiArch), GoVersion: goVersion}
	p.types, err = config.Check(p.path, fset, []*ast.File{file}, nil)
	if err != nil {
		return fmt.Errorf("API data of %s: %w", p.path, err)
	}
	return nil
}

// Import returns a loaded package; it is the types.Importer of cells.
func (a *api) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	p := a.packages[path]
	if p == nil || p.types == nil {
		return nil, errNoPackage
	}
	return p.types, nil
}

// canImport reports whether cells may import path.
func canImport(path string) bool { return slices.Contains(importable, path) }
