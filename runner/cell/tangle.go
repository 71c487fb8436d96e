package cell

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"nbrun/render/notebook"
)

// RecordingPath is the package that takes the place of [UnixPath] in programs: the
// drop-in whose calls are recorded.
const RecordingPath = "nbrun/iomodels/unix"

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
	fmt.Fprintf(&head, "// The cells of %s as one program, made by nbrun export --to go.\npackage main\n", path.Base(t.nb.Path))
	head.WriteString(t.importDecl() + main + vars)
	return t.finish(head.String(), cells)
}

// importDecl imports what the program uses, the standard library first.
func (t *tangler) importDecl() string {
	list := slices.SortedFunc(maps.Keys(t.imports), func(a, b imported) int {
		return cmp.Or(cmp.Compare(strings.Count(programPath(a.path), "nbrun/"), strings.Count(programPath(b.path), "nbrun/")),
			cmp.Compare(programPath(a.path), programPath(b.path)), cmp.Compare(a.name, b.name))
	})
	if len(list) == 0 {
		return ""
	}
	var specs []string
	own := false
	for _, im := range list {
		spec := strconv.Quote(programPath(im.path))
		if name := t.imports[im]; name != t.packageName(im.path) {
			spec = name + " " + spec
		}
		if strings.HasPrefix(programPath(im.path), "nbrun/") && !own && len(specs) > 0 {
			specs = append(specs, "")
		}
		own = strings.HasPrefix(programPath(im.path), "nbrun/")
		specs = append(specs, spec)
	}
	if len(specs) == 1 {
		return "\nimport " + specs[0] + "\n"
	}
	return "\nimport (\n" + strings.Join(specs, "\n") + "\n)\n"
}

func programPath(path string) string {
	if path == UnixPath {
		return RecordingPath
	}
	return path
}

// variables declares the cells' variables that stand at package level, but for
// those whose own declaration does.
func (t *tangler) variables() string {
	var specs []string
	for _, p := range t.pieces {
		for _, v := range p.vars {
			if t.global[v] && !t.hoists(p, v) {
				specs = append(specs, t.names[v]+" "+t.typeText(v.Type()))
			}
		}
	}
	return "\n" + varDecl(specs)
}

// heads declares the piece's variables that stand at the head of its function.
func (t *tangler) heads(p *piece) string {
	var specs []string
	for _, v := range p.vars {
		if t.head[v] {
			specs = append(specs, v.Name()+" "+t.typeText(v.Type()))
		}
	}
	return varDecl(specs)
}

func varDecl(specs []string) string {
	switch len(specs) {
	case 0:
		return ""
	case 1:
		return "var " + specs[0] + "\n"
	}
	return "var (\n" + strings.Join(specs, "\n") + "\n)\n"
}

// typeText writes a type at package level.
func (t *tangler) typeText(typ types.Type) string {
	return types.TypeString(typ, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return t.pkg(p.Name(), p.Path())
	})
}

// main calls the cells in their order.
func (t *tangler) main() string {
	var b strings.Builder
	b.WriteString("\nfunc main() {\n")
	var helpers string
	for _, p := range t.pieces {
		switch {
		case p.name == "":
		case t.probe != "" && p.inline():
			fmt.Fprintf(&b, "%s.Inline(%d, %s)\n", t.inserted("probe", t.probe), p.index, p.name)
		case t.probe != "":
			fmt.Fprintf(&b, "%s.Cell(%d, %v, %s)\n", t.inserted("probe", t.probe), p.index, t.mustFail(p), p.name)
		case t.mustFail(p):
			helpers = t.failHelper()
			at := t.nb.Position(t.nb.Cells[p.index].Block.Start)
			fmt.Fprintf(&b, "%s(%q, %s)\n", t.own("mustFail"), fmt.Sprintf("%s:%d", t.nb.Path, at.Line), p.name)
		default:
			fmt.Fprintf(&b, "%s()\n", p.name)
		}
	}
	switch {
	case t.probe == "" && t.uses(checksPath):
		b.WriteString(t.inserted("nb", checksPath) + ".Exit()\n")
	}
	b.WriteString("}\n")
	return b.String() + helpers
}

func (t *tangler) mustFail(p *piece) bool {
	return !p.inline() && t.nb.Cells[p.index].Options.Error == notebook.RuntimeError
}

// failHelper is the function that runs a cell with the option error: true.
func (t *tangler) failHelper() string {
	return strings.NewReplacer("mustFail", t.own("mustFail"), "fmt.", t.inserted("fmt", "fmt")+".", "os.", t.inserted("os", "os")+".").Replace(`
// mustFail runs a cell that must panic: its option is error: true.
func mustFail(place string, cell func()) {
	defer func() {
		p := recover()
		if p == nil {
			fmt.Fprintln(os.Stderr, place+": the cell did not fail, and its option says that it must (error: true)")
			os.Exit(1)
		}
		fmt.Fprintf(os.Stderr, "%s: panic: %v\n", place, p)
	}()
	cell()
}
`)
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

// uses reports whether the program imports the package.
func (t *tangler) uses(path string) bool {
	for im := range t.imports {
		if im.path == path {
			return true
		}
	}
	return false
}

// value returns what stands before and behind the expression that is a piece's value.
func (t *tangler) value(p *piece) (before, after string) {
	typ := p.info.TypeOf(p.result)
	n := 1
	if tuple, ok := typ.(*types.Tuple); ok {
		n = tuple.Len()
	}
	if t.probe != "" {
		return t.inserted("probe", t.probe) + ".Value" + strconv.Itoa(n) + "(", ")"
	}
	switch _, isFunc := typ.Underlying().(*types.Signature); {
	case p.inline() && n == 1, isFunc:
		return "_ = ", ""
	case p.inline():
		return strings.Repeat("_, ", n-1) + "_ = ", ""
	}
	if _, call := ast.Unparen(p.result).(*ast.CallExpr); call && types.Identical(typ, types.Universe.Lookup("error").Type()) {
		return "if err := ", "; err != nil {\n" + t.inserted("fmt", "fmt") + ".Println(err)\n}"
	}
	if strings.TrimPrefix(typ.String(), "[]") == "nbrun/iomodels/trace.Trace" {
		return t.inserted("nb", checksPath) + ".Show(", ")"
	}
	if tv := p.info.Types[p.result]; tv.Value != nil && types.Identical(types.Default(typ), types.Typ[types.String]) {
		return t.inserted("fmt", "fmt") + `.Printf("%v\n", `, ")" // vet looks for verbs in what Println prints first
	}
	return t.inserted("fmt", "fmt") + ".Println(", ")"
}

// mains returns calls of the functions that run by themselves.
func (t *tangler) mains(p *piece) []chunk {
	var calls []chunk
	for _, d := range p.source.decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && (d.Name.Name == "main" || p.island && d.Name.Name == "init") {
			calls = append(calls, chunk{text: t.names[p.info.Defs[d.Name]] + "()"})
		}
	}
	slices.SortStableFunc(calls, func(a, b chunk) int { return strings.Compare(a.text[:4], b.text[:4]) }) // init before main
	return calls
}
