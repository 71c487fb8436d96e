package symbols_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program is a Go program whose main can be taken apart from the rest.
type program struct{ name, src, decls, body string }

func programs(t *testing.T) []program {
	t.Helper()
	files, err := filepath.Glob("testdata/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/*.go: %v", err)
	}
	var list []program
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		text := func(from, to token.Pos) string {
			return string(src[fset.Position(from).Offset:fset.Position(to).Offset])
		}
		main := f.Decls[len(f.Decls)-1].(*ast.FuncDecl)
		list = append(list, program{
			name:  strings.TrimSuffix(filepath.Base(name), ".go"),
			src:   string(src),
			decls: text(f.Name.End(), main.Pos()),
			body:  text(main.Body.Lbrace+1, main.Body.Rbrace),
		})
	}
	return list
}

// TestPrograms: what a program prints does not depend on how it is cut into
// cells; what it prints is kept in testdata, and TestCompiled compares that with
// what the compiled program prints.
func TestPrograms(t *testing.T) {
	for _, p := range programs(t) {
		golden, err := os.ReadFile("testdata/" + p.name + ".out")
		if err != nil {
			t.Fatal(err)
		}
		for _, cut := range []struct {
			name  string
			cells []string
		}{
			{"one cell", []string{p.decls + p.body + "\n;{}"}},
			{"two cells", []string{p.decls, p.body + "\n;{}"}},
			{"func main", []string{strings.TrimPrefix(p.src, "package main\n")}},
			{"a whole program", []string{p.src}},
		} {
			t.Run(p.name+"/"+cut.name, func(t *testing.T) {
				if got := interpret(t, cut.cells...); got != string(golden) {
					t.Errorf("interpreted and compiled differ:\n%s", difference(got, string(golden)))
				}
			})
		}
	}
}

// TestCompiled runs the programs with the Go toolchain.
func TestCompiled(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	for _, p := range programs(t) {
		golden, err := os.ReadFile("testdata/" + p.name + ".out")
		if err != nil {
			t.Fatal(err)
		}
		if got := compile(t, p.src); got != string(golden) {
			t.Errorf("%s: compiled, it prints something else:\n%s", p.name, difference(got, string(golden)))
		}
	}
}

// difference returns the first line in which two texts differ.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "", ""
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return "got  " + a + "\nwant " + b
		}
	}
	return ""
}
