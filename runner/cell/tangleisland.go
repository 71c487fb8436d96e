package cell

import (
	"go/ast"
	"go/token"
	"strings"
)

// initialisations are what gives the variables of a whole program their values.
func (t *tangler) initialisations(p *piece, raw []byte, edits []edit) []chunk {
	var list []chunk
	for _, st := range p.checked.body {
		set := st.(*ast.AssignStmt)
		var names []string
		for _, x := range set.Lhs {
			name := "_"
			if !isBlank(x) {
				name = t.names[p.info.Uses[x.(*ast.Ident)]]
			}
			names = append(names, name)
		}
		if len(names) == 1 && names[0] == "_" { // the value alone may have no type, or another
			names[0] = "var _ " + t.typeText(p.info.Uses[set.Lhs[0].(*ast.Ident)].Type())
		}
		value := part{start: p.offset(set.Rhs[0].Pos()), end: p.offset(set.Rhs[0].End())}
		list = append(list, chunk{strings.Join(names, ", ") + " = " + apply(raw, edits, value), t.lineOf(p, value.start)})
	}
	return list
}

// placeIsland is place for a whole program: its variables get their values where
// the program runs.
func (t *tangler) placeIsland(p *piece, part part) *[]chunk {
	switch d := p.declAt(part).(type) {
	case nil: // package main
		return nil
	case *ast.GenDecl:
		if d.Tok == token.IMPORT || d.Tok == token.VAR && !t.lone() {
			return nil
		}
	}
	return &p.decls
}
