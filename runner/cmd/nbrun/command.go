package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nbrun/render/notebook"
	"nbrun/runner"
)

const usage = `nbrun runs Markdown notebooks with Go cells, and writes each as one HTML page
with the system calls that its cells made.

  nbrun notebooks/aio.md           run it, write out/aio.html and out/aio.json
  nbrun --witness notebooks/aio.md the same, each recorded call confirmed by strace
  nbrun build notebooks            make a book of all notebooks of a folder
  nbrun check notebooks/*.md       only say what Go thinks of the cells
  nbrun fmt notebooks/*.md         format the code of the cells
  nbrun export --to go FILE.md     write its cells as one Go program
  nbrun render out/aio.json        make the page again from the record
  nbrun doctor                     what of it all this machine can show`

// command is the whole command line.
func command(stdout, stderr io.Writer) *cobra.Command {
	root := runCommand(stdout, stderr)
	root.Use, root.Short, root.Long = "nbrun FILE.md…", "", usage
	root.Args = cobra.ArbitraryArgs // files, though there are commands too
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(helpCommand())
	root.AddCommand(runCommand(stdout, stderr), buildCommand(stdout, stderr), renderCommand(stdout), checkCommand(stderr), exportCommand(stdout, stderr), fmtCommand(stdout, stderr), doctorCommand(stdout), versionCommand(stdout))
	return root
}

// helpCommand is help, which says so when there is no such command.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say more of a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err == nil && len(rest) == 0 {
				return about.Help()
			}
			return hinted{fmt.Errorf("there is no command %s", strings.Join(args, " ")), notebook.DidYouMean(strings.Join(args, " "), commandNames)}
		},
	}
}

// commandNames are what may stand in a file's place.
var commandNames = []string{"run", "build", "render", "check", "fmt", "export", "doctor", "version", "help"}

func versionCommand(stdout io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which nbrun this is",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("version takes nothing, not %s", strings.Join(args, " "))
			}
			_, err := fmt.Fprintln(stdout, "nbrun", runner.Version())
			return err
		},
	}
}

// flagError says what is wrong with an option, and which one may have been meant.
func flagError(cmd *cobra.Command, err error) error {
	word, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) { // the rest of it is of the parser's own making
		err = fmt.Errorf("option --%s takes no %q", invalid.GetFlag().Name, invalid.GetValue())
	}
	if !unknown {
		return hinted{err, "nbrun " + strings.TrimPrefix(cmd.CommandPath()+" --help", "nbrun ") + " lists the options"}
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	return hinted{errors.New("unknown option --" + word), notebook.DidYouMean("--"+word, known)}
}
