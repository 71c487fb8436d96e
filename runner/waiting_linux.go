package runner

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nbrun/iomodels/unix"
)

// waitingIn says what the process does right now, as its thread that matters
// most shows it: the one that runs the cell when that waits in a system call of
// its own, else another that waits for input or output, else the cell's again.
//
// It reads /proc/PID/task/TID/{stat,syscall,wchan} (proc(5)); syscall and wchan
// may be denied, the state letter never is.
func waitingIn(pid, cellTID int) string {
	dirs, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/[0-9]*", pid)) // a bad pattern is the only error
	var best thread
	for _, dir := range dirs {
		t, err := readThread(pid, dir)
		if err != nil {
			continue // the thread has ended since
		}
		t.ofCell = t.tid == cellTID
		if t.weight() > best.weight() {
			best = t
		}
	}
	if best.tid == 0 {
		return "the worker has no thread that could be looked at"
	}
	return best.describe(pid)
}

// thread is what /proc says of one thread.
type thread struct {
	tid    int
	state  string // "R", "S", "D" …
	nr     int    // number of the system call it is in
	call   string // its name; empty when it is in none, or that is not readable
	args   []uint64
	wchan  string // the kernel function in which it sleeps
	ofCell bool
}

// runtimeCalls are those in which the threads of Go's runtime wait for work.
var runtimeCalls = map[string]bool{"futex": true, "epoll_pwait": true, "nanosleep": true, "clock_nanosleep": true}

// weight says how well the thread explains why the cell does not end; higher is better.
func (t thread) weight() int {
	switch {
	case t.tid == 0:
		return 0
	case t.protocol():
		return 1
	case t.ofCell && t.call != "" && !runtimeCalls[t.call]:
		return 7
	case t.ofCell && t.state == "R":
		return 6
	case t.call != "" && !runtimeCalls[t.call]:
		return 5
	case t.state == "R":
		return 4
	case t.ofCell:
		return 3
	}
	return 2
}

// protocol says whether the thread is the one that reads nbrun's orders.
func (t thread) protocol() bool {
	return t.call == "read" && len(t.args) > 0 && t.args[0] == ordersFD
}

func readThread(pid int, dir string) (thread, error) {
	t := thread{}
	t.tid, _ = strconv.Atoi(filepath.Base(dir)) // the pattern matched digits
	stat, err := os.ReadFile(dir + "/stat")
	if err != nil {
		return t, err
	}
	// The command's name may hold spaces and parentheses: the state follows the last ')'.
	_, after, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')'):]), " ")
	t.state, _, _ = strings.Cut(after, " ")
	if b, err := os.ReadFile(dir + "/wchan"); err == nil && string(b) != "0" {
		t.wchan = string(b)
	}
	if b, err := os.ReadFile(dir + "/syscall"); err == nil {
		fields := strings.Fields(string(b)) // "running", or number, six arguments, stack pointer, program counter
		if nr, err := strconv.Atoi(fields[0]); err == nil && nr >= 0 {
			t.nr, t.call = nr, cmp.Or(unix.CallName(nr), fmt.Sprintf("system call %d", nr))
			for _, f := range fields[1:min(7, len(fields))] {
				v, _ := strconv.ParseUint(strings.TrimPrefix(f, "0x"), 16, 64) // the kernel writes %lx
				t.args = append(t.args, v)
			}
		}
	}
	return t, nil
}

var stateNames = map[string]string{"R": "running", "S": "asleep", "D": "in uninterruptible sleep", "T": "stopped", "t": "stopped by a tracer"}

// waitsForGoroutine is what a cell's thread in futex(2) does.
const waitsForGoroutine = "it waits for another goroutine (a channel, a lock or a WaitGroup)"

func (t thread) describe(pid int) string {
	state := stateNames[t.state]
	if state == "" {
		state = "in state " + t.state
	}
	s := fmt.Sprintf("thread %d %s", t.tid, state)
	switch {
	case t.call == "futex" && t.ofCell:
		return s + " in futex: " + waitsForGoroutine
	case t.call == "" && t.state == "R":
		return s + " in Go code, in no system call: a loop that does not end?"
	case t.call == "" && t.wchan != "":
		return s + " in the kernel's " + t.wchan
	case t.call == "":
		return s
	case unix.TakesFD(t.nr):
		return fmt.Sprintf("%s in %s(%s)", s, t.call, describeFD(pid, int(int32(t.args[0]))))
	}
	return fmt.Sprintf("%s in %s", s, t.call)
}
