package render

import (
	"fmt"
	"slices"
	"strconv"

	"nbrun/render/notebook"
)

// uncovered are the items of the home's tables that no check shows, and what cells say
// that they cover and no such table has, if there is one.
func (b *Book) uncovered(home *notebook.Execution) (list []notebook.Problem) {
	p := newPage(home)
	items, heads := p.items(home.Notebook.Tree())
	if len(heads) == 0 {
		return nil
	}
	_, where := b.coverage()
	var names []string
	for _, i := range items {
		if !slices.Contains(names, i.name) && unchecked(where[i.name]) {
			list = append(list, unshown(i, home.Notebook, where[i.name]))
		}
		names = append(names, i.name)
	}
	for _, chapter := range append([]Chapter{b.home}, b.All...) {
		for _, s := range chapter.sections {
			for _, cell := range s.covers {
				list = append(list, unnamed(cell, chapter.path, home.Notebook.Path, names)...)
			}
		}
	}
	return list
}

// unshown is an item that no check shows.
func unshown(i item, home *notebook.Notebook, list []covered) notebook.Problem {
	problem := notebook.Problem{Path: home.Path, Pos: home.Position(i.start), Cell: -1, Msg: "coverage: no check shows " + i.name}
	if at := says(i.name, list); at != "" {
		problem.Msg += ": " + at + " says that it covers it, and makes no check"
		problem.Hint = "make one there, as by nb.True, or give the option to the cell that makes it"
	} else {
		problem.Hint = "a cell that has such a check says so: //| covers: " + i.name
	}
	return problem
}

// unnamed is what a cell of the notebook at path says that it covers and no table of the
// home has, whose items have these names.
func unnamed(cell covering, path, home string, names []string) (list []notebook.Problem) {
	for _, ref := range cell.what {
		if slices.Contains(names, ref.Name) {
			continue
		}
		problem := notebook.Problem{Path: path, Pos: ref.Pos, Cell: cell.index, Msg: "coverage: no table of " + home + " has " + strconv.Quote(ref.Name)}
		if near := notebook.Nearest(ref.Name, names); near != "" {
			problem.Hint = "did you mean " + strconv.Quote(near) + "?"
		}
		list = append(list, problem)
	}
	return list
}

// says is where the first cell of these sections says that it covers an item, "" when
// none does.
func says(item string, list []covered) string {
	for _, c := range list {
		for _, cell := range c.cells {
			for _, ref := range cell.what {
				if ref.Name == item {
					return fmt.Sprintf("the cell of %s:%d", c.chapter.path, ref.Pos.Line)
				}
			}
		}
	}
	return ""
}
