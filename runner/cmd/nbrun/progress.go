package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"nbrun/runner"
)

// progress is the line on a terminal that says which cell runs. Elsewhere it
// writes nothing.
type progress struct {
	w    io.Writer // nil when there is no terminal
	path string
}

func newProgress(stderr io.Writer, path string) progress {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return progress{}
	}
	return progress{w: f, path: path}
}

// show replaces the line.
func (p progress) show(now runner.Progress) {
	if p.w == nil {
		return
	}
	label := now.Label
	if label != "" {
		label = " " + label
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s:%d: cell %d of %d%s", p.path, now.Line, now.Cell+1, now.Cells, label)
}

// clear takes the line away.
func (p progress) clear() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
