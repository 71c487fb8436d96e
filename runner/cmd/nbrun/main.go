// Command nbrun runs Markdown notebooks with Go cells and writes them as HTML
// pages, with the system calls that the cells made.
//
// Exit status: 0 all well; 1 Go refused a cell, a cell failed or timed out, a check
// was false, an image is missing, or a link of a book leads nowhere (the page is written all the same);
// 2 nbrun could not do its work (nothing is written); 130 interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"nbrun/runner"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		os.Exit(runner.Work())
	}
	// A run allocates little and is over soon: collecting less often saves a
	// quarter of its CPU.
	debug.SetGCPercent(400)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// A later signal ends nbrun itself. One that comes at once is the same: timeout(1)
	// sends it to the process and to its group.
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit statuses.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUnable      = 2
	exitInterrupted = 130
)

// errFailed says that a notebook failed and that the user has been told.
var errFailed = errors.New("a notebook failed")

// hinted is an error with a word on what to do about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// run is the command: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := command(stdout, stderr)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.Is(err, runner.ErrInterrupted):
		if err == runner.ErrInterrupted {
			err = stopped{} // nothing had been written
		}
		fmt.Fprintln(stderr, "nbrun:", err)
		return exitInterrupted
	}
	var list problemList
	if errors.As(err, &list) {
		list.print(stderr)
		return exitUnable
	}
	fmt.Fprintln(stderr, "nbrun:", err)
	var h hinted
	if errors.As(err, &h) && h.hint != "" {
		fmt.Fprintln(stderr, "hint:", h.hint)
	}
	return exitUnable
}
