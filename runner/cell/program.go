// Package cell is the Go front end: it takes the cells of a notebook, splits and
// checks them with Go's own types, and lowers them to the small canonical Go that
// the interpreter runs right. No cell reaches the interpreter before Go itself
// accepts it.
package cell

import "nbrun/render/notebook"

// Program is a notebook's code, checked and lowered, ready for the interpreter.
// It is plain data that crosses to the worker as JSON.
//
// Cells[i] is of Notebook.Cells[i] and empty when that cell is not evaluated;
// Inlines[i] is of Notebook.Inlines[i].
//
// The worker compiles all of it, in the notebook's order, executes Prelude once,
// then for each cell and inline expression in turn its Units. While they run they keep a
// stack of the statements that have begun, as numbers that are indexes into Sites:
// see symbols.Lines.
type Program struct {
	Imports []string // paths of the packages that Units import, sorted, "golang.org/x/sys/unix" among them
	Sites   []Site   // the first is no place
	Prelude []Unit
	Cells   []Code
	Inlines []Code
}

// Code is what the interpreter executes for one cell: each unit in turn, and then the globals that hold the value of its last expression are read.
//
// Refused is set for a cell with the option error: compile, which has no Units:
// what Go says of it.
type Code struct {
	Units   []Unit
	Outs    []Out
	Refused []notebook.Problem
}

// Unit is one source file for the interpreter. Lines maps it to the notebook.
type Unit struct {
	Source string
	Lines  []Line
}

// Line says that the byte at Offset of a unit stands at this line and column of
// the notebook, and so do the bytes after it up to the next Line's Offset or the
// end of the text line.
type Line struct{ Offset, Line, Column int }

// Out names a global variable that holds one result of a cell's last expression.
type Out struct {
	Global string // as interp.Globals names it
	Type   string // as Go writes it: "map[string]int", "trace.Trace"
}
