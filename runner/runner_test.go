//go:build linux

package runner

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"nbrun/render/notebook"
)

// The worker is this test binary, run again.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		os.Exit(Work())
	}
	os.Exit(m.Run())
}

// cells makes the text of a notebook of Go cells.
func cells(code ...string) string {
	var b strings.Builder
	for _, c := range code {
		b.WriteString("```go\n" + c + "\n```\n\n")
	}
	return b.String()
}

// mustParse parses the text of a notebook that lies in a directory of its own.
func mustParse(t *testing.T, src string) *notebook.Notebook {
	t.Helper()
	nb, problems := notebook.Parse(filepath.Join(t.TempDir(), "nb.md"), []byte(src))
	if len(problems) > 0 {
		t.Fatalf("parse: %v", problems)
	}
	return nb
}

// mustRun runs the text of a notebook and sees that nothing is left of the run.
func mustRun(t *testing.T, src string) *notebook.Execution {
	t.Helper()
	before := holdings(t)
	x, err := new(Runner).Run(context.Background(), mustParse(t, src))
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	nothingLeft(t, before)
	return x
}

// held counts what a run may leave behind.
type held struct{ goroutines, descriptors, children, files int }

// holdings counts for this process. It gives temporary files a place of their own first.
func holdings(t *testing.T) held {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	return count(t)
}

func count(t *testing.T) held {
	t.Helper()
	entries := func(pattern string) int {
		list, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	h := held{goroutines: runtime.NumGoroutine(), descriptors: entries("/proc/self/fd/*"), files: entries(os.TempDir() + "/*")}
	lists, _ := filepath.Glob("/proc/self/task/*/children")
	for _, l := range lists {
		b, _ := os.ReadFile(l) // the thread may have ended
		h.children += len(strings.Fields(string(b)))
	}
	return h
}

// nothingLeft waits for what ends by itself a moment later, and fails when
// anything stays.
func nothingLeft(t *testing.T, before held) {
	t.Helper()
	var now held
	for range 200 {
		now = count(t)
		if now.goroutines <= before.goroutines && now.descriptors <= before.descriptors && now.children <= before.children && now.files <= before.files {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("left behind: %+v, before %+v", now, before)
}

// outputs returns the texts of the outputs of one kind.
func outputs(r notebook.Result, kind notebook.OutputKind) []string {
	var texts []string
	for _, o := range r.Outputs {
		if o.Kind == kind {
			texts = append(texts, o.Text)
		}
	}
	return texts
}
