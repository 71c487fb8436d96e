package runner

import (
	"cmp"
	"slices"

	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// Check says all that is wrong with the cells of nb: what Go refuses, and names that
// the option source asks for in vain. Nothing runs.
func Check(nb *notebook.Notebook) []notebook.Problem {
	_, _, problems := check(nb)
	return problems
}

// check returns what is to be interpreted and, by cell, the sources that it shows,
// or else problems in the order of their places.
func check(nb *notebook.Notebook) (*cell.Program, [][]notebook.Output, []notebook.Problem) {
	prog, problems := cell.Check(nb)
	sources, unknown := ownSource().sources(nb)
	if len(unknown) > 0 {
		problems = append(problems, unknown...)
		slices.SortStableFunc(problems, func(a, b notebook.Problem) int {
			return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
		})
	}
	return prog, sources, problems
}
