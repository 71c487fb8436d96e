package cell

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/types"
	"path"
	"slices"
	"strings"

	"nbrun/render/notebook"
)

// recordingPath is the package that takes the place of [UnixPath] in programs: the
// drop-in whose calls are recorded.
const recordingPath = "nbrun/iomodels/unix"

// checksPath is the package with which cells make checks and show values.
const checksPath = "nbrun/runner/nb"

// Tangled is a notebook as one Go program, of package main.
type Tangled struct {
	Source []byte

	// Measures[i] says that what cell i shows depends on the machine and the
	// moment: it makes system calls, runs a model, takes the time or uses what a
	// cell that does has left. MeasuresInline is of the inline expressions.
	Measures, MeasuresInline []bool
}

// Tangle writes the cells of nb as one program for the Go toolchain, with //line
// directives that name the lines of nb.Path. When Go refuses anything of nb it
// returns what Go says, and no program; what only the interpreter cannot do is in
// the program like all else.
//
// Types, constants and functions stand at package level, and so do the variables
// that functions or later cells use. Each cell's statements are a function, which
// main calls, so that a cell's defers run at its end.
func Tangle(nb *notebook.Notebook) (*Tangled, []notebook.Problem) { return TangleProbed(nb, "") }

// madeBy ends the first line of each program.
const madeBy = "made by nbrun export --to go"

// IsProgram reports whether a file that begins so is a program that Tangle wrote.
func IsProgram(head []byte) bool {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	return bytes.HasPrefix(first, []byte("// The cells of ")) && bytes.Contains(first, []byte(madeBy))
}

// TangleProbed is like Tangle, for a program that tells what each cell did. It
// calls the package with the import path probe, which must have
//
//	Cell(i int, mustFail bool, cell func())  runs cell i
//	Inline(i int, value func())              runs inline expression i
//	Value1(v), Value2(v, w), …               take the value of either
func TangleProbed(nb *notebook.Notebook, probe string) (*Tangled, []notebook.Problem) {
	c, sources, inlines := open(nb)
	t := &tangler{
		checker: c,
		probe:   probe,
		idents:  identifiers(sources, inlines),
		names:   make(map[types.Object]string),
		taken:   make(map[string]bool),
		global:  make(map[types.Object]bool),
		head:    make(map[types.Object]bool),
		imports: make(map[imported]string),
	}
	c.walk(t, sources, inlines)
	if len(c.problems) > 0 {
		return nil, sorted(c.problems)
	}
	t.findGlobals()
	t.chooseNames()
	out := &Tangled{Source: t.program()}
	out.Measures, out.MeasuresInline = t.measures()
	return out, nil
}

// tangler writes checked sources as one program. It takes the author's text as it
// stands and changes names, := and declarations in it where they must.
type tangler struct {
	*checker
	probe  string // import path; "" when nothing is told
	pieces []*piece
	idents map[string]bool // every identifier of the notebook

	names   map[types.Object]string // of what stands at package level
	taken   map[string]bool
	global  map[types.Object]bool // variables of cells that stand at package level
	head    map[types.Object]bool // those that stand at the head of their cell's function
	imports map[imported]string   // names of packages that are used
}

// imported is a package by the name that a cell gives it.
type imported struct{ name, path string }

// piece is a cell or an inline expression of the notebook.
type piece struct {
	*checked
	index int    // of Cells, or of Inlines
	name  string // of its function

	decls, body []chunk
}

// cell takes a checked source, as lowering.cell does.
func (t *tangler) cell(k *checked, _ string) Code {
	p := &piece{checked: k, index: k.source.cell}
	if p.inline() {
		p.index = slices.IndexFunc(t.nb.Inlines, func(in notebook.Inline) bool { return in.Expr == k.span })
	}
	t.pieces = append(t.pieces, p)
	return Code{}
}

func (p *piece) inline() bool { return p.source.cell < 0 }

// lone reports whether the notebook is one whole program and nothing else, which
// stays what it is but for its imports.
func (t *tangler) lone() bool {
	if t.probe != "" || len(t.pieces) != 1 || !t.pieces[0].island || t.mustFail(t.pieces[0]) {
		return false
	}
	return !slices.ContainsFunc(t.pieces[0].imports(), func(spec *ast.ImportSpec) bool { return importPath(spec) == checksPath })
}

// program writes all of it.
func (t *tangler) program() []byte {
	for _, p := range t.pieces {
		t.cut(p)
	}
	vars := t.variables()
	main := ""
	if !t.lone() {
		main = t.main()
	}
	cells := t.functions()
	var head strings.Builder
	fmt.Fprintf(&head, "// The cells of %s as one program, %s.\npackage main\n", path.Base(t.nb.Path), madeBy)
	head.WriteString(t.importDecl() + main + vars)
	return t.finish(head.String(), cells)
}

// finish formats the program and says where its lines come from.
func (t *tangler) finish(head string, cells []chunk) []byte {
	text := head
	var marks []mark
	for _, c := range cells {
		text += "\n"
		if c.line > 0 {
			marks = append(marks, mark{len(text), len(text) + len(c.text), c.line})
		}
		text += c.text
	}
	formatted, err := format.Source([]byte(text + "\n"))
	if err != nil {
		panic("cell: a tangled program does not parse: " + err.Error() + "\n" + text)
	}
	directed := direct(formatted, text, marks, t.nb.Path)
	if formatted, err = format.Source(directed); err != nil {
		panic("cell: a tangled program does not parse: " + err.Error())
	}
	return formatted
}

// functions writes the pieces' declarations, and their statements as functions.
func (t *tangler) functions() []chunk {
	var all []chunk
	next := 0
	for _, p := range t.pieces {
		for ; !p.inline() && next < p.index; next++ {
			all = append(all, t.refusedCell(next)...)
		}
		all = append(all, p.decls...)
		if p.name == "" {
			continue
		}
		head := chunk{text: "func " + p.name + "() {"}
		all = append(all, chunk{}, head)
		if vars := t.heads(p); vars != "" {
			all = append(all, chunk{text: vars})
		} else if len(p.body) > 0 {
			all[len(all)-1].line = p.body[0].line - 1
		}
		all = append(all, p.body...)
		all = append(all, chunk{text: "}"}, chunk{})
	}
	for ; next < len(t.nb.Cells); next++ {
		all = append(all, t.refusedCell(next)...)
	}
	return all
}

// refusedCell is a cell with error: compile, as a comment; nothing for another cell.
func (t *tangler) refusedCell(i int) []chunk {
	cell := t.nb.Cells[i]
	if cell.Options.NoEval || cell.Options.Error != notebook.CompileError {
		return nil
	}
	text := fmt.Sprintf("// The cell at line %d, which Go refuses:\n//", t.nb.Position(cell.Block.Start).Line)
	for line := range strings.Lines(strings.TrimRight(t.nb.Text(cell.Body), "\n")) {
		text += "\n//\t" + strings.TrimRight(line, "\r\n")
	}
	return []chunk{{}, {text: text}, {}}
}
