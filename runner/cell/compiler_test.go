package cell

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCompilerSaysSo: what cells are refused with is what go build says of the
// same code in a program: each of its messages, on the same lines, and no other.
// Of a program whose syntax is wrong the first message counts, since the others
// are often its consequences.
func TestCompilerSaysSo(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	said := goBuild(t)
	for i, f := range faults {
		if f.why != "" {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			want := slices.DeleteFunc(slices.Clone(said[i]), cellsMay(f.cells))
			if len(want) > 0 && brokenSyntax(f.cells) {
				want = want[:min(len(want), len(f.want))]
			}
			var got []string
			for _, msg := range f.want {
				got = append(got, place.ReplaceAllString(msg, "$1: "))
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("nbrun says\n\t%q\ngo build says\n\t%q\nof\n%s", got, said[i], program(i))
			}
		})
	}
}

// TestTypesSaySo: the column of each message is that which go/types gives for the
// same code in a program.
func TestTypesSaySo(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the export data of many packages")
	}
	load := compiled(t)
	for i, f := range faults {
		if f.why != "" || strings.HasSuffix(f.want[0], "missing function body") { // which go/types leaves to the compiler
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "", program(i), parser.SkipObjectResolution)
		if err != nil {
			continue // its syntax is wrong
		}
		said := make(map[string]bool)
		config := types.Config{Importer: load, GoVersion: goVersion, Error: func(err error) {
			var e types.Error
			errors.As(err, &e)
			at := fset.Position(e.Pos)
			said[fmt.Sprintf("%d:%d", at.Line, at.Column)] = true
		}}
		if _, err := config.Check("main", fset, []*ast.File{file}, nil); err == nil {
			t.Errorf("%s: go/types accepts it", f.name)
		}
		for _, msg := range f.want {
			if !said[strings.Join(strings.Split(msg, ":")[:2], ":")] {
				t.Errorf("%s: nbrun says\n\t%q\ngo/types speaks of %v", f.name, msg, said)
			}
		}
	}
}

// compiled returns an importer of all that cells can import, by what the compiler
// wrote of it.
func compiled(t *testing.T) types.Importer {
	args := []string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}
	out, err := exec.Command("go", append(args, importable...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(files[path])
	})
}

// place matches the line and column of a message.
var place = regexp.MustCompile(`(?m)^(\d+):\d+: `)

// brokenSyntax reports whether a cell is no Go.
func brokenSyntax(cells []string) bool {
	nb := book(cells...)
	c := newChecker(nb)
	for i, cell := range nb.Cells {
		if c.read(cell.Body, i).broken {
			return true
		}
	}
	return false
}

// cellsMay returns whether a message says of cells what only a program may not do.
func cellsMay(cells []string) func(string) bool {
	nb := book(cells...)
	c := newChecker(nb)
	may := make(map[string]bool)
	var last []string
	for i, cell := range nb.Cells {
		s := c.read(cell.Body, i)
		if s.island {
			continue
		}
		for _, name := range s.lost {
			may["declared and not used: "+name] = true
		}
		for _, st := range s.stmts {
			for _, id := range variables(st) {
				may[fmt.Sprintf("%d: declared and not used: %s", c.position(id.Pos()).Line, id.Name)] = true
			}
		}
		for _, spec := range s.imports() {
			may[fmt.Sprintf("%d: %s imported and not used", c.position(spec.Pos()).Line, spec.Path.Value)] = true
		}
		if x := s.value(); x != nil {
			last = append(last, fmt.Sprintf("%d: ", c.position(x.Pos()).Line))
		}
	}
	return func(msg string) bool {
		_, words, _ := strings.Cut(msg, ": ")
		return may[msg] || may[words] || strings.HasSuffix(msg, " is not used") && slices.ContainsFunc(last, func(line string) bool { return strings.HasPrefix(msg, line) })
	}
}

// program writes the cells of fault i as a program: their declarations, and their
// statements as main, at the lines that they have in the notebook. What lacks a
// brace stands at the end.
func program(i int) string {
	f := faults[i]
	nb := book(f.cells...)
	var decls, stmts strings.Builder
	for _, c := range nb.Cells {
		text, parts := split(nb.Source[c.Body.Start:c.Body.End])
		line := fmt.Sprintf("\n//line f%d.md:%d:1\n", i, nb.Position(c.Body.Start).Line)
		if len(parts) > 0 && parts[0].clause {
			return line[1:] + string(text)
		}
		decls.WriteString(line + string(only(true, text, parts)))
		stmts.WriteString(line + strings.TrimRight(string(only(false, text, parts)), "\n\t "))
	}
	if len(f.want) > 0 && strings.Contains(f.want[0], "unexpected EOF") {
		if strings.Contains(decls.String(), "{") {
			return strings.TrimRight("package main\nfunc main() {}\n"+decls.String(), "\n\t ")
		}
		return "package main\nfunc main() {" + stmts.String() + "}"
	}
	return "package main\n" + decls.String() + "\nfunc main() {" + stmts.String() + "\n}\n"
}

// goBuild builds the programs, and returns what is said of each in order of lines.
func goBuild(t *testing.T) map[int][]string {
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module faults\n\ngo 1.26\n")
	for i, f := range faults {
		if f.why == "" {
			write(fmt.Sprintf("f%d/main.go", i), program(i))
		}
	}
	cmd := exec.Command("go", "build", "-gcflags=-e", "./...")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatal("go build accepts everything")
	}
	// Beside the place that a //line comment gives stands the one of the file.
	text := regexp.MustCompile(`\[[^\]\n]*main\.go:\d+:\d+\]|(?m)^# .*\n`).ReplaceAllString(string(out), "")
	text = regexp.MustCompile(`([\t (])[^\s(]*?f\d+\.md:`).ReplaceAllString(text, "${1}nb.md:")
	said := make(map[int][]string)
	starts := regexp.MustCompile(`(?m)^\S*?f(\d+)\.md:(\d+):\d+: `).FindAllStringSubmatchIndex(text, -1)
	for k, at := range starts {
		end := len(text)
		if k+1 < len(starts) {
			end = starts[k+1][0]
		}
		var i int
		fmt.Sscan(text[at[2]:at[3]], &i)
		msg := text[at[4]:at[5]] + ": " + strings.TrimSpace(text[at[1]:end])
		if !slices.Contains(said[i], msg) {
			said[i] = append(said[i], msg)
		}
	}
	return said
}
