package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// exportOptions are the options of export.
type exportOptions struct{ to, file string }

// formats are what a notebook can be exported to.
var formats = []string{"go"}

func exportCommand(stdout, stderr io.Writer) *cobra.Command {
	var opts exportOptions
	cmd := &cobra.Command{
		Use:   "export --to go FILE.md",
		Short: "Write a notebook's cells as one Go program",
		Long: `Export writes the cells of a notebook as one Go program. Its errors and panics
name the notebook's lines. What imports nbrun's packages, and golang.org/x/sys/unix
is one of them there, compiles inside a checkout of nbrun:

  nbrun export --to go notebooks/aio.md -o out/aio.go
  go run out/aio.go`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return hinted{fmt.Errorf("export takes one notebook, not %d", len(args)), "nbrun export --to go FILE.md writes its program to stdout"}
			}
			return export(args[0], opts, stdout, stderr)
		},
	}
	cmd.Flags().StringVar(&opts.to, "to", "", "format: go")
	cmd.Flags().StringVarP(&opts.file, "output", "o", "", "file to write to (default stdout)")
	return cmd
}

// export writes a notebook in another format.
func export(path string, opts exportOptions, stdout, stderr io.Writer) error {
	switch {
	case opts.to == "":
		return hinted{errors.New("export to what?"), "nbrun export --to go FILE.md writes a Go program"}
	case opts.to != "go":
		return hinted{fmt.Errorf("export knows no format %q", opts.to), notebook.DidYouMean(opts.to, formats)}
	}
	nbs, err := load([]string{path})
	if err != nil {
		return err
	}
	program, problems := tangle(nbs[0], opts.file)
	if len(problems) > 0 {
		problems.print(stderr)
		return errFailed
	}
	if opts.file == "" {
		_, err := stdout.Write(program)
		return err
	}
	return writeNew(opts.file, program, path)
}

// tangle makes the program of a notebook that is to be written to file. The names
// in its //line directives are relative to where it lies, as Go reads them.
func tangle(nb *notebook.Notebook, file string) ([]byte, problemList) {
	as := *nb
	if file != "" && !filepath.IsAbs(nb.Path) {
		dir, errDir := filepath.Abs(filepath.Dir(file))
		from, errFrom := filepath.Abs(nb.Path)
		if rel, err := filepath.Rel(dir, from); errDir == nil && errFrom == nil && err == nil {
			as.Path = rel
		}
	}
	tangled, problems := cell.Tangle(&as)
	if len(problems) > 0 {
		for i := range problems {
			problems[i].Path = nb.Path
		}
		return nil, problems
	}
	return tangled.Source, nil
}

// writeNew writes data to a file that is not the input that it is made from, nor any other
// that nbrun did not make.
func writeNew(path string, data []byte, input string) error {
	if st, err := os.Stat(path); err == nil {
		if in, err := os.Stat(input); err == nil && os.SameFile(st, in) {
			return hinted{fmt.Errorf("%s is the notebook itself", path), "name another file with -o"}
		}
	}
	if err := ours(path); err != nil {
		return err
	}
	return write(path, data)
}
