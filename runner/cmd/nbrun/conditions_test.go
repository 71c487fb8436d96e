//go:build linux

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/witness"
	"nbrun/render"
	"nbrun/render/notebook"
)

// A condition is a machine that cannot show all, or an observer of the run.
type condition struct {
	name    string
	refused string // see refuse
	nobody  bool
	memory  bool // temporary files lie in memory
	noTools bool // no program is found: neither a C compiler nor strace
	witness bool
}

var conditions = []condition{
	{name: "all that can be refused", refused: "EPERM,files", nobody: true, memory: true, noTools: true},
	{name: "watched by strace", witness: true},
}

// eachAlone are conditions that take long together: with -long.
var eachAlone = []condition{
	{name: "io_uring refused with EPERM", refused: "EPERM"},
	{name: "io_uring refused with ENOSYS", refused: "ENOSYS"},
	{name: "with 256 descriptors", refused: "files"},
	{name: "as nobody", nobody: true},
	{name: "with files in memory", memory: true},
	{name: "without other programs", noTools: true},
}

// Under each condition every notebook runs well. Of what it claims elsewhere nothing
// is missing without a word: it says what could not be checked. And strace has seen
// every call that it can see.
//
//	go test ./runner/cmd/nbrun -run TestConditions -long     each condition by itself, too
//	go test ./runner/cmd/nbrun -run 'TestConditions/nobody/aio' -long
func TestConditions(t *testing.T) {
	b := theBook(t)
	list := conditions
	if *long {
		list = slices.Concat(conditions, eachAlone)
	}
	for _, c := range list {
		t.Run(c.name, func(t *testing.T) {
			program, dir := c.place(t)
			all := make(map[string]*notebook.Execution)
			var mu sync.Mutex
			t.Cleanup(func() { showsItems(t, all) }) // when all have run
			for _, name := range names(t) {
				t.Run(name, func(t *testing.T) {
					t.Parallel() // what holds under load holds beside another
					plain, err := notebook.Decode(b.records[name])
					if err != nil {
						t.Fatal(err)
					}
					if c.witness && len(plain.Traces) == 0 && !*long {
						t.Skip("it has no trace that strace could confirm, and takes long under it")
					}
					x := c.run(t, program, dir, name)
					mu.Lock()
					all[name] = x
					mu.Unlock()
					checkRun(t, x)
					saysWhatIsMissing(t, plain, x)
					if w := x.Witness; c.witness && (w == nil || w.Confirmed != w.Recorded || w.Recorded == 0 && len(x.Traces) > 0) {
						t.Errorf("strace has not confirmed all: %+v", w)
					}
				})
			}
		})
	}
}

// place returns nbrun and a directory of the condition, which nobody can reach too.
func (c condition) place(t *testing.T) (program, dir string) {
	t.Helper()
	parent := ""
	if c.memory {
		parent = "/dev/shm"
		var fs unix.Statfs_t
		if err := unix.Statfs(parent, &fs); err != nil || fs.Type != unix.TMPFS_MAGIC {
			t.Skipf("%s is no file system in memory here (%v)", parent, err)
		}
	}
	if c.nobody && os.Geteuid() != 0 {
		t.Skip("only root can become nobody")
	}
	if _, err := witness.Command("", ""); c.witness && err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%v, and CI must confirm the records", err)
		}
		t.Skip(err)
	}
	dir, err := os.MkdirTemp(parent, "nbrun-condition-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	home, err := os.MkdirTemp("", "nbrun-program-*") // where programs may be executed
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	program = filepath.Join(home, "nbrun")
	data, err := os.ReadFile("/proc/self/exe")
	if err := errors.Join(err, os.WriteFile(program, data, 0o755), os.Chmod(home, 0o755), os.Chmod(dir, 0o777)); err != nil {
		t.Fatal(err)
	}
	return program, dir
}

// run runs a notebook under the condition: its exit status is 0, and it leaves no file.
func (c condition) run(t *testing.T, program, dir, name string) *notebook.Execution {
	t.Helper()
	out, tmp := filepath.Join(dir, name), filepath.Join(dir, name+".tmp")
	src, err := os.ReadFile(filepath.Join(notebooks, name+".md"))
	source := filepath.Join(dir, name+".md")
	if err := errors.Join(err, os.WriteFile(source, src, 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{out, tmp} {
		if err := errors.Join(os.Mkdir(d, 0o777), os.Chmod(d, 0o777)); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{program, "-o", out, source}
	if c.witness {
		args = slices.Insert(args, 1, "--witness")
	}
	cmd := exec.Command(program)
	cmd.Args = slices.Concat([]string{"refuse", c.refused}, args)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+tmp, "TMPDIR="+tmp)
	if c.noTools {
		cmd.Env = append(cmd.Env, "PATH=")
	}
	if c.nobody {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Errorf("%v: %s", err, &stderr)
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	record, err := os.ReadFile(filepath.Join(out, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	x, err := notebook.Decode(record)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// saysWhatIsMissing compares the checks of a run under a condition with those of one
// without: where one is not made the cell, or that before it, says so by a skipped one
// or by a note.
func saysWhatIsMissing(t *testing.T, plain, x *notebook.Execution) {
	t.Helper()
	for i, r := range plain.Results {
		here := x.Results[i].Outputs
		if i > 0 {
			here = slices.Concat(x.Results[i-1].Outputs, here)
		}
		said := slices.ContainsFunc(here, func(o notebook.Output) bool {
			return o.Verdict == notebook.Skip ||
				o.Verdict == notebook.Note && !slices.Contains(claims(r, notebook.Note), o.Claim)
		})
		now := claims(x.Results[i], notebook.Pass, notebook.Fail)
		for _, claim := range claims(r, notebook.Pass, notebook.Fail) {
			if !said && !slices.Contains(now, claim) {
				t.Errorf("%v: nothing is said of %q", plain.Notebook.Position(plain.Notebook.Cells[i].Block.Start), claim)
			}
		}
	}
}

// showsItems sees that a book of these runs shows each item by a check, be it one that
// was skipped.
func showsItems(t *testing.T, all map[string]*notebook.Execution) {
	t.Helper()
	home := all[homeName]
	if home == nil || len(all) < len(names(t)) {
		return // not all were asked for
	}
	var book render.Book
	for name, x := range all {
		if name != homeName {
			book.List = append(book.List, render.ChapterOf(x, render.Place{File: name + ".html"}))
		}
	}
	_, wrong, err := render.Index(home, render.Place{File: homeName + ".html"}, book)
	if err != nil || len(wrong) > 0 {
		t.Errorf("the book: %v (%v)", wrong, err)
	}
}

// claims are those of checks that came to one of these.
func claims(r notebook.Result, verdicts ...notebook.Verdict) (list []string) {
	for _, o := range r.Outputs {
		if o.Kind == notebook.Check && slices.Contains(verdicts, o.Verdict) {
			list = append(list, o.Claim)
		}
	}
	return list
}
