package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"log"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"

	"nbrun/runner/cell"
)

// describe returns the lines of every package, by path, for Linux on arch.
func describe(arch string) (map[string][]string, error) {
	exports, err := list(arch)
	if err != nil {
		return nil, err
	}
	imp := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
	d := &describer{
		sizes: types.SizesFor("gc", arch),
		lines: make(map[string][]string),
		seen:  make(map[types.Object]bool),
	}
	for _, path := range cell.Importable() {
		if path == "unsafe" || exports[path] == "" {
			continue
		}
		pkg, err := imp.Import(path)
		if err != nil {
			return nil, fmt.Errorf("read the export data of %s: %w", path, err)
		}
		for _, name := range pkg.Scope().Names() {
			if token.IsExported(name) {
				d.need(pkg.Scope().Lookup(name))
			}
		}
	}
	for len(d.queue) > 0 {
		obj := d.queue[0]
		d.queue = d.queue[1:]
		d.object(obj)
	}
	return d.lines, nil
}

// list compiles the importable packages that exist and returns where the export
// data of each, and of each that they import, is.
func list(arch string) (map[string]string, error) {
	args := []string{"list", "-e", "-export", "-deps", "-json=ImportPath,Export"}
	cmd := exec.Command("go", append(args, cell.Importable()...)...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports := make(map[string]string)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return exports, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		exports[p.ImportPath] = p.Export
	}
}

// describer turns objects into lines, and what they mention after them.
type describer struct {
	sizes types.Sizes
	lines map[string][]string
	seen  map[types.Object]bool
	queue []types.Object

	pkg   *types.Package // of the declaration being written
	needs map[string]bool
}

func (d *describer) need(obj types.Object) {
	if d.seen[obj] {
		return
	}
	d.seen[obj] = true
	d.queue = append(d.queue, obj)
}

// object adds the lines of one package-level object.
func (d *describer) object(obj types.Object) {
	d.pkg = obj.Pkg()
	if d.lines[d.pkg.Path()] == nil {
		d.lines[d.pkg.Path()] = []string{"!package\t\t" + d.pkg.Name()}
	}
	switch obj := obj.(type) {
	case *types.Const:
		d.line(obj.Name(), func() string { return "const " + obj.Name() + d.constType(obj) + " = " + literal(obj) })
	case *types.Var:
		d.line(obj.Name(), func() string { return "var " + obj.Name() + " " + d.typ(obj.Type()) })
	case *types.Func:
		d.line(obj.Name(), func() string { return "func " + obj.Name() + d.signature(obj.Signature()) })
	case *types.TypeName:
		d.line(obj.Name(), func() string { return "type " + obj.Name() + d.typeDecl(obj) })
		if named, ok := obj.Type().(*types.Named); ok && !obj.IsAlias() {
			d.methods(named)
		}
	}
}

// blankResult is what export data call a result that is named _.
var blankResult = regexp.MustCompile(`#rv[0-9]+`)

// line adds a declaration under key, with what it needs.
func (d *describer) line(key string, decl func() string) {
	d.needs = make(map[string]bool)
	text := blankResult.ReplaceAllString(decl(), "_")
	if strings.ContainsAny(text, "\n\t") {
		log.Fatalf("%s.%s: the declaration has a line break", d.pkg.Path(), key)
	}
	needs := slices.Sorted(maps.Keys(d.needs))
	d.lines[d.pkg.Path()] = append(d.lines[d.pkg.Path()], key+"\t"+strings.Join(needs, " ")+"\t"+text)
}

func (d *describer) methods(named *types.Named) {
	for m := range named.Methods() {
		if !m.Exported() {
			// Without its signature, as in closed: it may be what makes the
			// type implement an interface.
			d.line(named.Obj().Name()+"."+m.Name(), func() string {
				return "func (" + d.typ(m.Signature().Recv().Type()) + ") " + m.Name() + "()"
			})
			continue
		}
		d.line(named.Obj().Name()+"."+m.Name(), func() string {
			sig := m.Signature()
			recv := d.typ(sig.Recv().Type())
			params := types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic())
			return "func (" + recv + ") " + m.Name() + d.signature(params)
		})
	}
}
