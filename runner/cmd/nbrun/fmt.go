package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"nbrun/render/notebook"
	"nbrun/runner"
	"nbrun/runner/cell"
)

// fmtOptions are the options of fmt.
type fmtOptions struct{ list, diff bool }

func fmtCommand(stdout, stderr io.Writer) *cobra.Command {
	var opts fmtOptions
	cmd := &cobra.Command{
		Use:   "fmt FILE.md…",
		Short: "Format the code of cells as gofmt does; nothing else in the files changes",
		Long: `fmt formats the code of cells as gofmt does, in the files themselves, and names
each file that it changes. No byte outside of that code changes. A cell that is
not Go stays as it is and is reported, unless it has error: compile. The name -
stands for standard input, formatted to standard output.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hinted{errors.New("no notebook named"), "nbrun fmt FILE.md formats one, and nbrun fmt - standard input"}
			}
			return fmtAll(cmd.Context(), args, opts, cmd.InOrStdin(), stdout, stderr)
		},
	}
	cmd.Flags().BoolVarP(&opts.list, "list", "l", false, "name the files that would change, and change none; exit 1 when there are any")
	cmd.Flags().BoolVarP(&opts.diff, "diff", "d", false, "show what would change, and change nothing; exit 1 when something would")
	return cmd
}

// stdinName is the name of standard input where a file may be named.
const stdinName = "-"

// fmtAll formats notebooks once all of them have been read.
func fmtAll(ctx context.Context, paths []string, opts fmtOptions, stdin io.Reader, stdout, stderr io.Writer) error {
	nbs, err := loadFrom(paths, func(path string) ([]byte, error) {
		if path == stdinName {
			return readAll(ctx, path, stdin)
		}
		return readNotebook(path)
	})
	if err != nil {
		return err
	}
	var failed error
	for _, nb := range nbs {
		if ctx.Err() != nil {
			return fmt.Errorf("%w; each file is as it was or formatted as a whole", runner.ErrInterrupted)
		}
		formatted, wrong := cell.Format(nb)
		if len(wrong) > 0 {
			problemList(wrong).print(stderr)
			failed = errFailed
		}
		changes := !bytes.Equal(formatted, nb.Source)
		switch {
		case opts.list || opts.diff:
			if changes {
				failed = errFailed
			}
			err = showChange(nb, formatted, opts, stdout)
		case nb.Path == stdinName:
			_, err = stdout.Write(formatted)
		case changes:
			err = replace(nb.Path, formatted, stdout)
		}
		if err != nil {
			return err
		}
	}
	return failed
}

// readAll reads standard input, within the limit that files have, or until ctx ends: who
// types may wait for ever.
func readAll(ctx context.Context, name string, r io.Reader) (src []byte, err error) {
	read := make(chan struct{})
	go func() {
		defer close(read)
		src, err = io.ReadAll(io.LimitReader(r, sizeLimit+1)) // one byte too many is told by the parser
	}()
	select {
	case <-read:
	case <-ctx.Done():
		return nil, runner.ErrInterrupted
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return src, nil
}

// showChange says what formatting would change in a notebook.
func showChange(nb *notebook.Notebook, formatted []byte, opts fmtOptions, stdout io.Writer) error {
	if bytes.Equal(formatted, nb.Source) {
		return nil
	}
	if opts.list {
		if _, err := fmt.Fprintln(stdout, nb.Path); err != nil {
			return err
		}
	}
	if opts.diff {
		if _, err := stdout.Write(diff.Diff(nb.Path+".orig", nb.Source, nb.Path, formatted)); err != nil {
			return err
		}
	}
	return nil
}

// replace puts a formatted notebook in the place of the file, or of the one that
// it links to, and names it.
func replace(path string, formatted []byte, stdout io.Writer) error {
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return missing(path, err)
	}
	if err := write(file, formatted); err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, path)
	return err
}
