package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"nbrun/render"
	"nbrun/render/notebook"
	"nbrun/runner"
)

// runOptions are the options of run.
type runOptions struct {
	dir     string
	times   bool
	witness bool
}

func runCommand(stdout, stderr io.Writer) *cobra.Command {
	var opts runOptions
	cmd := &cobra.Command{
		Use:   "run FILE.md…",
		Short: "Run notebooks and write their pages (what nbrun does without a command)",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hinted{errors.New("no notebook named"), "nbrun FILE.md runs one; nbrun --help says more"}
			}
			return runAll(cmd.Context(), args, opts, stdout, stderr)
		},
	}
	cmd.Flags().StringVarP(&opts.dir, "output", "o", "out", "directory for the pages and records")
	cmd.Flags().BoolVar(&opts.witness, "witness", false, "have strace watch the run and confirm each recorded call")
	cmd.Flags().BoolVar(&opts.times, "times", false, "say on stderr how long each part took")
	return cmd
}

// runAll runs notebooks one after another, since measurements disturb each other.
func runAll(ctx context.Context, paths []string, opts runOptions, stdout, stderr io.Writer) error {
	watch := newStopwatch()
	nbs, err := load(paths)
	if err != nil {
		return err
	}
	to, err := targets(paths, opts.dir)
	if err == nil {
		err = writable(opts.dir, outputs(to)...)
	}
	if err != nil {
		return err
	}
	watch.lap("parse")
	var failed error
	for i, nb := range nbs {
		bar := newProgress(stderr, nb.Path)
		r := runner.Runner{Witness: opts.witness, Draw: render.Undrawn, Progress: bar.show, Lap: watch.lap}
		x, err := r.Run(ctx, nb)
		bar.clear()
		if errors.Is(err, runner.ErrNoWitness) {
			return hinted{fmt.Errorf("--witness: %w", err), "install strace and see that it may trace (a container may need --cap-add SYS_PTRACE), or run without --witness"}
		}
		if errors.Is(err, runner.ErrInterrupted) {
			return stopped{i}
		}
		if err != nil {
			return err
		}
		if err := publish(x, to[i], watch); err != nil {
			return err
		}
		if wrong := failures(x); len(wrong) > 0 {
			wrong.print(stderr)
			failed = errFailed
		}
		if _, err := fmt.Fprintln(stdout, to[i].page); err != nil {
			return err
		}
	}
	if opts.times {
		watch.print(stderr)
	}
	return failed
}

// publish writes a run's record and its page. The page is made from the record
// as it reads back, so that rendering it again gives the same bytes.
func publish(x *notebook.Execution, to target, watch *stopwatch) error {
	record, err := x.Encode()
	if err != nil {
		return fmt.Errorf("making the record: %w", err)
	}
	page, err := pageOf(record, to.record)
	if err != nil {
		return err
	}
	watch.lap("render")
	err = writeAll(content{to.record, record}, content{to.page, page})
	watch.lap("write")
	return err
}

// pageOf renders a record.
func pageOf(record []byte, name string) ([]byte, error) {
	x, err := notebook.Decode(record)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	page, err := render.HTML(x)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return page, nil
}

// missing words the error for an input that cannot be read; a word that names no
// file may have been meant as a command.
func missing(path string, err error) error {
	var pe *fs.PathError
	if !errors.As(err, &pe) {
		return err
	}
	if path == "" {
		return errors.New("a name is empty: no file has such a name")
	}
	err = fmt.Errorf("%s: %w", path, pe.Err)
	near := notebook.Nearest(path, commandNames)
	if errors.Is(err, fs.ErrNotExist) && near != "" {
		return hinted{err, fmt.Sprintf("did you mean %q?", near)}
	}
	return err
}
