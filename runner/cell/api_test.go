package cell

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/constant"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// whole loads everything that cells may import.
func whole(t *testing.T) *api {
	t.Helper()
	a := newAPI(allMethods(t))
	for _, path := range importable {
		if err := a.requireAll(path); err != nil && !errors.Is(err, errNoPackage) {
			t.Fatal(err)
		}
	}
	if err := a.load(); err != nil {
		t.Fatal(err)
	}
	return a
}

// allMethods returns the names of the methods of the data.
func allMethods(t *testing.T) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	for _, fsys := range []fs.FS{apiCommon, apiOfArch} {
		err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(fsys, path)
			for line := range strings.Lines(string(data)) {
				key, _, _ := strings.Cut(line, "\t")
				if _, method, ok := strings.Cut(key, "."); ok {
					names[method] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// realImporter imports packages as the Go toolchain compiles them.
func realImporter(t *testing.T) types.Importer {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-export", "-deps", "-json=ImportPath,Export"}, importable...)...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+apiArch, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports := make(map[string]string)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
}

// TestAPIIsReal: the data declare what the packages do.
func TestAPIIsReal(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library")
	}
	a, imp := whole(t), realImporter(t)
	sizes := types.SizesFor("gc", apiArch)
	for path, p := range a.packages {
		if !slices.Contains(importable, path) {
			continue
		}
		pkg, err := imp.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range pkg.Scope().Names() {
			if !token.IsExported(name) {
				continue
			}
			got, want := p.types.Scope().Lookup(name), pkg.Scope().Lookup(name)
			if got == nil {
				t.Errorf("%s.%s is missing", path, name)
				continue
			}
			for _, difference := range compare(got, want, sizes) {
				t.Errorf("%s.%s: %s", path, name, difference)
			}
		}
	}
}

// compare says in what two objects differ that a program could see.
func compare(got, want types.Object, sizes types.Sizes) (differences []string) {
	differ := func(what, got, want string) {
		if got != want {
			differences = append(differences, what+" is "+got+", want "+want)
		}
	}
	switch want := want.(type) {
	case *types.Const:
		got, ok := got.(*types.Const)
		if !ok || !constant.Compare(got.Val(), token.EQL, want.Val()) {
			return []string{"the constant differs"}
		}
		differ("the type", str(got.Type()), str(want.Type()))
	case *types.TypeName:
		gotType, ok := got.(*types.TypeName)
		if !ok || gotType.IsAlias() != want.IsAlias() {
			return []string{"it is not the same kind of type"}
		}
		g, w := got.Type(), want.Type()
		differ("the type", str(g), str(w))
		if n, ok := w.(*types.Named); ok && n.TypeParams().Len() > 0 {
			return differences
		}
		if types.Comparable(g) != types.Comparable(w) || sizes.Sizeof(g) != sizes.Sizeof(w) || sizes.Alignof(g) != sizes.Alignof(w) {
			differences = append(differences, "size or comparability differ")
		}
		differ("the method set", methods(g), methods(w))
		differ("the pointer's method set", methods(types.NewPointer(g)), methods(types.NewPointer(w)))
		differ("the fields", fields(g), fields(w))
		if _, basic := w.Underlying().(*types.Struct); !basic && !types.IsInterface(w) {
			differ("the underlying type", str(g.Underlying()), str(w.Underlying()))
		}
	default:
		differ("the type", str(got.Type()), str(want.Type()))
	}
	return differences
}

// str writes a type; export data have a name of their own for results named _.
func str(t types.Type) string {
	return regexp.MustCompile(`#rv[0-9]+`).ReplaceAllString(types.TypeString(t, nil), "_")
}

func methods(t types.Type) string {
	var list []string
	for s := range types.NewMethodSet(t).Methods() {
		if s.Obj().Exported() {
			list = append(list, s.Obj().Name()+str(s.Type()))
		}
	}
	return strings.Join(list, "; ")
}

// fields lists the exported fields of a struct with their types and order.
func fields(t types.Type) string {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return ""
	}
	var list []string
	for i := range s.NumFields() {
		if f := s.Field(i); f.Exported() {
			list = append(list, f.Name()+" "+types.TypeString(f.Type(), nil)+" "+s.Tag(i))
		}
	}
	return strings.Join(list, "; ")
}

// TestAPIIsFresh: go generate writes what is there.
func TestAPIIsFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library twice")
	}
	dir := t.TempDir()
	cmd := exec.Command("go", "run", "./_gen", dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go run ./_gen: %v\n%s", err, out)
	}
	got, want := readTree(t, dir), readTree(t, "api")
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("api/%s is stale: go generate ./runner/cell", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("api/%s is missing: go generate ./runner/cell", name)
		}
	}
}

func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestOnlyWhatIsMentioned: a name brings what it needs and no more.
func TestOnlyWhatIsMentioned(t *testing.T) {
	a := newAPI(nil)
	if err := a.require("fmt", "Println"); err != nil {
		t.Fatal(err)
	}
	if err := a.load(); err != nil {
		t.Fatal(err)
	}
	if got := a.packages["fmt"].types.Scope().Names(); !slices.Equal(got, []string{"Println"}) {
		t.Errorf("fmt.Println brings %q", got)
	}
	if err := newAPI(nil).require("no/such", "Name"); !errors.Is(err, errNoPackage) {
		t.Errorf("an unknown package: %v", err)
	}
}

// sevenImports is what a notebook of system calls mentions.
var sevenImports = []apiName{
	{"fmt", "Println"}, {"fmt", "Printf"}, {"os", "Open"}, {"time", "Now"}, {"time", "Duration"}, {"strings", "Builder"}, {"errors", "Is"}, {"sync", "WaitGroup"},
	{UnixPath, "Socketpair"}, {UnixPath, "AF_UNIX"}, {UnixPath, "SOCK_DGRAM"}, {UnixPath, "Recvmsg"}, {UnixPath, "EpollWait"}, {UnixPath, "Read"}, {UnixPath, "Errno"},
}

func benchmarkAPI(b *testing.B, names []apiName) {
	for b.Loop() {
		a := newAPI(map[string]bool{"Close": true, "Read": true})
		for _, n := range names {
			if err := a.require(n.path, n.name); err != nil {
				b.Fatal(err)
			}
		}
		if err := a.load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAPIFmt(b *testing.B)   { benchmarkAPI(b, sevenImports[:1]) }
func BenchmarkAPISeven(b *testing.B) { benchmarkAPI(b, sevenImports) }
func BenchmarkAPIHTTP(b *testing.B) {
	benchmarkAPI(b, []apiName{{"net/http", "Get"}, {"net/http", "HandleFunc"}, {"net/http", "ListenAndServe"}})
}
