package cell

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"sort"
	"strings"

	"nbrun/render/notebook"
)

// source is one cell or inline expression: its text and its syntax. Positions of
// the two syntax trees are of files in the checker's FileSet, in which the byte
// at offset i of text stands at offset header()+i; of an island there is one.
type source struct {
	cell     int // index into Notebook.Cells; of an inline expression -1
	span     notebook.Span
	broken   bool     // its syntax is wrong
	island   bool     // it is a whole program
	doubtful bool     // it uses what a cell with a problem declares
	lost     []string // of a broken one: what names it seems to declare
	text     []byte   // comments are blanked
	decls    []ast.Decl
	stmts    []ast.Stmt
	files    [2]*token.File // of decls, of stmts
}

// The headers are of one length, so that both files count offsets alike.
const (
	stmtHeader = "package main;func _(){"
	declHeader = "package main;         "
)

// header is how many bytes stand before text in the files.
func (s *source) header() int {
	if s.island {
		return 0
	}
	return len(declHeader)
}

// lines holds the byte offsets at which the lines of a notebook begin.
type lines []int

func newLines(src []byte) lines {
	l := lines{0}
	for i, c := range src {
		if c == '\n' {
			l = append(l, i+1)
		}
	}
	return l
}

func (l lines) position(offset int) notebook.Position {
	i := sort.SearchInts(l, offset+1) - 1
	return notebook.Position{Line: i + 1, Column: offset - l[i] + 1}
}

// read parses the code at span and reports the first error of its syntax.
func (c *checker) read(span notebook.Span, cell int) *source {
	s := &source{cell: cell, span: span}
	text, parts := split(c.nb.Source[span.Start:span.End])
	s.text = text
	if at := bytes.Index(c.nb.Source[span.Start:span.End], []byte("\uFEFF")); at >= 0 {
		s.broken = true
		c.report(s, at, "invalid BOM in the middle of the file", "delete the invisible character that stands here")
		return s
	}
	if cell >= 0 && len(parts) > 0 && parts[0].clause {
		return c.readIsland(s)
	}
	decls := append([]byte(declHeader), only(true, text, parts)...)
	stmts := append([]byte(stmtHeader), only(false, text, parts)...)
	declFile, errDecl := parser.ParseFile(c.fset, c.nb.Path, decls, parser.SkipObjectResolution)
	stmtFile, errStmt := parser.ParseFile(c.fset, c.nb.Path, append(stmts, "\n}"...), parser.SkipObjectResolution)
	s.files = [2]*token.File{c.place(declFile, s), c.place(stmtFile, s)}
	if errDecl != nil || errStmt != nil {
		c.syntax(s, errDecl, errStmt)
		s.recover(declFile, stmtFile)
		return s
	}
	s.decls = declFile.Decls
	s.stmts = stmtFile.Decls[0].(*ast.FuncDecl).Body.List
	if len(stmtFile.Decls) > 1 { // a } too many ended the function
		s.broken = true
		c.report(s, max(unmatched(s.text), 0), "syntax error: unexpected }", "")
	}
	return s
}

// place gives the positions of a parsed file the notebook's lines and columns.
func (c *checker) place(f *ast.File, s *source) *token.File {
	file := c.fset.File(f.FileStart)
	at := c.lines.position(s.span.Start)
	file.AddLineColumnInfo(s.header(), c.nb.Path, at.Line, at.Column)
	return file
}

// syntax reports the first error of syntax in the cell: those after it are often
// only its consequences.
func (c *checker) syntax(s *source, errs ...error) {
	s.broken = true
	var first *scanner.Error
	for _, err := range errs {
		var list scanner.ErrorList
		if errors.As(err, &list) && len(list) > 0 && (first == nil || list[0].Pos.Offset < first.Pos.Offset) {
			first = list[0]
		}
	}
	offset := min(first.Pos.Offset-s.header(), len(bytes.TrimRight(s.text, " \t\n")))
	if at := unmatched(s.text); !s.island && at >= 0 && at <= offset {
		c.report(s, at, "syntax error: unexpected }", "")
		return
	}
	msg, hint := wording(first.Msg, s.text, offset)
	if s.island && strings.HasPrefix(first.Msg, "expected declaration") {
		msg = "syntax error: non-declaration statement outside function body"
	}
	c.report(s, max(offset, 0), msg, hint)
}

// recover notes what names the source declares, as far as the parser got.
func (s *source) recover(decls, stmts *ast.File) {
	guess := source{files: s.files, decls: decls.Decls}
	for _, d := range stmts.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			guess.stmts = append(guess.stmts, f.Body.List...)
		}
	}
	for _, id := range guess.declared() {
		s.lost = append(s.lost, id.Name)
	}
	for _, spec := range guess.imports() {
		s.lost = append(s.lost, guessedName(spec))
	}
}

// imports returns the specs of the import declarations.
func (s *source) imports() []*ast.ImportSpec {
	var specs []*ast.ImportSpec
	for _, d := range s.decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.IMPORT {
			for _, spec := range d.Specs {
				specs = append(specs, spec.(*ast.ImportSpec))
			}
		}
	}
	return specs
}

// value returns the expression that is the last statement, nil when that is none.
func (s *source) value() ast.Expr {
	if len(s.stmts) == 0 {
		return nil
	}
	last, ok := s.stmts[len(s.stmts)-1].(*ast.ExprStmt)
	if !ok {
		return nil
	}
	return last.X
}

// inDecls reports whether pos is in a declaration that is not a statement.
func (s *source) inDecls(pos token.Pos) bool {
	f := s.files[0]
	return f.Base() <= int(pos) && int(pos) <= f.Base()+f.Size()
}
