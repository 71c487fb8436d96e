package runner

import "nbrun/render/notebook"

// move is a piece of code that was executed, and is to be again: where it stood, and
// where it stands now.
type move struct {
	inline   bool
	old, now int // into Cells or Inlines
	from, to notebook.Position
	lines    int // of its code, after the first
	width    int // in bytes, of an inline expression
}

// moves are those of a notebook, in the order in which they are executed.
type moves []move

// newMoves pairs what is executed of two notebooks whose keys are the same.
func newMoves(old, now *notebook.Notebook) moves {
	var list moves
	after := plan(now)
	for i, st := range plan(old) {
		m := move{inline: st.inline, old: st.index, now: after[i].index}
		if st.inline {
			m.from, m.to = old.Position(old.Inlines[m.old].Expr.Start), now.Position(now.Inlines[m.now].Expr.Start)
			m.width = old.Inlines[m.old].Expr.End - old.Inlines[m.old].Expr.Start
		} else {
			body := old.Cells[m.old].Body
			m.from, m.to = old.Position(body.Start), now.Position(now.Cells[m.now].Body.Start)
			m.lines = old.Position(body.End).Line - m.from.Line
		}
		list = append(list, m)
	}
	return list
}

// all moves the places that outputs name, and reports whether it could.
func (list moves) all(outputs []notebook.Output) bool {
	for i := range outputs {
		o := &outputs[i]
		if !list.place(&o.Pos) {
			return false
		}
		for j := range o.Lines {
			at := notebook.Position{Line: o.Lines[j], Column: 1}
			if !list.place(&at) {
				return false
			}
			o.Lines[j] = at.Line
		}
		for j := range o.Frames {
			if !list.place(&o.Frames[j].Pos) {
				return false
			}
		}
	}
	return true
}

// place moves one place; none, of line 0, stays none.
func (list moves) place(pos *notebook.Position) bool {
	if pos.Line == 0 {
		return true
	}
	for _, m := range list {
		line := pos.Line - m.from.Line
		if line < 0 || line > m.lines {
			continue
		}
		if !m.inline {
			pos.Line = m.to.Line + line // the bytes of the line are the same
			return true
		}
		if column := pos.Column - m.from.Column; column >= 0 && column <= m.width {
			*pos = notebook.Position{Line: m.to.Line, Column: m.to.Column + column}
			return true
		}
	}
	return false
}
