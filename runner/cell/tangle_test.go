package cell

import (
	"bytes"
	"flag"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"nbrun/render/notebook"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestTangle compares programs with testdata/tangle.txtar, where NAME.md is a
// notebook and NAME.go its program. That they do what the notebooks do is what the
// oracle of package runner sees to.
func TestTangle(t *testing.T) {
	const file = "testdata/tangle.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	golden := &txtar.Archive{Comment: archive.Comment}
	want := make(map[string]string)
	for _, f := range archive.Files {
		want[f.Name] = string(f.Data)
	}
	for _, f := range archive.Files {
		name, ok := strings.CutSuffix(f.Name, ".md")
		if !ok {
			continue
		}
		got := mustTangle(t, f.Name, f.Data)
		if formatted, err := format.Source(got); err != nil || !bytes.Equal(formatted, got) {
			t.Errorf("%s: gofmt changes the program: %v", name, err)
		}
		golden.Files = append(golden.Files, f, txtar.File{Name: name + ".go", Data: got})
		if string(got) != want[name+".go"] && !*update {
			t.Errorf("%s: the program is\n%s\nwant\n%s", name, got, want[name+".go"])
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(golden), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func mustTangle(t *testing.T, path string, src []byte) []byte {
	t.Helper()
	nb, problems := notebook.Parse(path, src)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", path, problems)
	}
	tangled, problems := Tangle(nb)
	if tangled == nil {
		t.Fatalf("%s: %v", path, problems)
	}
	return tangled.Source
}

// TestTangledLines: a name in a program that comes from the notebook stands on the
// notebook's line that the program says.
func TestTangledLines(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../../notebooks/*.md", "../testdata/corpus/*.md"} {
		list, err := filepath.Glob(pattern)
		if err != nil || len(list) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		files = append(files, list...)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		nb, problems := notebook.Parse("nb.md", src)
		tangled, refused := Tangle(nb)
		if len(problems) > 0 || tangled == nil {
			t.Errorf("%s: %v %v", file, problems, refused)
			continue
		}
		program := tangled.Source
		if formatted, err := format.Source(program); err != nil || !bytes.Equal(formatted, program) {
			t.Errorf("%s: gofmt changes the program: %v", file, err)
		}
		lines := strings.Split(string(src), "\n")
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "x.go", program, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		inserted := map[string]bool{"fmt": true, "Println": true, "nb": true, "Show": true, "err": true, "nil": true, "_": true, "cell1": true, "Printf": true}
		for _, spec := range f.Imports {
			inserted[strings.Trim(spec.Path.Value[strings.LastIndexByte(spec.Path.Value, '/')+1:], `"`)] = true // a dot import's
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.VAR {
				return false // at the head of a function the program's own
			}
			id, ok := n.(*ast.Ident)
			if !ok || inserted[id.Name] {
				return true
			}
			name, number, _ := strings.Cut(id.Name, "_2")
			if number == "" && (name == "main" || name == "init") {
				return true // its call is the program's own
			}
			at := fset.Position(id.Pos())
			if at.Filename == "nb.md" && at.Line > 1 && bytes.Contains(src, []byte(name)) && !strings.Contains(lines[at.Line-1], name) {
				t.Errorf("%s: %s is not on line %d: %q", file, id.Name, at.Line, lines[at.Line-1])
			}
			return true
		})
	}
}
