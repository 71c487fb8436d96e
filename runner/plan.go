package runner

import (
	"time"

	"nbrun/render/notebook"
)

// step is one thing to execute: a cell, or an inline expression in the prose.
type step struct {
	inline bool
	index  int // into Cells or Inlines
}

// plan returns what there is to execute, in the order of the page.
func plan(nb *notebook.Notebook) []step {
	var steps []step
	inline := 0
	before := func(cells int) {
		for ; inline < len(nb.Inlines) && nb.Inlines[inline].After <= cells; inline++ {
			steps = append(steps, step{inline: true, index: inline})
		}
	}
	for i, c := range nb.Cells {
		before(i)
		if !c.Options.NoEval && c.Options.Error != notebook.CompileError {
			steps = append(steps, step{index: i})
		}
	}
	before(len(nb.Cells))
	return steps
}

// timeout is how long the step may take.
func (st step) timeout(nb *notebook.Notebook) time.Duration {
	if st.inline {
		return DefaultTimeout
	}
	return timeout(nb, st.index)
}

// progress describes cell i as it starts.
func progress(nb *notebook.Notebook, i int) Progress {
	line := nb.Position(nb.Cells[i].Block.Start).Line
	return Progress{Cell: i, Cells: len(nb.Cells), Label: nb.Cells[i].Options.Label, Line: line}
}
