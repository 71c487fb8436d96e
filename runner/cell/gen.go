//go:build ignore

// Gen writes the API data of package cell: for each package that cells may
// import, and for what those declarations mention, the exported declarations as
// Go source without bodies, one a line, in the form that api.go describes.
//
// Usage: go run gen.go DIR
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/constant"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"log"
	"maps"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"nbrun/runner/cell"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	dir := os.Args[1]
	archs := []string{"amd64", "arm64"}
	data := make(map[string]map[string][]string) // by architecture and path
	for _, arch := range archs {
		d, err := describe(arch)
		if err != nil {
			log.Fatal(err)
		}
		data[arch] = d
	}
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
	for path := range maps.Keys(data[archs[0]]) {
		common := slices.Clone(data[archs[0]][path])
		for _, arch := range archs[1:] {
			common = slices.DeleteFunc(common, func(l string) bool { return !slices.Contains(data[arch][path], l) })
		}
		write(filepath.Join(dir, "common", path+".txt"), common)
		shared := make(map[string]bool, len(common))
		for _, l := range common {
			shared[l] = true
		}
		for _, arch := range archs {
			own := slices.DeleteFunc(slices.Clone(data[arch][path]), func(l string) bool { return shared[l] })
			if len(own) > 0 {
				write(filepath.Join(dir, arch, path+".txt"), own)
			}
		}
	}
}

func write(file string, lines []string) {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		log.Fatal(err)
	}
	slices.Sort(lines)
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
		log.Fatal(err)
	}
}

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

// typ writes t and notes what it mentions.
func (d *describer) typ(t types.Type) string {
	d.mention(t)
	return types.TypeString(t, d.qualify)
}

func (d *describer) signature(sig *types.Signature) string {
	d.mention(sig)
	var b bytes.Buffer
	types.WriteSignature(&b, sig, d.qualify)
	s := b.String()
	if sig.TypeParams().Len() == 0 {
		return s
	}
	for p := range sig.TypeParams().TypeParams() {
		d.mention(p.Constraint())
	}
	s = strings.TrimPrefix(types.TypeString(sig, d.qualify), "func")
	return s + " {}"
}

func (d *describer) typeDecl(obj *types.TypeName) string {
	if obj.IsAlias() {
		rhs := obj.Type()
		if a, ok := rhs.(*types.Alias); ok {
			if a.TypeParams().Len() > 0 {
				log.Fatalf("%s: generic aliases are not written", obj)
			}
			rhs = a.Rhs()
		}
		return " = " + d.typ(rhs)
	}
	named := obj.Type().(*types.Named)
	params := ""
	if n := named.TypeParams().Len(); n > 0 {
		var list []string
		for p := range named.TypeParams().TypeParams() {
			list = append(list, p.Obj().Name()+" "+d.typ(p.Constraint()))
		}
		params = "[" + strings.Join(list, ", ") + "]"
	}
	switch u := named.Underlying().(type) {
	case *types.Struct:
		return params + " " + d.structure(u)
	case *types.Interface:
		return params + " " + d.typ(closed(u))
	default:
		return params + " " + d.typ(u)
	}
}

// structure writes a struct whose unexported fields have other types of the same
// size, alignment and comparability. An embedded unexported type stays, for what
// it promotes.
func (d *describer) structure(s *types.Struct) string {
	var fields []string
	for i := range s.NumFields() {
		f := s.Field(i)
		tag := ""
		if s.Tag(i) != "" {
			tag = fmt.Sprintf(" %q", s.Tag(i))
		}
		switch {
		case f.Embedded():
			fields = append(fields, d.typ(f.Type())+tag)
		case f.Exported():
			fields = append(fields, f.Name()+" "+d.typ(f.Type())+tag)
		case parametric(f.Type()):
			fields = append(fields, f.Name()+" "+d.typ(f.Type()))
		default:
			fields = append(fields, d.opaque(f.Name(), f.Type()))
		}
	}
	return "struct{" + strings.Join(fields, "; ") + "}"
}

func (d *describer) opaque(name string, t types.Type) string {
	align, size := d.sizes.Alignof(t), d.sizes.Sizeof(t)
	s := fmt.Sprintf("%s [%d]uint%d", name, size/align, 8*align)
	if !types.Comparable(t) {
		s = "_ [0]func(); " + s
	}
	return s
}

