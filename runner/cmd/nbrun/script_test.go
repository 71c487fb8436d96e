//go:build linux

package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// status N CMD ARG… runs a command that must end with exit status N; stdout and
// stderr then look at what it wrote, and no temporary file may be left.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N CMD ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
	left, err := os.ReadDir(ts.Getenv("TMPDIR"))
	ts.Check(err)
	if len(left) > 0 {
		ts.Fatalf("left behind in TMPDIR: %v", left)
	}
}

// big FILE MB writes a Markdown file of so many megabytes.
func big(ts *testscript.TestScript, neg bool, args []string) {
	mb, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("All work and no play.\n"), mb<<20/22), 0o666))
}

// nul FILE writes a file that is not text.
func nul(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("# A\x00B\n"), 0o666))
}

// unbase64 FROM TO decodes a file.
func unbase64(ts *testscript.TestScript, neg bool, args []string) {
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o666))
}

// nanos PAGE FILE writes the number of nanoseconds that a page shows to a file.
func nanos(ts *testscript.TestScript, neg bool, args []string) {
	m := regexp.MustCompile(`time &lt;(\d+)&gt;`).FindStringSubmatch(ts.ReadFile(args[0]))
	if m == nil {
		ts.Fatalf("%s shows no time", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(m[1]), 0o666))
}

// goCaches lets scripts run the Go toolchain, though they have no home.
func goCaches(env *testscript.Env) error {
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		dir, err := exec.Command("go", "env", name).Output()
		if err != nil {
			return fmt.Errorf("go env %s: %w", name, err)
		}
		env.Setenv(name, strings.TrimSpace(string(dir)))
	}
	return nil
}

// exportAll DIR exports each notebook of a directory, vets its program and runs it
// in the checkout: it must end with status 0.
func exportAll(ts *testscript.TestScript, neg bool, args []string) {
	files, err := filepath.Glob(ts.MkAbs(args[0]) + "/*.md")
	ts.Check(err)
	if len(files) == 0 {
		ts.Fatalf("no notebooks in %s", args[0])
	}
	if !*long {
		files = files[:1] // runner's TestCorpus compares what all of them do
	}
	ts.Check(ts.Chdir(ts.Getenv("REPO")))
	for _, file := range files {
		program := filepath.Join(ts.Getenv("WORK"), strings.TrimSuffix(filepath.Base(file), ".md")+".go")
		ts.Check(ts.Exec("nbrun", "export", "--to", "go", file, "-o", program))
		status(ts, neg, []string{"0", "go", "vet", program})
		status(ts, neg, []string{"0", "go", "run", program})
	}
}
