package cell

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"nbrun/render/notebook"
)

// maxProblems is how many problems of one cell are reported.
const maxProblems = 10

// Check type-checks every cell and inline expression of nb and lowers them for
// the interpreter. When Go refuses anything it returns what Go says of it, in
// order of position, and no Program.
//
// A cell with eval: false is not looked at. A cell with error: compile must be
// refused; what Go says of it is in its Code, and later cells do not see it.
func Check(nb *notebook.Notebook) (*Program, []notebook.Problem) {
	c, sources, inlines := open(nb)
	l := newLowering(c, sources, inlines)
	program := c.walk(l, sources, inlines)
	if len(c.problems) > 0 {
		return nil, sorted(c.problems)
	}
	l.finish(program)
	return program, nil
}

// open reads a notebook's code, and loads what it imports.
func open(nb *notebook.Notebook) (c *checker, sources, inlines []*source) {
	c = newChecker(nb)
	sources, inlines = c.readAll()
	c.load(sources, inlines)
	return c, sources, inlines
}

func newChecker(nb *notebook.Notebook) *checker {
	return &checker{
		nb:       nb,
		fset:     token.NewFileSet(),
		lines:    newLines(nb.Source),
		scope:    newScope(),
		failed:   make([]bool, len(nb.Cells)),
		doubted:  make(map[*types.Package]bool),
		original: make(map[types.Object]types.Object),
	}
}

// load loads what the sources import.
func (c *checker) load(sources, inlines []*source) {
	c.api = newAPI(withStdMethods(identifiers(sources, inlines)))
	c.loadImports(sources, inlines)
	c.later = declaredIn(sources)
}

// backEnd makes something of a checked source, whose value goes to globals named
// after out.
type backEnd interface {
	cell(k *checked, out string) Code
}

// walk checks all sources in their order and hands them on.
func (c *checker) walk(b backEnd, sources, inlines []*source) *Program {
	program := &Program{Cells: make([]Code, len(sources)), Inlines: make([]Code, len(inlines))}
	next := 0
	for i := range len(sources) + 1 {
		for ; next < len(inlines) && c.nb.Inlines[next].After <= i; next++ {
			program.Inlines[next] = c.run(b, inlines[next], i, "_val"+strconv.Itoa(next))
		}
		if i < len(sources) && sources[i] != nil {
			program.Cells[i] = c.runCell(b, sources[i], i)
		}
	}
	return program
}

// checker holds what is known of a notebook while its cells are checked in turn.
type checker struct {
	nb       *notebook.Notebook
	fset     *token.FileSet
	lines    lines
	api      *api
	scope    *scope
	later    map[string][]declaration
	problems []notebook.Problem
	failed   []bool                        // by cell: it has problems already
	doubted  map[*types.Package]bool       // whose objects may lack a type, since a cell has a problem
	original map[types.Object]types.Object // of objects that are another name of one
}

// declaration says where a cell declares a name.
type declaration struct {
	cell   int
	island bool
	pos    notebook.Position
}

// report adds a problem at an offset of a source's text.
func (c *checker) report(s *source, offset int, msg, hint string) {
	c.problem(s, c.lines.position(s.span.Start+offset), msg, hint)
}

// problemAt adds a problem at a position of the syntax.
func (c *checker) problemAt(s *source, pos token.Pos, msg, hint string) {
	c.problem(s, c.position(pos), msg, hint)
}

func (c *checker) problem(s *source, pos notebook.Position, msg, hint string) {
	if s.cell >= 0 {
		c.failed[s.cell] = true
	}
	c.problems = append(c.problems, notebook.Problem{Path: c.nb.Path, Pos: pos, Cell: s.cell, Msg: msg, Hint: hint})
}

// hasFailed reports whether the source's cell has problems already. A value in prose is
// of no cell.
func (c *checker) hasFailed(s *source) bool { return s.cell >= 0 && c.failed[s.cell] }

func (c *checker) position(pos token.Pos) notebook.Position {
	p := c.fset.Position(pos)
	return notebook.Position{Line: p.Line, Column: p.Column}
}

// sorted returns problems in order, each once, no more of a cell than maxProblems.
func sorted(problems []notebook.Problem) []notebook.Problem {
	slices.SortStableFunc(problems, func(a, b notebook.Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	type place struct {
		pos notebook.Position
		msg string
	}
	seen := make(map[place]bool)
	count := make(map[int]int)
	var list []notebook.Problem
	for _, p := range problems {
		if seen[place{p.Pos, p.Msg}] {
			continue
		}
		seen[place{p.Pos, p.Msg}] = true
		if count[p.Cell]++; count[p.Cell] <= maxProblems {
			list = append(list, p)
		}
	}
	return list
}

func (c *checker) readAll() (sources, inlines []*source) {
	sources = make([]*source, len(c.nb.Cells))
	for i, cell := range c.nb.Cells {
		if !cell.Options.NoEval {
			sources[i] = c.read(cell.Body, i)
		}
	}
	for _, in := range c.nb.Inlines {
		s := c.read(in.Expr, -1)
		if !s.broken && (s.value() == nil || len(s.stmts) > 1 || len(s.decls) > 0) {
			s.broken = true
			c.report(s, 0, "an inline expression must be one expression with a value", "")
		}
		inlines = append(inlines, s)
	}
	return sources, inlines
}

// runCell checks one cell, hands it on, and sees to it that a cell with
// error: compile is refused.
func (c *checker) runCell(b backEnd, s *source, i int) Code {
	out := "_out" + strconv.Itoa(i)
	if c.nb.Cells[i].Options.Error != notebook.CompileError {
		return c.run(b, s, i, out)
	}
	before := c.scope.clone()
	c.run(b, s, i, out)
	c.scope = before
	var refused []notebook.Problem
	c.problems = slices.DeleteFunc(c.problems, func(p notebook.Problem) bool {
		if p.Cell == i {
			refused = append(refused, p)
		}
		return p.Cell == i
	})
	if len(refused) == 0 && !s.doubtful {
		c.report(s, 0, "this cell has error: compile, but Go accepts it", "correct the code so that it has the error, or leave the option out")
		return Code{}
	}
	return Code{Refused: sorted(refused)}
}

// run checks the source that stands after the first i cells, and hands it on.
func (c *checker) run(b backEnd, s *source, i int, out string) (code Code) {
	if s.island {
		c.alone(func() {
			if k := c.checkIsland(s); k != nil && c.checkPageCalls(k) {
				code = b.cell(k, out)
			}
		})
		return code
	}
	checked := c.check(s, i)
	if checked == nil || !c.checkPageCalls(checked) || c.hasFailed(s) || s.doubtful {
		return Code{}
	}
	return b.cell(checked, out)
}