// closed returns u with the signatures of its unexported methods dropped: nobody
// outside its package can write or call those, but they must stay.
func closed(u *types.Interface) types.Type {
	var methods []*types.Func
	for m := range u.ExplicitMethods() {
		if !m.Exported() {
			m = types.NewFunc(token.NoPos, m.Pkg(), m.Name(), types.NewSignatureType(nil, nil, nil, nil, nil, false))
		}
		methods = append(methods, m)
	}
	return types.NewInterfaceType(methods, slices.Collect(u.EmbeddedTypes())).Complete()
}

// qualify names a package in the data: nothing for the declaration's own, the
// alias that api.go derives from the path for another.
func (d *describer) qualify(p *types.Package) string {
	if p == d.pkg {
		return ""
	}
	return cell.Alias(p.Path())
}

// mention notes the type names that t mentions.
func (d *describer) mention(t types.Type) {
	name := func(obj *types.TypeName, args *types.TypeList) {
		for a := range args.Types() {
			d.mention(a)
		}
		if obj.Pkg() == nil {
			return
		}
		d.need(obj)
		if obj.Pkg() == d.pkg {
			d.needs[obj.Name()] = true
		} else {
			d.needs[obj.Pkg().Path()+"."+obj.Name()] = true
		}
	}
	switch t := t.(type) {
	case *types.Alias:
		name(t.Obj(), t.TypeArgs())
	case *types.Named:
		name(t.Obj(), t.TypeArgs())
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			d.needs["unsafe.Pointer"] = true
		}
	case interface{ Elem() types.Type }:
		if m, ok := t.(*types.Map); ok {
			d.mention(m.Key())
		}
		d.mention(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			d.mention(f.Type())
		}
	case *types.Signature:
		for v := range t.Params().Variables() {
			d.mention(v.Type())
		}
		for v := range t.Results().Variables() {
			d.mention(v.Type())
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			if m.Exported() {
				d.mention(m.Type())
			}
			d.needs["."+m.Name()] = true
		}
		for e := range t.EmbeddedTypes() {
			d.mention(e)
		}
	case *types.Union:
		for term := range t.Terms() {
			d.mention(term.Type())
		}
	}
}

// parametric reports whether t mentions a type parameter.
func parametric(t types.Type) bool {
	switch t := t.(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		for a := range t.TypeArgs().Types() {
			if parametric(a) {
				return true
			}
		}
	case *types.Map:
		return parametric(t.Key()) || parametric(t.Elem())
	case interface{ Elem() types.Type }:
		return parametric(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if parametric(f.Type()) {
				return true
			}
		}
	case *types.Signature:
		for v := range t.Params().Variables() {
			if parametric(v.Type()) {
				return true
			}
		}
		for v := range t.Results().Variables() {
			if parametric(v.Type()) {
				return true
			}
		}
	}
	return false
}

func (d *describer) constType(c *types.Const) string {
	if b, ok := c.Type().(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		return ""
	}
	return " " + d.typ(c.Type())
}

// literal writes the exact value of c, of the right default type when c is untyped.
func literal(c *types.Const) string {
	v := c.Val()
	b := c.Type().Underlying().(*types.Basic)
	switch {
	case b.Info()&types.IsInteger != 0:
		if b.Kind() == types.UntypedRune {
			return "'\\x00' + " + v.ExactString()
		}
		return v.ExactString()
	case b.Info()&types.IsFloat != 0:
		return float(v)
	case b.Info()&types.IsComplex != 0:
		return float(constant.Real(v)) + " + " + float(constant.Imag(v)) + "*1i"
	default:
		return v.ExactString()
	}
}

func float(v constant.Value) string {
	s := constant.ToFloat(v).ExactString()
	if num, den, ok := strings.Cut(s, "/"); ok {
		if d, ok := new(big.Int).SetString(den, 10); ok && d.TrailingZeroBits() == uint(d.BitLen()-1) {
			n, _ := new(big.Int).SetString(num, 10)
			return fmt.Sprintf("0x%xp-%d", n, d.BitLen()-1) // as a quotient it could overflow
		}
		return num + ".0/" + den
	}
	if !strings.ContainsAny(s, ".px") {
		s += ".0"
	}
	return s
}
