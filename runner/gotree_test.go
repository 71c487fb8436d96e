//go:build linux

package runner

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"nbrun/render/notebook"
)

var long = flag.Bool("long", false, "in TestGoTree, run the programs that are known to be too slow")

const (
	goTreeFile  = "testdata/gotree.txt"
	goTreeLimit = "10s"
	tooSlow     = "too slow"
)

// TestGoTree runs the programs of $GOROOT/test whose first line is "// run", each
// as one cell, and sees what Go's own test of them sees: whether they end well and
// print what their .out file says, or nothing. A file has what came of each: same,
// too slow, or refused and why; -update writes it. What is known to be too slow is
// run with -long only. A program that does something else than in Go fails.
func TestGoTree(t *testing.T) {
	if testing.Short() {
		t.Skip("runs more than a hundred programs")
	}
	stored, err := os.ReadFile(goTreeFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	known := verdicts(string(stored))
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("STDLIB_IMPORTCFG", importcfg(t))
	var mu sync.Mutex
	got := make(map[string]string)
	t.Run("programs", func(t *testing.T) {
		for _, file := range goPrograms(t) {
			name := filepath.Base(file)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				verdict := tooSlow
				if known[name] != tooSlow || *long {
					verdict = judge(t, file)
				}
				mu.Lock()
				defer mu.Unlock()
				got[name] = verdict
				if verdict != known[name] && verdict != tooSlow && !*update { // slow may be the machine
					t.Errorf("%s, and was: %s", verdict, known[name])
				}
			})
		}
	})
	var list strings.Builder
	count := make(map[string]int)
	for _, name := range slices.Sorted(maps.Keys(got)) {
		fmt.Fprintf(&list, "%s: %s\n", name, got[name])
		verdict, _, _ := strings.Cut(got[name], ":")
		count[verdict]++
	}
	t.Logf("%d programs: %v", len(got), count)
	if *update && !t.Failed() {
		if err := os.WriteFile(goTreeFile, []byte(list.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// verdicts reads the stored list.
func verdicts(list string) map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(list) {
		name, verdict, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		m[name] = verdict
	}
	return m
}

// goPrograms returns the files of the programs, and skips the test when the tree
// does not have them.
func goPrograms(t *testing.T) []string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "test", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	programs := slices.DeleteFunc(files, func(file string) bool {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(src), "\n")
		return first != "// run"
	})
	if len(programs) == 0 {
		t.Skip("this tree of Go has no tests")
	}
	return programs
}

// importcfg writes a file that says where the compiled library is: some of the
// programs look it up in $STDLIB_IMPORTCFG.
func importcfg(t *testing.T) string {
	list, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}", "runtime").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	file := filepath.Join(t.TempDir(), "importcfg")
	if err := os.WriteFile(file, list, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// judge runs a program as a cell and says what comes of it. What is not as in Go
// is an error.
func judge(t *testing.T, file string) string {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	head := "```go\n//| timeout: " + goTreeLimit + "\n"
	nb, problems := notebook.Parse(filepath.Join(filepath.Dir(file), "nb.md"), []byte(head+string(src)+"\n```\n"))
	if len(problems) > 0 {
		t.Fatalf("parse: %v", problems)
	}
	x, err := new(Runner).Run(context.Background(), nb)
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	if len(x.Problems) > 0 {
		p := x.Problems[0]
		return fmt.Sprintf("refused: %d:%d: %s", p.Pos.Line-strings.Count(head, "\n"), p.Pos.Column, p.Msg)
	}
	r := x.Results[0]
	failed := strings.Join(outputs(r, notebook.Error), "\n")
	switch {
	case r.Status == notebook.Timeout:
		return tooSlow
	case r.Status != notebook.OK && !strings.HasPrefix(failed, "the cell called os.Exit(0)"):
		t.Errorf("it ends with %s", failed)
	}
	var printed strings.Builder
	for _, o := range r.Outputs {
		if o.Kind == notebook.Stdout || o.Kind == notebook.Stderr {
			printed.WriteString(o.Text)
		}
	}
	if got := printed.String(); got != string(want) {
		t.Errorf("it prints %q, not %q", got, want)
	}
	return "same"
}
