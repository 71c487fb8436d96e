//go:build !linux

package runner

import (
	"context"
	"errors"
	"runtime"

	"nbrun/render/notebook"
)

var errNotLinux = errors.New("running notebooks needs Linux, whose system calls they record; this is " + runtime.GOOS + " (render and check work here)")

// ErrInterrupted is what Run returns when its context is cancelled.
var ErrInterrupted = errors.New("interrupted")

// Run says that it needs Linux, after it has checked nb.
func (r *Runner) Run(ctx context.Context, nb *notebook.Notebook) (*notebook.Execution, error) {
	x := &notebook.Execution{Notebook: nb, Results: make([]notebook.Result, len(nb.Cells)), Values: make([]notebook.Result, len(nb.Inlines))}
	if problems := Check(nb); len(problems) > 0 {
		return refused(x, problems), nil
	}
	return nil, errNotLinux
}

// Reuse returns nil: a record is of another machine.
func (r *Runner) Reuse(nb *notebook.Notebook, record *notebook.Execution) *notebook.Execution {
	return nil
}

// ownSource is empty where no models run: the sources of names are not looked up.
func ownSource() library { return library{} }

// Work says that there is no worker here.
func Work() int { return 2 }
