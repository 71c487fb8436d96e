package cell

import (
	"cmp"
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// chunk is some lines of a program. Line is where the first of them stands in the
// notebook, 0 for what does not come from there.
type chunk struct {
	text string
	line int
}

// edit puts text in place of the bytes [start, end) of a source's text.
type edit struct {
	start, end int
	text       string
}

// cut takes the piece's text apart into declarations and statements, and makes of
// it what stands in a program. Comments stay with what they stand before, or
// behind on the same line; those of imports go with them.
func (t *tangler) cut(p *piece) {
	raw := []byte(t.nb.Text(p.span))
	edits := append(t.renames(p), t.changes(p)...)
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(a.start-b.start, a.end-b.end) })
	_, parts := split(raw)
	var last *[]chunk
	at := 0
	for _, part := range append(parts, partAt(len(raw))) {
		trailing, lead := comments(raw, at, part.start)
		at = part.end
		if last != nil && *last != nil {
			c := &(*last)[len(*last)-1]
			c.text += trailing
			if part.start == len(raw) && lead < part.start {
				c.text += "\n" + strings.TrimRight(string(raw[lead:]), " \t\r\n")
			}
		}
		if part.start == len(raw) {
			break
		}
		last = t.place(p, part)
		if last == nil {
			continue
		}
		text := string(raw[lead:part.start]) + apply(raw, edits, part)
		line := t.lineOf(p, lead)
		if blankBefore(raw, lead) && len(*last) > 0 || last == &p.decls {
			*last = append(*last, chunk{})
		}
		*last = append(*last, chunk{text, line})
	}
	if t.lone() {
		return
	}
	if p.island {
		p.body = t.initialisations(p, raw, edits)
	}
	p.body = append(p.body, t.mains(p)...)
}

func partAt(offset int) part { return part{start: offset, end: offset} }

// lineOf returns the notebook's line at an offset of the piece's text.
func (t *tangler) lineOf(p *piece, offset int) int {
	return t.checker.lines.position(p.span.Start + offset).Line
}

// place returns where a part goes: to the piece's declarations or its statements;
// nil when it goes nowhere.
func (t *tangler) place(p *piece, part part) *[]chunk {
	if p.island {
		return t.placeIsland(p, part)
	}
	if !part.decl {
		if st, ok := p.statementAt(part).(*ast.DeclStmt); ok && t.hoisted(p, st) {
			return &p.decls
		}
		return &p.body
	}
	if g, ok := p.declAt(part).(*ast.GenDecl); ok && g.Tok == token.IMPORT {
		return nil
	}
	return &p.decls
}

func (p *piece) declAt(part part) ast.Decl {
	for _, d := range p.source.decls {
		if p.offset(d.Pos()) == part.start {
			return d
		}
	}
	return nil
}

func (p *piece) statementAt(part part) ast.Stmt {
	for _, st := range p.source.stmts {
		if p.offset(st.Pos()) == part.start {
			return st
		}
	}
	return nil
}

// hoisted reports whether a declaration of global variables can stand at package
// level as it is: it gives them no values.
func (t *tangler) hoisted(p *piece, st *ast.DeclStmt) bool {
	for _, spec := range st.Decl.(*ast.GenDecl).Specs {
		if spec, ok := spec.(*ast.ValueSpec); !ok || len(spec.Values) > 0 {
			return false
		}
	}
	ids := variables(st)
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id *ast.Ident) bool { return !t.global[t.variable(p, id)] })
}

// hoists reports whether the declaration of v stands at package level as it is.
func (t *tangler) hoists(p *piece, v *types.Var) bool {
	if t.lone() {
		return true
	}
	for _, st := range p.source.stmts {
		if st, ok := st.(*ast.DeclStmt); ok && t.hoisted(p, st) {
			for _, id := range variables(st) {
				if id.Pos() == v.Pos() {
					return true
				}
			}
		}
	}
	return false
}

// changes are the edits of a piece's statements: declarations of global variables
// become assignments, and something is done with the value.
func (t *tangler) changes(p *piece) []edit {
	var edits []edit
	for _, st := range p.source.stmts {
		if l, ok := st.(*ast.LabeledStmt); ok {
			st = l.Stmt
		}
		if !t.anyGlobal(p, variables(st)) {
			continue
		}
		switch st := st.(type) {
		case *ast.AssignStmt:
			at := p.offset(st.TokPos)
			edits = append(edits, edit{at, at + len(":="), "="})
		case *ast.DeclStmt:
			if !t.hoisted(p, st) {
				edits = append(edits, p.assignments(st.Decl.(*ast.GenDecl))...)
			}
		}
	}
	if p.result != nil {
		before, after := t.value(p)
		start, end := p.offset(p.result.Pos()), p.offset(p.result.End())
		edits = append(edits, edit{start, start, before}, edit{end, end, after})
	}
	return edits
}

// assignments are the edits that turn a var declaration into assignments.
func (p *piece) assignments(d *ast.GenDecl) []edit {
	var edits []edit
	remove := func(from, to token.Pos) {
		start, end := p.offset(from), p.offset(to)
		edits = append(edits, edit{start, end, strings.Repeat("\n", strings.Count(string(p.text[start:end]), "\n"))})
	}
	remove(d.Pos(), d.Pos()+token.Pos(len("var")))
	if d.Lparen.IsValid() {
		remove(d.Lparen, d.Lparen+1)
		remove(d.Rparen, d.Rparen+1)
	}
	for _, spec := range d.Specs {
		switch spec := spec.(*ast.ValueSpec); {
		case len(spec.Values) == 0:
			remove(spec.Pos(), spec.End()+token.Pos(p.blanks(spec.End())))
		case spec.Type != nil:
			remove(spec.Type.Pos(), spec.Type.End())
		}
	}
	return edits
}

// blanks is how many bytes from pos to the end of its line are blanks and comments,
// when all are.
func (p *piece) blanks(pos token.Pos) int {
	rest, _, _ := strings.Cut(string(p.text[p.offset(pos):]), "\n")
	if strings.TrimSpace(rest) != "" {
		return 0
	}
	return len(rest)
}

// apply returns a part of the text with those of the edits that are in it.
func apply(raw []byte, edits []edit, part part) string {
	var b strings.Builder
	at := part.start
	for _, e := range edits {
		if e.start < at || e.end > part.end {
			continue // elsewhere, or within what is removed
		}
		b.Write(raw[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.Write(raw[at:part.end])
	return b.String()
}

// comments returns the comments that stand in the text from one part's end on its
// line, and the offset of the first of those that belong to the next part.
func comments(raw []byte, from, to int) (trailing string, lead int) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, to-from)
	var s scanner.Scanner
	s.Init(file, raw[from:to], nil, scanner.ScanComments)
	for {
		pos, tok, lit := s.Scan()
		at := from + file.Offset(pos)
		switch {
		case tok == token.EOF:
			return trailing, to
		case tok != token.COMMENT:
		case from > 0 && !strings.Contains(string(raw[from:at]), "\n"):
			trailing += " " + lit
		default:
			return trailing, at
		}
	}
}

// blankBefore reports whether an empty line stands before the line of an offset.
func blankBefore(raw []byte, at int) bool {
	before := strings.TrimRight(string(raw[:at]), " \t\r;")
	return strings.HasSuffix(before, "\n") && strings.HasSuffix(strings.TrimRight(before[:len(before)-1], " \t\r"), "\n")
}
