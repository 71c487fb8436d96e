package witness

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// ErrNoStrace is returned where strace is not installed.
var ErrNoStrace = errors.New("strace is not installed")

// Command returns the command that runs a program under strace, which writes to the
// file log what the program and its threads and children do. The program's lanes
// mark their calls. The command ends as the program does, by the same status or
// signal, and after the log is complete.
func Command(log, program string, arg ...string) (*exec.Cmd, error) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoStrace, err)
	}
	// -f: all threads. -ttt, -T: when, and for how long. raw=all: the registers, not
	// decoded.
	cmd := exec.Command(strace, append([]string{"-f", "-ttt", "-T", "-e", "raw=all", "-o", log, "--", program}, arg...)...)
	cmd.Env = append(os.Environ(), Variable+"=1")
	return cmd, nil
}

// Version is that of the strace that Command finds: "6.1".
func Version() (string, error) {
	out, err := exec.Command("strace", "--version").Output()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoStrace, err)
	}
	first, _, _ := strings.Cut(string(out), "\n") // "strace -- version 6.1"
	_, version, _ := strings.Cut(first, "version ")
	return version, nil
}
