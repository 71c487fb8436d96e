// Package runner runs a notebook: it checks the cells, starts a worker process
// that interprets them one after another, and writes down what came of each.
//
// The worker is the only place where a cell's code runs. Whatever a cell does to
// it (ends it, blocks it, floods it) is a result of that cell.
package runner

import (
	"errors"
	"time"

	"nbrun/render/notebook"
)

// DefaultTimeout is how long a cell may run when neither it nor its notebook says.
const DefaultTimeout = 30 * time.Second

// OutputLimit is how many bytes of a cell's output are kept; the rest is counted.
const OutputLimit = 1 << 20

// Runner runs notebooks. The zero value is ready to use.
type Runner struct {
	// Worker is the command that starts a worker: a program that calls Work and
	// exits with what it returns. When empty it is this executable with the
	// argument "worker".
	Worker []string

	// Witness has strace watch the worker and confirm the recorded calls; the
	// Execution says what came of it. Where strace cannot, Run returns ErrNoWitness.
	Witness bool

	// Draw, when set, tries to draw what an output of a cell asks for (cell is -1 within
	// prose), and returns why the page cannot have it. The cell then fails.
	Draw func(x *notebook.Execution, cell int, o notebook.Output) error

	// Progress, when set, is called as each cell starts.
	Progress func(Progress)

	// Lap, when set, is called at the end of each part of a run: "check" (while
	// the worker starts), "start" (until its interpreter is up), "cells".
	Lap func(part string)
}

// ErrNoWitness is what Run returns where strace cannot watch the worker: it is not
// installed, or may not trace.
var ErrNoWitness = errors.New("strace cannot watch the run")

// lap says that a part of the run has ended.
func (r *Runner) lap(part string) {
	if r.Lap != nil {
		r.Lap(part)
	}
}

// Progress is how far a run has come.
type Progress struct {
	Cell  int // index of the cell that starts
	Cells int // of the notebook
	Label string
	Line  int // of the notebook, where the cell starts
}

// refused is the Execution of a notebook whose cells Go does not accept.
func refused(x *notebook.Execution, problems []notebook.Problem) *notebook.Execution {
	x.Problems = problems
	for i := range x.Results {
		x.Results[i].Status = notebook.Refused
		if x.Notebook.Cells[i].Options.NoEval {
			x.Results[i].Status = notebook.Shown
		}
	}
	for i := range x.Values {
		x.Values[i].Status = notebook.Refused
	}
	return x
}

// timeout is how long cell i of nb may run.
func timeout(nb *notebook.Notebook, i int) time.Duration {
	if d := nb.Cells[i].Options.Timeout; d > 0 {
		return d
	}
	if nb.Meta.Timeout > 0 {
		return nb.Meta.Timeout
	}
	return DefaultTimeout
}
