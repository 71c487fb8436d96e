package symbols_test

import (
	"fmt"
	"go/parser"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/traefik/yaegi/interp"

	"nbrun/render/notebook"
	"nbrun/runner/cell"
	"nbrun/runner/symbols"
)

// book makes a notebook of cells, each "```go" on a line of its own before its code.
func book(cells ...string) *notebook.Notebook {
	nb := &notebook.Notebook{Path: "nb.md"}
	var src strings.Builder
	for _, code := range cells {
		var c notebook.Cell
		c.Block.Start = src.Len()
		src.WriteString("```go\n")
		c.Body.Start = src.Len()
		src.WriteString(code + "\n")
		c.Body.End = src.Len()
		src.WriteString("```\n")
		c.Block.End = src.Len()
		nb.Cells = append(nb.Cells, c)
	}
	nb.Source = []byte(src.String())
	return nb
}

// machine runs programs as the worker does.
type machine struct {
	in    *interp.Interpreter
	lines *symbols.Lines
	cells [][]*interp.Program // cells[i] is of Program.Cells[i]
}

func newMachine(p *cell.Program) (*machine, error) {
	m := &machine{lines: symbols.NewLines(make([]int32, symbols.MaxDepth)), in: interp.New(interp.Options{Stderr: io.Discard, Unrestricted: true})}
	use := func(imp string, syms map[string]reflect.Value) error {
		name := path.Base(imp)
		if regexp.MustCompile(`^v[0-9]+$`).MatchString(name) {
			name = path.Base(path.Dir(imp))
		}
		return m.in.Use(interp.Exports{imp + "/./" + name: syms})
	}
	for imp, syms := range symbols.Wrappers() {
		if err := use(imp, syms); err != nil {
			return nil, err
		}
	}
	for _, imp := range p.Imports {
		syms := symbols.Exports(imp)
		if imp == cell.HelperPath {
			syms["NewLines"] = reflect.ValueOf(func() *symbols.Lines { return m.lines })
		}
		if err := use(imp, syms); err != nil {
			return nil, err
		}
	}
	prelude, err := m.compile(p.Prelude)
	if err != nil {
		return nil, err
	}
	for _, c := range p.Cells {
		progs, err := m.compile(c.Units)
		if err != nil {
			return nil, err
		}
		m.cells = append(m.cells, progs)
	}
	return m, m.execute(prelude)
}

func (m *machine) compile(units []cell.Unit) ([]*interp.Program, error) {
	var progs []*interp.Program
	for _, u := range units {
		fset := m.in.FileSet()
		f, err := parser.ParseFile(fset, "_.go", u.Source, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("%w in\n%s", err, u.Source)
		}
		for _, l := range u.Lines {
			fset.File(f.Pos()).AddLineColumnInfo(l.Offset, "nb.md", l.Line, l.Column)
		}
		prog, err := m.in.CompileAST(f)
		if err != nil {
			return nil, fmt.Errorf("%w in\n%s", err, u.Source)
		}
		progs = append(progs, prog)
	}
	return progs, nil
}

func (m *machine) execute(progs []*interp.Program) error {
	for _, prog := range progs {
		if _, err := m.in.Execute(prog); err != nil {
			return err
		}
	}
	return nil
}

// run executes the i-th cell.
func (m *machine) run(i int) error {
	m.lines.Begin()
	return m.execute(m.cells[i])
}

// panicText is what a panic's value says.
func panicText(err error) string {
	if p, ok := err.(interp.Panic); ok {
		return symbols.PanicText(p.Value)
	}
	return fmt.Sprint(err)
}

// interpret returns what the cells print to standard output, with the values of
// their last expressions.
func interpret(t *testing.T, cells ...string) string {
	t.Helper()
	p, problems := cell.Check(book(cells...))
	for _, pr := range problems {
		t.Errorf("%d:%d: %s", pr.Pos.Line, pr.Pos.Column, pr.Msg)
	}
	if p == nil {
		return ""
	}
	return capture(t, func() {
		m, err := newMachine(p)
		if err != nil {
			t.Error(err)
			return
		}
		for i, c := range p.Cells {
			if err := m.run(i); err != nil {
				t.Errorf("%.2000s", err.Error())
				t.Errorf("at %v in\n%.3000s", statements(p, m.lines.Stack()), c.Units[0].Source)
				return
			}
			if left := m.lines.Stack(); len(left) > 1 {
				t.Errorf("frames are left: %v", statements(p, left))
			}
			globals := m.in.Globals()
			for _, o := range c.Outs {
				fmt.Printf("%s: %v\n", o.Type, globals[o.Global])
			}
		}
	})
}

// statements writes statements as functions and lines, "main.f:3".
func statements(p *cell.Program, sites []int) []string {
	var list []string
	for _, site := range sites {
		list = append(list, fmt.Sprintf("%s:%d", p.Sites[site].Func, p.Sites[site].Pos.Line))
	}
	return list
}

// capture returns what f writes to standard output.
func capture(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	stdout := os.Stdout
	os.Stdout = file
	f()
	os.Stdout = stdout
	out, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// compile returns what the Go program prints.
func compile(t *testing.T, src string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	build(t, src, program)
	out, err := exec.Command(program).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return string(out)
}

// build compiles the Go program.
func build(t *testing.T, src, program string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", program, file).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s\n%s", err, out, src)
	}
}
