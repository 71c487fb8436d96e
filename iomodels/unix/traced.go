//go:build linux && (amd64 || arm64)

package unix

import (
	"bytes"
	"os"
)

// Traced reports whether a debugger or strace follows this process at this moment
// (TracerPid of proc_pid_status(5)). Such a process is stopped by ptrace(2) at each of
// its system calls, so that they take tens of times as long, and its stops count as
// context switches.
func Traced() bool {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return false
	}
	_, rest, found := bytes.Cut(status, []byte("\nTracerPid:\t"))
	return found && len(rest) > 0 && rest[0] != '0'
}
