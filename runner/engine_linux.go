package runner

import (
	"errors"
	"fmt"
	"go/parser"
	"io"
	"maps"
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
	in    *interp.Interpreter
	path  string // of the notebook
	lines *symbols.Lines
	codes []loaded
}

// loaded is the code of one cell or inline expression, ready to be executed.
type loaded struct {
	units []*interp.Program
	outs  []cell.Out
	err   error // what kept the interpreter from compiling it
}

// newEngine readies an interpreter that notes in lines what it runs; exit takes the
// place of os.Exit, also where package log calls it.
func newEngine(s start, lines *symbols.Lines, exit func(int)) (*engine, error) {
	e := &engine{
		path:  s.Path,
		lines: lines,
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
	fatal, helpers := symbols.Fatals(exit)
	for _, p := range s.Imports {
		syms := symbols.Exports(p)
		switch p {
		case "os":
			syms["Exit"] = reflect.ValueOf(exit)
		case "log":
			maps.Copy(syms, fatal)
		case cell.HelperPath:
			syms["NewLines"] = reflect.ValueOf(func() *symbols.Lines { return lines })
			maps.Copy(syms, helpers)
		}
		if err := e.in.Use(interp.Exports{exportKey(p): syms}); err != nil {
			return nil, fmt.Errorf("giving %s to the interpreter: %w", p, err)
		}
	}
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

// load compiles the code of all cells and executes the prelude. The interpreter
// keeps its globals in a slice, which it moves when it executes code that has
// been compiled since the last time: a goroutine that runs meanwhile would go on
// writing where nobody reads. So nothing is compiled after this.
func (e *engine) load(prelude []cell.Unit, codes []cell.Code) error {
	first := e.compile(cell.Code{Units: prelude})
	for _, c := range codes {
		e.codes = append(e.codes, e.compile(c))
	}
	if err := e.execute(first); err != nil {
		return fmt.Errorf("the interpreter's prelude: %w", err)
	}
	return nil
}

// compile compiles one cell's code.
func (e *engine) compile(code cell.Code) (c loaded) {
	defer func() {
		if r := recover(); r != nil { // the interpreter's compiler panics on some of what it does not take
			c.err = fmt.Errorf("nbrun: the interpreter does not take this code, which Go accepts: %v", r)
		}
	}()
	c.outs = code.Outs
	for _, u := range code.Units {
		prog, err := e.compileUnit(u)
		if err != nil {
			return loaded{err: err}
		}
		c.units = append(c.units, prog)
	}
	return c
}

func (e *engine) compileUnit(u cell.Unit) (*interp.Program, error) {
	fset := e.in.FileSet()
	file, err := parser.ParseFile(fset, "_.go", u.Source, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("nbrun: lowered code does not parse: %w", err)
	}
	positions := fset.File(file.Pos())
	for _, l := range u.Lines {
		positions.AddLineColumnInfo(l.Offset, e.path, l.Line, l.Column)
	}
	prog, err := e.in.CompileAST(file)
	if err != nil {
		return nil, fmt.Errorf("nbrun: the interpreter does not take this code, which Go accepts: %w", err)
	}
	return prog, nil
}

func (e *engine) execute(c loaded) error {
	if c.err != nil {
		return c.err
	}
	for _, u := range c.units {
		if _, err := e.in.Execute(u); err != nil {
			return err
		}
	}
	return nil
}

// run executes one of the codes that were loaded. It returns the values of its
// last expression, or what made it fail.
func (e *engine) run(code int) ([]value, *notebook.Output) {
	c := e.codes[code]
	e.lines.Begin()
	if err := e.execute(c); err != nil {
		return nil, e.failure(err)
	}
	if len(c.outs) == 0 {
		return nil, nil
	}
	globals := e.in.Globals()
	values := make([]value, len(c.outs))
	for i, out := range c.outs {
		v, ok := globals[out.Global]
		if !ok {
			return nil, &notebook.Output{Kind: notebook.Error, Text: "nbrun: the interpreter has no value of the last expression"}
		}
		values[i] = value{v: v.Interface(), typ: out.Type}
	}
	return values, nil
}

// failure is the output of a cell that ended by a panic.
func (e *engine) failure(err error) *notebook.Output {
	o := &notebook.Output{Kind: notebook.Error, Text: err.Error()}
	if p, ok := err.(interp.Panic); ok {
		o.Text = symbols.PanicText(p.Value)
		var slip interface {
			error
			Slip() (word string, known []string)
		}
		if cause, ok := symbols.Recovered(p.Value).(error); ok && errors.As(cause, &slip) {
			o.Hint = notebook.DidYouMean(slip.Slip())
		}
	}
	return o
}
