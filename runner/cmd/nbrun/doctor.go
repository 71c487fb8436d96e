package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// finding is what the doctor says of one thing that notebooks want of a machine.
type finding struct {
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Text  string `json:"text"`            // what was seen, or what is in the way
	Errno string `json:"errno,omitempty"` // what the kernel answered, when it refused
	For   string `json:"for"`             // which models want it
}

func doctorCommand(stdout io.Writer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor [DIR]",
		Short: "Say what this machine can show, by trying it (files in DIR)",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("doctor takes one directory, not %d", len(args))
			}
			found, err := examine(strings.Join(args, ""))
			if err != nil {
				return err
			}
			if asJSON {
				out := json.NewEncoder(stdout)
				out.SetIndent("", "  ")
				return out.Encode(found)
			}
			if _, err := fmt.Fprintln(stdout, machine()); err != nil {
				return err
			}
			return printFindings(stdout, found)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write a list of JSON objects")
	return cmd
}

// printFindings writes a line for what is there, and two for what is not.
func printFindings(w io.Writer, found []finding) error {
	missing := 0
	for _, f := range found {
		mark, more := "✓", ""
		if !f.OK {
			missing++
			mark, more = "✗", "\n  wanted for: "+f.For
		}
		if _, err := fmt.Fprintf(w, "%s %s: %s%s\n", mark, f.Name, f.Text, more); err != nil {
			return err
		}
	}
	last := "All is there."
	if missing > 0 {
		last = fmt.Sprintf("%d of %d are not there; notebooks that want them say so on their pages, and show the rest.", missing, len(found))
	}
	_, err := fmt.Fprintln(w, last)
	return err
}
