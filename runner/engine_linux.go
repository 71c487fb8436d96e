package runner

import (
	"fmt"
	"go/parser"
	"io"
	"path"
	"reflect"
	"regexp"

	"github.com/traefik/yaegi/interp"

	"nbrun/render/notebook"
	"nbrun/runner/cell"
	"nbrun/runner/symbols"
)

// engine is the interpreter with the state that the cells so far have left in it.
type engine struct {
	in   *interp.Interpreter
	path string // of the notebook
	line reflect.Value
}

// newEngine readies an interpreter; exit takes the place of os.Exit.
func newEngine(s start, exit func(int)) (*engine, error) {
	e := &engine{
		path: s.Path,
		in: interp.New(interp.Options{
			// yaegi reports each panic that passes through interpreted code on its
			// Stderr, recovered ones too; the programs' own streams are the
			// process's, which it does not touch.
			Stderr:       io.Discard,
			Unrestricted: true,
		}),
	}
	for p, syms := range symbols.Wrappers() {
		if err := e.in.Use(interp.Exports{exportKey(p): syms}); err != nil {
			return nil, fmt.Errorf("giving the interfaces of %s to the interpreter: %w", p, err)
		}
	}
	for _, p := range s.Imports {
		syms := symbols.Exports(p)
		if p == "os" {
			syms["Exit"] = reflect.ValueOf(exit)
		}
		if err := e.in.Use(interp.Exports{exportKey(p): syms}); err != nil {
			return nil, fmt.Errorf("giving %s to the interpreter: %w", p, err)
		}
	}
	for _, u := range s.Prelude {
		if err := e.execute(u); err != nil {
			return nil, fmt.Errorf("the interpreter's prelude: %w", err)
		}
	}
	e.line = e.in.Globals()[cell.LineVar]
	return e, nil
}

// exportKey is the package's path and name as Use wants them. The dot changes
// nothing but that Use does not know fmt by it: it would replace its functions by
// such as write to Options, and compile generic sources that no cell needs.
func exportKey(importPath string) string {
	name := path.Base(importPath)
	if majorVersion.MatchString(name) { // math/rand/v2 is package rand
		name = path.Base(path.Dir(importPath))
	}
	return importPath + "/./" + name
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// run executes a cell's code. It returns the values of its last expression, or
// what made it fail.
func (e *engine) run(code cell.Code) ([]value, *notebook.Output) {
	for _, u := range code.Units {
		if err := e.execute(u); err != nil {
			return nil, e.failure(err)
		}
	}
	if len(code.Outs) == 0 {
		return nil, nil
	}
	globals := e.in.Globals()
	values := make([]value, len(code.Outs))
	for i, out := range code.Outs {
		v, ok := globals[out.Global]
		if !ok {
			return nil, &notebook.Output{Kind: notebook.Error, Text: "nbrun: the interpreter has no value of the last expression"}
		}
		values[i] = value{v: v.Interface(), typ: out.Type}
	}
	return values, nil
}

// execute compiles and runs one unit.
func (e *engine) execute(u cell.Unit) error {
	fset := e.in.FileSet()
	file, err := parser.ParseFile(fset, "_.go", u.Source, parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("nbrun: lowered code does not parse: %w", err)
	}
	positions := fset.File(file.Pos())
	for _, l := range u.Lines {
		positions.AddLineColumnInfo(l.Offset, e.path, l.Line, l.Column)
	}
	prog, err := e.in.CompileAST(file)
	if err != nil {
		return fmt.Errorf("nbrun: the interpreter does not take this code, which Go accepts: %w", err)
	}
	_, err = e.in.Execute(prog)
	return err
}

// position is the place of the statement that runs.
func (e *engine) position() notebook.Position {
	if !e.line.IsValid() {
		return notebook.Position{}
	}
	return notebook.Position{Line: int(e.line.Int())}
}

// failure is the output of a cell that ended by a panic.
func (e *engine) failure(err error) *notebook.Output {
	o := &notebook.Output{Kind: notebook.Error, Text: err.Error(), Pos: e.position()}
	if p, ok := err.(interp.Panic); ok {
		o.Text = "panic: " + panicText(p.Value)
	}
	return o
}

// panicText is a panic's value as Go's runtime prints it.
func panicText(v any) string {
	switch v := symbols.Recovered(v).(type) {
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	case string:
		return v
	default:
		if t := reflect.TypeOf(v); t != nil && t.PkgPath() != "" {
			return fmt.Sprintf("%T(%v)", v, v)
		}
		return fmt.Sprint(v)
	}
}
