//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"nbrun/iomodels/trace"
)

// Calls that fail with EBADF and mark the part of a thread's calls that the test
// compares.
const firstMark, lastMark = 0xffffff01, 0xffffff02

// TestMain runs the program under test when the test has started itself again.
func TestMain(m *testing.M) {
	if dir := os.Getenv("UNIX_TEST_PROGRAM"); dir != "" {
		tr := recordProgram(dir)
		if err := json.NewEncoder(os.Stdout).Encode(tr); err != nil {
			panic(err)
		}
		return
	}
	os.Exit(m.Run())
}

// recordProgram runs program on two lanes at once and once by package functions.
func recordProgram(dir string) trace.Trace {
	lanes := make([]*Lane, 2)
	done := make(chan struct{})
	for i := range lanes {
		sub := filepath.Join(dir, strconv.Itoa(i))
		if err := os.Mkdir(sub, 0o755); err != nil {
			panic(err)
		}
		go func() {
			defer func() { done <- struct{}{} }()
			l := Start(fmt.Sprint("lane ", i), trace.App, 3)
			defer l.End()
			lanes[i] = l
			l.call(SYS_CLOSE, firstMark, 0, 0, 0, 0, 0)
			program(l, sub)
			l.call(SYS_CLOSE, lastMark, 0, 0, 0, 0, 0)
		}()
	}
	<-done
	<-done
	return Window("", "", lanes...)
}

// TestStrace compares the record with what strace saw: names, results, errors and
// every argument of every call between the marks, in order, on both threads.
func TestStrace(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("strace is not installed, and CI must confirm the record")
		}
		t.Skip("strace is not installed")
	}
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	cmd := exec.Command(strace, "-f", "-ttt", "-T", "-e", "raw=all", "-o", log, os.Args[0])
	cmd.Env = append(os.Environ(), "UNIX_TEST_PROGRAM="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running under strace: %v", err)
	}
	var tr trace.Trace
	if err := json.Unmarshal(out, &tr); err != nil {
		t.Fatalf("reading the record: %v", err)
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for i, lane := range tr.Lanes {
		var got []string
		for _, e := range tr.Events {
			if e.Lane == i {
				got = append(got, rawLine(e))
				if len(e.Why) == 0 || e.Usage.Rusage {
					t.Errorf("%s: rusage of a traced process is taken for true", e.Name)
				}
			}
		}
		want := seenBy(string(text), lane.TID)
		if len(want) < 60 {
			t.Fatalf("%s: strace saw %d calls between the marks, want some dozens", lane.Name, len(want))
		}
		compare(t, lane.Name, got, want)
	}
	if changed := alter(t, &tr); slices.Equal(changed, seenBy(string(text), tr.Lanes[0].TID)) {
		t.Error("a changed result went unseen: the comparison cannot fail")
	}
}

func compare(t *testing.T, lane string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "(none)", "(none)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Fatalf("%s, call %d:\nrecord %s\nstrace %s", lane, i, g, w)
		}
	}
}

// alter returns the first lane's lines after one result was changed.
func alter(t *testing.T, tr *trace.Trace) []string {
	t.Helper()
	var lines []string
	for _, e := range tr.Events {
		if e.Lane == 0 {
			if e.Name == "getppid" {
				e.Ret++
			}
			lines = append(lines, rawLine(e))
		}
	}
	return lines
}

// rawLine is an event as strace -e raw=all has it, without times.
func rawLine(e trace.Event) string {
	var args []string
	for _, a := range e.Args {
		if a.Raw == 0 {
			args = append(args, "0")
		} else {
			args = append(args, fmt.Sprintf("%#x", a.Raw))
		}
	}
	result := strconv.FormatUint(uint64(e.Ret), 10)
	if e.Errno.Num != 0 {
		result = "-1 " + e.Errno.Name
	}
	return fmt.Sprintf("%s(%s) = %s", e.Name, strings.Join(args, ", "), result)
}

var (
	straceLine    = regexp.MustCompile(`^(\d+) +[\d.]+ (.*)$`)
	straceCall    = regexp.MustCompile(`^(\w+)\((.*)\) += (-1 E\w+|\?|0x[0-9a-f]+|\d+)`)
	straceResumed = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
)

// seenBy extracts from a log of strace the calls of one thread, from mark to mark.
func seenBy(log string, tid int) []string {
	var lines []string
	unfinished, inside := "", false
	for _, line := range strings.Split(log, "\n") {
		m := straceLine.FindStringSubmatch(line)
		if m == nil || m[1] != strconv.Itoa(tid) {
			continue
		}
		text := m[2]
		if head, ok := strings.CutSuffix(text, " <unfinished ...>"); ok {
			unfinished = head
			continue
		}
		if r := straceResumed.FindStringSubmatch(text); r != nil {
			text = unfinished + strings.TrimPrefix(r[1], " ")
		}
		c := straceCall.FindStringSubmatch(text)
		if c == nil || ownProbe(c[1], c[2]) {
			continue
		}
		first := c[1] == "close" && c[2] == fmt.Sprintf("%#x", uint64(firstMark))
		inside = inside || first
		if inside {
			lines = append(lines, fmt.Sprintf("%s(%s) = %s", c[1], c[2], decimal(c[3])))
		}
		if c[1] == "close" && c[2] == fmt.Sprintf("%#x", uint64(lastMark)) {
			inside = false
		}
	}
	return lines
}

// ownProbe reports whether the call is one by which the lane measures itself, or
// the Go runtime's: those are not recorded.
func ownProbe(name, args string) bool {
	switch name {
	case "clock_gettime":
		return strings.HasPrefix(args, "0x3,")
	case "getrusage", "futex", "rt_sigreturn", "madvise", "sched_yield", "tgkill", "mprotect":
		return true
	case "mmap":
		return !strings.HasPrefix(args, "0, 0x1000, 0x3, 0x1,")
	}
	return name == "rt_sigprocmask"
}

func decimal(result string) string {
	if n, err := strconv.ParseUint(result, 0, 64); err == nil {
		return strconv.FormatUint(n, 10)
	}
	return result
}

// TestErrnoOf holds the names that the record shares with strace.
func TestErrnoOf(t *testing.T) {
	got := ErrnoOf(syscall.EAGAIN)
	want := trace.Errno{Num: 11, Name: "EAGAIN", Text: "resource temporarily unavailable"}
	if got != want {
		t.Errorf("ErrnoOf(EAGAIN) = %v, want %v", got, want)
	}
}
