package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// recordLimit is the largest record that is read.
const recordLimit = 1 << 30

func renderCommand(stdout io.Writer) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "render RECORD.json…",
		Short: "Make pages again from the records of their runs",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hinted{errors.New("no record named"), "a run writes one beside its page: out/NAME.json"}
			}
			return renderAll(cmd.Context(), args, dir, stdout)
		},
	}
	cmd.Flags().StringVarP(&dir, "output", "o", "out", "directory for the pages")
	return cmd
}

func renderAll(ctx context.Context, paths []string, dir string, stdout io.Writer) error {
	to, err := targets(paths, dir)
	if err != nil {
		return err
	}
	pages := make([]string, len(to))
	for i, t := range to {
		pages[i] = t.page
	}
	if err := writable(dir, pages...); err != nil {
		return err
	}
	for i, path := range paths {
		if ctx.Err() != nil {
			return stopped{i}
		}
		record, err := read(path, recordLimit)
		if err != nil {
			return missing(path, err)
		}
		page, err := pageOf(record, path)
		if err != nil {
			return err
		}
		if err := write(pages[i], page); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(stdout, pages[i]); err != nil {
			return err
		}
	}
	return nil
}
