//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"nbrun/runner"
)

// loop is a notebook that has temporary files in a folder of its own, says that it runs,
// starts a child, and never ends.
const loop = "```go\nimport (\n\t\"os\"\n\t\"os/exec\"\n)\nos.Setenv(\"TMPDIR\", \"own\")\nexec.Command(\"sleep\", \"1000\").Start()\nos.WriteFile(os.Getenv(\"STARTED\"), nil, 0o666)\nfor {\n}\n```\n"

// oldPage begins as a page of nbrun does: others are not written over.
const oldPage = "<!DOCTYPE html>\n<meta content=\"default-src &#39;none&#39;; style-src 'x'\">\nthe old page"

// startLoop runs nbrun on other notebooks and then on one that never ends, and returns
// when its cell runs.
func startLoop(t *testing.T, others ...string) (cmd *exec.Cmd, stderr *bytes.Buffer, dir string) {
	t.Helper()
	dir = t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range others {
		put(name, "# "+name+"\n")
	}
	put("loop.md", loop)
	for _, d := range []string{"out", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	put("out/loop.html", oldPage)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(self, append(others, "loop.md")...)
	cmd.Args[0] = "nbrun"
	cmd.Dir = dir
	started := filepath.Join(dir, "started")
	cmd.Env = append(os.Environ(), "STARTED="+started, "TMPDIR="+filepath.Join(dir, "tmp"))
	stderr = new(bytes.Buffer)
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(started); err == nil {
			return cmd, stderr, dir
		}
		if time.Now().After(deadline) {
			cmd.Process.Kill()
			cmd.Wait()
			t.Fatalf("the cell did not start: %s", stderr)
		}
	}
}

// descendants are the processes below pid, as /proc knows them now.
func descendants(pid int) []int {
	var all []int
	lists, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	for _, l := range lists {
		b, _ := os.ReadFile(l)
		for _, f := range strings.Fields(string(b)) {
			child, _ := strconv.Atoi(f)
			all = append(append(all, child), descendants(child)...)
		}
	}
	return all
}

// gone waits until all these processes have ended.
func gone(t *testing.T, pids []int) {
	t.Helper()
	if len(pids) < 2 {
		t.Errorf("the run had the processes %v; want the worker and its child", pids)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		var alive []int
		for _, pid := range pids {
			stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
			if err == nil && !bytes.Contains(stat, []byte(") Z ")) {
				alive = append(alive, pid)
			}
		}
		if len(alive) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("still alive: %v", alive)
		}
	}
}

// Ctrl-C ends all at once and leaves the old page as it was.
func TestInterruptLeavesNothing(t *testing.T) {
	cmd, stderr, dir := startLoop(t)
	pids := descendants(cmd.Process.Pid)
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 130 {
		t.Errorf("exit status %d, want 130: %s", got, stderr)
	}
	gone(t, pids)
	if page, _ := os.ReadFile(filepath.Join(dir, "out/loop.html")); string(page) != oldPage {
		t.Errorf("the old page is now %q", page)
	}
	for _, d := range []string{"tmp", "out"} {
		left, _ := os.ReadDir(filepath.Join(dir, d))
		if want := map[string]int{"tmp": 0, "out": 1}[d]; len(left) != want {
			t.Errorf("%s holds %v", d, left)
		}
	}
}

// What was made before Ctrl-C stays, and is not said to be as it was.
func TestInterruptAfterOthers(t *testing.T) {
	cmd, stderr, dir := startLoop(t, "a.md", "b.md")
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	if want := "nbrun: interrupted; 2 pages are new and whole, what else stood there before is unchanged\n"; stderr.String() != want {
		t.Errorf("stderr is %q, want %q", stderr, want)
	}
	for name, want := range map[string]string{"a": "</html>\n", "b": "</html>\n", "loop": "the old page"} {
		if page, _ := os.ReadFile(filepath.Join(dir, "out", name+".html")); !strings.HasSuffix(string(page), want) {
			t.Errorf("%s.html does not end with %q", name, want)
		}
	}
}

// When nbrun is killed its worker ends with it, and what the worker started too. The
// run's temporary files are gone, and nothing else is.
func TestKillLeavesNoOrphan(t *testing.T) {
	cmd, _, dir := startLoop(t)
	own := filepath.Join(dir, "own")
	if err := os.Mkdir(own, 0o777); err != nil {
		t.Fatal(err)
	}
	pids := descendants(cmd.Process.Pid)
	cmd.Process.Signal(syscall.SIGKILL)
	cmd.Wait()
	gone(t, pids)
	if left, _ := os.ReadDir(filepath.Join(dir, "tmp")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
	if _, err := os.Stat(own); err != nil {
		t.Errorf("the folder that the cell chose for its temporary files: %v", err)
	}
}

// Ctrl-C ends the wait for what is to be formatted.
func TestInterruptStandardInput(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stdin, typed := io.Pipe() // nobody types
	defer typed.Close()
	time.AfterFunc(10*time.Millisecond, cancel)
	if err := fmtAll(ctx, []string{stdinName}, fmtOptions{}, stdin, io.Discard, io.Discard); !errors.Is(err, runner.ErrInterrupted) {
		t.Errorf("error %v, want %v", err, runner.ErrInterrupted)
	}
}
