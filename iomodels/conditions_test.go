//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/uring"
)

// A condition is a machine, or a place on it, that cannot show all: a model must there
// be what it always is, or say what it lacks. It may not pretend.
type condition struct {
	name  string
	apply func(*testing.T, *exec.Cmd) // what the parent does to the child before it starts
	begin func(*testing.T)            // what the child does to itself
	dir   string                      // where its files are; on a disk when empty
	says  func(error) bool            // what models say there that they would not say elsewhere; nil: nothing
}

func conditions() []condition {
	refused := func(err error) bool { return errors.As(err, new(*uring.Refused)) }
	refuseRing := func(errno sys.Errno) func(*testing.T) {
		return func(t *testing.T) {
			if err := refuse(sys.SYS_IO_URING_SETUP, errno); err != nil {
				t.Skip("no seccomp filter here: ", err)
			}
		}
	}
	return []condition{
		{name: "io_uring refused with EPERM", begin: refuseRing(sys.EPERM), says: refused},
		{name: "io_uring refused with ENOSYS", begin: refuseRing(sys.ENOSYS), says: refused},
		{name: "as nobody", apply: asNobody},
		{name: "with 256 descriptors", begin: fewDescriptors},
		{name: "with files in memory", dir: "/dev/shm", says: func(err error) bool { return errors.Is(err, ErrNotCold) }},
	}
}

// conditionKey names, in the environment of a child, the condition that it is in.
const conditionKey = "IOMODELS_TEST_CONDITION"

// Under each condition every model runs with its facts, or says what it lacks.
func TestConditions(t *testing.T) {
	for _, c := range conditions() {
		t.Run(c.name, func(t *testing.T) {
			switch os.Getenv(conditionKey) {
			case c.name:
				c.child(t)
			case "":
				c.parent(t)
			}
		})
	}
}

// parent runs the test again in a child: most conditions stay for a process's life.
func (c condition) parent(t *testing.T) {
	if c.dir != "" && !strings.HasSuffix(fileSystem(c.dir), "in memory") {
		t.Skip(c.dir, " is not in memory here: ", fileSystem(c.dir))
	}
	pattern := "^TestConditions$/^" + strings.ReplaceAll(c.name, " ", "_") + "$"
	child := exec.Command(os.Args[0], "-test.run="+pattern, "-test.v")
	child.Env = append(os.Environ(), conditionKey+"="+c.name)
	if c.apply != nil {
		c.apply(t, child)
	}
	out, err := child.CombinedOutput()
	text := string(out)
	switch {
	case strings.Contains(text, "--- SKIP: TestConditions/"+strings.ReplaceAll(c.name, " ", "_")+" ("):
		t.Skip(text)
	case err != nil || !strings.Contains(text, "--- PASS: TestConditions/"):
		t.Errorf("%v\n%s", err, text)
	}
	for line := range strings.Lines(text) {
		if _, said, ok := strings.Cut(line, "SAID "); ok {
			t.Log(strings.TrimSpace(said))
		}
	}
}

// child runs every model under the condition.
func (c condition) child(t *testing.T) {
	if c.begin != nil {
		c.begin(t)
	}
	said := 0
	before := take(t)
	eachModel(t, func(t *testing.T, e entry, s setting) {
		if c.dir != "" {
			s.dir = c.dir
		}
		tr, err := e.run(s)
		switch {
		case err == nil:
			if wrong := broken(e.facts(s), tr); len(wrong) > 0 {
				t.Errorf("not true: %q\n%s", wrong, tr.Text())
			}
			if err := tr.Check(); err != nil {
				t.Errorf("%v\n%s", err, tr.Text())
			}
		case c.says != nil && c.says(err):
			said++
			t.Logf("SAID %s: %v", t.Name(), err)
		case !cannot(err):
			t.Errorf("failed: %v", err)
		default:
			t.Log(err) // so it would be without the condition
		}
		before.add(1).same(t, tr.Lanes)
	})
	if c.says != nil && said == 0 {
		t.Error("no model lacks anything: the condition is not one")
	}
}

// asNobody has the child be nobody, of no group, from a place that nobody can reach.
func asNobody(t *testing.T, child *exec.Cmd) {
	if os.Geteuid() != 0 {
		t.Skip("only root can become nobody")
	}
	dir, err := os.MkdirTemp(diskDir(), "nbrun-nobody-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := errors.Join(os.Chmod(dir, 0o777), copyProgram(filepath.Join(dir, "test"), os.Args[0])); err != nil {
		t.Fatal(err)
	}
	const nobody = 65534
	child.Path, child.Dir = filepath.Join(dir, "test"), dir
	child.Env = append(child.Env, "TMPDIR="+dir, "HOME="+dir)
	child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func copyProgram(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// fewDescriptors leaves the process 256 descriptors, the limit of some systems.
func fewDescriptors(t *testing.T) {
	if err := sys.Setrlimit(sys.RLIMIT_NOFILE, &sys.Rlimit{Cur: 256, Max: 256}); err != nil {
		t.Fatal(err)
	}
	if fd, err := sys.FcntlInt(0, sys.F_DUPFD, 256); err == nil {
		t.Fatalf("there is a descriptor %d", fd)
	}
}
