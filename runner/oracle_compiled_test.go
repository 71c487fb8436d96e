//go:build linux

package runner

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"nbrun/runner/nb"
)

// build compiles the tangled programs, all at once. To the Go toolchain they lie
// within this module, where the packages are that they import; the files do not.
func build(t *testing.T, list []*comparison) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	replace := make(map[string]string)
	waiting := make(map[string]*comparison)
	args := []string{"build", "-overlay", filepath.Join(dir, "overlay.json"), "-ldflags=-s -w", "-o", dir + "/bin/"}
	for _, c := range list {
		if c.nb == nil || len(c.refused) > 0 || c.known != nil {
			continue
		}
		file := filepath.Join(dir, c.name()+".go")
		if err := os.WriteFile(file, c.tangled.Source, 0o666); err != nil {
			t.Fatal(err)
		}
		pkg := filepath.Join(root, "runner", "testdata", "tangled", c.name())
		replace[filepath.Join(pkg, "main.go")] = file
		c.binary = filepath.Join(dir, "bin", c.name())
		waiting["nbrun/runner/testdata/tangled/"+c.name()] = c
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o666), os.Mkdir(filepath.Join(dir, "bin"), 0o777)); err != nil {
		t.Fatal(err)
	}
	for len(waiting) > 0 {
		command := args
		for pkg := range waiting {
			command = append(command, pkg)
		}
		began := time.Now()
		out, err := exec.Command("go", command...).CombinedOutput()
		if t.Logf("go build of %d programs: %v", len(waiting), time.Since(began).Round(time.Millisecond)); err == nil {
			return
		}
		faulty := 0
		for _, part := range strings.Split("\n"+string(out), "\n# ")[1:] {
			name, text, _ := strings.Cut(part, "\n")
			if c := waiting[name]; c != nil {
				c.build = text
				delete(waiting, name)
				faulty++
			}
		}
		if faulty == 0 {
			t.Fatalf("go build: %v\n%s", err, out)
		}
	}
}

// outcome is what a tangled program did.
type outcome struct {
	Pieces map[place]*did
	Status syscall.WaitStatus
	Late   bool // it did not end in time
	Took   time.Duration
}

// place is a cell or an inline expression.
type place struct {
	Inline bool
	Index  int
}

// did is what one cell did.
type did struct {
	Stdout, Stderr string
	Values         []shown
	Checks         []checked
	Done, Failed   bool
}

type shown struct{ Text, Type string }

type checked struct {
	Claim     string
	Verdict   nb.Verdict
	Got, Want string
}

// said is what testdata/probe reports.
type said struct {
	Begin, Done, Inline bool
	Index               int
	Stdout, Stderr      int64
	Value               *shown
	Check               *checked
	Failed              bool
}

// compiled runs the notebook's program, and once more for each cell that fails as
// it must: survived, a panic is not printed.
func (c *comparison) compiled(t *testing.T, limit time.Duration) *outcome {
	if c.known != nil {
		return c.known
	}
	g := c.once(t, limit, "")
	for at, p := range g.Pieces {
		if p.Failed {
			died := c.once(t, limit, "PROBE_DIE="+strconv.Itoa(at.Index)).Pieces[at]
			if died == nil {
				t.Fatalf("cell %d runs once and not again", at.Index)
			}
			p.Stderr = died.Stderr
		}
	}
	c.callBack(g)
	c.remember(t, g)
	return g
}

// numbered matches the declaration of a type that may have a number so that two
// whole programs, or one and other cells, can each have a type of this name.
var numbered = regexp.MustCompile(`(?m)^type (\w+)(_\d+)\b`)

// callBack gives types the names in texts that they have in the notebook.
func (c *comparison) callBack(g *outcome) {
	var names []string
	for _, m := range numbered.FindAllStringSubmatch(string(c.tangled.Source), -1) {
		if !strings.Contains(string(c.nb.Source), m[1]+m[2]) {
			names = append(names, "main."+m[1]+m[2], "main."+m[1])
		}
	}
	plain := strings.NewReplacer(names...)
	for _, p := range g.Pieces {
		p.Stdout, p.Stderr = plain.Replace(p.Stdout), plain.Replace(p.Stderr)
		for i, v := range p.Values {
			p.Values[i] = shown{plain.Replace(v.Text), plain.Replace(v.Type)}
		}
	}
}

// once runs the notebook's program.
func (c *comparison) once(t *testing.T, limit time.Duration, env string) *outcome {
	dir := t.TempDir()
	var files [2]*os.File
	for i := range files {
		f, err := os.Create(filepath.Join(dir, []string{"stdout", "stderr"}[i]))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.binary)
	cmd.Dir = filepath.Dir(c.path)
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = files[0], files[1], []*os.File{w}
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, env)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	var reports []said
	for in := json.NewDecoder(r); ; { // a report may be long: a record of a spin
		var s said
		if err := in.Decode(&s); err == io.EOF || err == io.ErrUnexpectedEOF { // it ended, or was killed
			break
		} else if err != nil {
			t.Fatalf("what the program reports: %v", err)
		}
		reports = append(reports, s)
	}
	err = cmd.Wait()
	if died := (*exec.ExitError)(nil); err != nil && !errors.As(err, &died) {
		t.Fatal(err)
	}
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	g := &outcome{Pieces: make(map[place]*did), Status: status, Late: ctx.Err() != nil, Took: time.Since(began)}
	g.arrange(t, reports, dir)
	return g
}

// arrange puts what was reported and printed where it belongs.
func (g *outcome) arrange(t *testing.T, reports []said, dir string) {
	var printed [2]string
	for i, name := range []string{"stdout", "stderr"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		printed[i] = string(b)
	}
	var cur *did
	var from said
	for _, s := range append(reports, said{Stdout: int64(len(printed[0])), Stderr: int64(len(printed[1]))}) {
		if s.Begin {
			cur, from = &did{}, s
			g.Pieces[place{s.Inline, s.Index}] = cur
		}
		if cur == nil || cur.Done {
			continue
		}
		cur.Stdout, cur.Stderr = printed[0][from.Stdout:s.Stdout], printed[1][from.Stderr:s.Stderr]
		cur.Done = s.Done
		cur.Failed = cur.Failed || s.Failed
		if s.Value != nil {
			cur.Values = append(cur.Values, *s.Value)
		}
		if s.Check != nil {
			cur.Checks = append(cur.Checks, *s.Check)
		}
	}
}
