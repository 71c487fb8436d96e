package cell

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"slices"
	"strings"
)

//go:generate go run gen.go api

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
// says that an interface in it has that method. Unexported fields are blank ones
// of the same size and comparability.
//
//go:embed api/common
var apiCommon embed.FS

// Alias returns the name under which the API data and lowered code refer to the
// package with this path: an identifier that no package declares.
func Alias(path string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, path) + "_"
}

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

// apiPackage is one package: its data and what was taken of them.
type apiPackage struct {
	path, name string
	data       [2][]byte // of this architecture, common
	taken      map[string]bool
	imports    map[string]bool
	source     bytes.Buffer
	types      *types.Package // once it is checked
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

// errNoPackage means that there is no data for a path.
var errNoPackage = errors.New("no such package")

func (a *api) open(path string) (*apiPackage, error) {
	if p := a.packages[path]; p != nil {
		return p, nil
	}
	p := &apiPackage{path: path, taken: make(map[string]bool), imports: make(map[string]bool)}
	var err error
	if p.data[0], err = fs.ReadFile(apiOfArch, "api/"+apiArch+"/"+path+".txt"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if p.data[1], err = fs.ReadFile(apiCommon, "api/common/"+path+".txt"); errors.Is(err, fs.ErrNotExist) {
		return nil, errNoPackage
	} else if err != nil {
		return nil, err
	}
	first, _, _ := bytes.Cut(p.data[1], []byte("\n"))
	p.name = string(first[bytes.LastIndexByte(first, '\t')+1:])
	a.packages[path] = p
	return p, nil
}

// packageName returns the name that the package with this path declares.
func (a *api) packageName(path string) (string, error) {
	if path == "unsafe" {
		return "unsafe", nil
	}
	p, err := a.open(path)
	if err != nil {
		return "", err
	}
	return p.name, nil
}

// require says that the cells mention path.name. When there is no such name those
// that differ only in case are taken: Go's messages offer them.
func (a *api) require(path, name string) error {
	if path == "unsafe" {
		return nil
	}
	p, err := a.open(path)
	if err != nil {
		return err
	}
	if _, found := p.find(name); found {
		a.queue = append(a.queue, apiName{path, name})
		return nil
	}
	for n := range p.names() {
		if strings.EqualFold(n, name) {
			a.queue = append(a.queue, apiName{path, n})
		}
	}
	return nil
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

// names yields the names of the package's objects.
func (p *apiPackage) names() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, data := range p.data {
			for line := range bytes.Lines(data) {
				name, _, _ := bytes.Cut(line, []byte("\t"))
				if name[0] != '!' && bytes.IndexByte(name, '.') < 0 && !yield(string(name)) {
					return
				}
			}
		}
	}
}

// find returns the line of name.
func (p *apiPackage) find(name string) (line []byte, found bool) {
	key := []byte(name + "\t")
	for _, data := range p.data {
		if line, _, _ := bytes.Cut(from(data, key), []byte("\n")); bytes.HasPrefix(line, key) {
			return line, true
		}
	}
	return nil, false
}

// from returns what follows the lines of data that are less than key.
func from(data, key []byte) []byte {
	lo, hi := 0, len(data)
	for lo < hi { // the lines that start before lo are less than key, those from hi on are not
		mid := lo + (hi-lo)/2
		start := bytes.LastIndexByte(data[lo:mid], '\n') + 1 + lo
		end := bytes.IndexByte(data[mid:], '\n') + 1 + mid
		if bytes.Compare(data[start:end], key) < 0 {
			lo = end
		} else {
			hi = start
		}
	}
	return data[lo:]
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
