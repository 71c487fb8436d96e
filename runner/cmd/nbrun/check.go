package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"nbrun/render/notebook"
	"nbrun/runner"
)

func checkCommand(stderr io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE.md…",
		Short: "Say what is wrong with notebooks, without running them",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hinted{errors.New("no notebook named"), "nbrun check FILE.md checks one"}
			}
			return checkAll(cmd.Context(), args, stderr)
		},
	}
}

func checkAll(ctx context.Context, paths []string, stderr io.Writer) error {
	nbs, err := load(paths)
	if err != nil {
		return err
	}
	var wrong problemList
	for _, nb := range nbs {
		if ctx.Err() != nil {
			return runner.ErrInterrupted
		}
		wrong = append(wrong, runner.Check(nb)...)
		wrong = append(wrong, checkLinks(nb)...)
		wrong = append(wrong, missingImages(&notebook.Execution{Notebook: nb, Images: runner.Images(nb)})...)
	}
	if len(wrong) > 0 {
		wrong.print(stderr)
		return errFailed
	}
	return nil
}
