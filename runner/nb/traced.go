package nb

import (
	"bytes"
	"os"
	"sync"

	"nbrun/iomodels/trace"
)

// traced reports whether a debugger or strace follows this process (proc_pid_status(5)),
// as with nbrun --witness. It stops the threads at each system call, so that times are
// not the usual ones, and each stop counts as a context switch. What rests on either is
// then not judged.
var traced = sync.OnceValue(func() bool {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return false
	}
	_, rest, found := bytes.Cut(status, []byte("\nTracerPid:\t"))
	return found && len(rest) > 0 && rest[0] != '0'
})

const (
	noSwitches = " (not judged: this process is being traced, and stops of ptrace count as context switches)"
	noTimes    = " (not judged: this process is being traced, and stops of ptrace make its calls last longer)"
)

// unknown says on the page that a claim is not judged, when one of the values is a
// count of switches of a traced process.
func unknown(claim string, values ...any) bool {
	if !traced() {
		return false
	}
	for _, v := range values {
		if r := value(v); r.CanInt() && r.Int() == trace.Unknown {
			sink(Entry{Claim: claim + noSwitches, Verdict: skip})
			return true
		}
	}
	return false
}
