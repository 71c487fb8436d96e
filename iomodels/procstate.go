//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"nbrun/iomodels/unix"
)

// call is a system call in which a thread is expected to wait.
type call struct {
	name string
	nr   int // its number on this machine
}

// threadState is what /proc showed of a thread at one moment.
type threadState struct {
	letter byte // as in proc_pid_stat(5): 'R' running, 'S' asleep, 'D' asleep and not to be woken by signals …
	nr     int  // the system call that it is blocked in; -1 when it is in none
	known  bool // nr could be read
}

// ownTasks is the directory of this process's threads, proc_pid_task(5).
const ownTasks = "/proc/self/task"

// stateOf reads the state of a thread from the directory of all.
func stateOf(tasks string, tid int) (threadState, error) {
	dir := filepath.Join(tasks, strconv.Itoa(tid))
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return threadState{}, err
	}
	s, err := parseState(stat)
	if err != nil {
		return s, fmt.Errorf("%s/stat: %w", dir, err)
	}
	// The other file is not there on every kernel and may be hidden in a container
	// (proc_pid_syscall(5)): then the letter has to do.
	if blocked, err := os.ReadFile(filepath.Join(dir, "syscall")); err == nil {
		s.nr, s.known = parseBlocked(blocked), true
	}
	return s, nil
}

// parseState finds the state in a line of /proc/PID/stat. The second field is the
// thread's name, in parentheses, and may itself hold blanks and parentheses: the
// state follows the last one.
func parseState(stat []byte) (threadState, error) {
	after := stat[bytes.LastIndexByte(stat, ')')+1:]
	if len(after) == len(stat) || len(after) < 2 || after[0] != ' ' {
		return threadState{}, fmt.Errorf("no state in %q", stat)
	}
	return threadState{letter: after[1], nr: -1}, nil
}

// parseBlocked returns the number that /proc/PID/syscall begins with, when the
// thread is blocked in a system call, and otherwise -1: the file then says
// "running", or -1 itself.
func parseBlocked(line []byte) int {
	first, _, _ := bytes.Cut(line, []byte(" "))
	nr, err := strconv.Atoi(string(first))
	if err != nil || nr < 0 {
		return -1
	}
	return nr
}

// asleepIn reports whether the thread sleeps, and in one of calls as far as that is
// known.
func (s threadState) asleepIn(calls []call) bool {
	return (s.letter == 'S' || s.letter == 'D') && (!s.known || s.callOf(calls) != "")
}

// callOf names the call that the thread is blocked in, "" when it is none of calls.
func (s threadState) callOf(calls []call) string {
	for _, c := range calls {
		if s.nr == c.nr {
			return c.name
		}
	}
	return ""
}

// describe puts the state in words.
func (s threadState) describe() string {
	words := string(s.letter)
	switch s.letter {
	case 'R':
		words += " (running)"
	case 'S':
		words += " (asleep)"
	case 'D':
		words += " (asleep, uninterruptibly)"
	}
	if name := unix.CallName(s.nr); name != "" {
		return words + " in " + name
	} else if s.nr >= 0 {
		return words + fmt.Sprintf(" in system call %d", s.nr)
	}
	return words
}
