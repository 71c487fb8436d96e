package notebook

import (
	"fmt"
	"sort"
)

// String is the problem as a compiler would print it: "path:line:col: msg", or
// "path: msg" when it concerns the file as a whole. The hint is left to the caller.
func (p Problem) String() string {
	switch {
	case p.Pos.Line == 0:
		return fmt.Sprintf("%s: %s", p.Path, p.Msg)
	case p.Pos.Column == 0:
		return fmt.Sprintf("%s:%d: %s", p.Path, p.Pos.Line, p.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Pos.Line, p.Pos.Column, p.Msg)
}

// Position returns the line and column of a byte offset into Source. An offset
// beyond the end is taken as the end.
func (nb *Notebook) Position(offset int) Position {
	return position(nb.Source, offset)
}

func position(src []byte, offset int) Position {
	offset = max(0, min(offset, len(src)))
	line, start := 1, 0
	for i, c := range src[:offset] {
		if c == '\n' {
			line, start = line+1, i+1
		}
	}
	return Position{Line: line, Column: offset - start + 1}
}

// problems collects what is wrong with one notebook.
type problems struct {
	nb   *Notebook
	list []Problem
}

// add notes a problem at a byte offset of the source; cell is -1 outside cells.
func (p *problems) add(offset, cell int, hint, format string, args ...any) {
	p.list = append(p.list, Problem{
		Path: p.nb.Path,
		Pos:  p.nb.Position(offset),
		Cell: cell,
		Msg:  fmt.Sprintf(format, args...),
		Hint: hint,
	})
}

// sorted returns the problems in order of their places.
func (p *problems) sorted() []Problem {
	sort.SliceStable(p.list, func(i, j int) bool {
		a, b := p.list[i].Pos, p.list[j].Pos
		return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
	})
	return p.list
}
