//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"flag"
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
	name   string
	nobody bool             // the process is nobody's
	spaces uintptr          // the namespaces of its own that it is in (CLONE_NEWPID …)
	begin  func(*testing.T) // what it does to itself
	dir    string           // where its files are; on a disk when empty
	says   func(error) bool // what models say there that they would not say elsewhere; nil: nothing

	// elsewhere is that models make other calls there, or strace sees them otherwise.
	elsewhere bool
}

var long = flag.Bool("long", false, "in TestStrace, run the models under every condition")

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
		{name: "io_uring refused with ENOSYS", begin: refuseRing(sys.ENOSYS), says: refused, elsewhere: true},
		{name: "as nobody", nobody: true},
		{name: "in a PID namespace", spaces: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS, begin: ownProc, elsewhere: true},
		{name: "with 256 descriptors", begin: fewDescriptors},
		{name: "with files in memory", dir: "/dev/shm", says: func(err error) bool { return errors.Is(err, ErrNotCold) }},
	}
}

// conditionKey names, in the environment of a child, the condition that it is in.
const conditionKey = "IOMODELS_TEST_CONDITION"

// Under each condition every model runs with its facts, or says what it lacks.
func TestConditions(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs every model six times")
	}
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
	name := strings.ReplaceAll(c.name, " ", "_")
	program, dir := c.place(t)
	child := exec.Command(program, "-test.run=^TestConditions$/^"+name+"$", "-test.v")
	c.impose(child, dir)
	out, err := child.CombinedOutput()
	text := string(out)
	switch {
	case c.spaces != 0 && noNamespace(err):
		t.Skip("no such namespace here: ", err)
	case strings.Contains(text, "--- SKIP: TestConditions/"+name+" ("):
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

// place returns the test program and a directory in which it may write. Nobody can
// reach the one that go test made, nor write where the test is.
func (c condition) place(t *testing.T) (program, dir string) {
	t.Helper()
	if c.dir != "" && !inMemory(fileSystem(c.dir)) {
		t.Skip(c.dir, " is not in memory here: ", fileSystem(c.dir))
	}
	if !c.nobody {
		return os.Args[0], t.TempDir()
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can become nobody")
	}
	dir, err := os.MkdirTemp(diskDir(), "nbrun-nobody-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	program = filepath.Join(dir, "test")
	if err := errors.Join(os.Chmod(dir, 0o777), copyProgram(program, os.Args[0])); err != nil {
		t.Fatal(err)
	}
	return program, dir
}

// impose has a child that is about to start be under the condition.
func (c condition) impose(child *exec.Cmd, dir string) {
	child.Env = append(child.Environ(), conditionKey+"="+c.name)
	if c.spaces != 0 {
		child.SysProcAttr = inNamespaces(c.spaces)
	}
	if c.nobody {
		const nobody = 65534
		child.Dir = dir
		child.Env = append(child.Env, "TMPDIR="+dir, "HOME="+dir)
		child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
}

// conditionHere is the condition that this process is under.
func conditionHere() condition {
	for _, c := range conditions() {
		if c.name == os.Getenv(conditionKey) {
			return c
		}
	}
	return condition{}
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

// ownProc mounts the /proc of the process's own PID namespace, as containers have it.
func ownProc(t *testing.T) {
	err := errors.Join(sys.Mount("", "/", "", sys.MS_REC|sys.MS_PRIVATE, ""), sys.Mount("proc", "/proc", "proc", 0, ""))
	if err != nil {
		t.Skip("no /proc of its own here: ", err)
	}
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
