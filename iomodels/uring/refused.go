//go:build linux && (amd64 || arm64)

package uring

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// ErrRefused is what every [*Refused] is, for errors.Is.
var ErrRefused = errors.New("the kernel refuses io_uring")

// Refused says that the kernel will not set up an io_uring, or that its io_uring
// lacks something, and what could be learned of the reason. Text that could not be read
// is empty.
type Refused struct {
	Call     string        // who answered: io_uring_setup, io_uring_register, or the operation of a request
	What     string        // what of it is not to be had, "registered buffers"; empty for io_uring itself
	Errno    syscall.Errno // the answer; 0 when the kernel's list of operations does not have it
	Flags    uint32        // the setup flags that were asked for
	Disabled string        // content of the sysctl: "0" for all, "1" for the privileged and the group of kernel.io_uring_group, "2" for nobody
	Seccomp  string        // mode of this thread: "0" none, "1" strict, "2" a filter
	Looked   []string      // where Disabled and Seccomp were looked for, with what was found
}

const (
	disabledPath = "/proc/sys/kernel/io_uring_disabled"
	statusPath   = "/proc/thread-self/status"
)

// refused looks for the reason of err, which call answered to the wish for what.
func refused(call, what string, err error, flags uint32) error {
	r := &Refused{Call: call, What: what, Flags: flags}
	if !errors.As(err, &r.Errno) {
		return os.NewSyscallError(call, err)
	}
	disabled, err := os.ReadFile(disabledPath) // since Linux 6.6
	r.Disabled = strings.TrimSpace(string(disabled))
	r.found(disabledPath, r.Disabled, err)
	r.Seccomp, err = seccompMode()
	r.found("Seccomp in "+statusPath, r.Seccomp, err)
	if r.Errno == syscall.ENOMEM {
		r.found("RLIMIT_MEMLOCK", lockLimit(), nil)
	}
	return r
}

func (r *Refused) found(where, what string, err error) {
	if err != nil {
		what = "not readable: " + err.Error()
	}
	r.Looked = append(r.Looked, where+": "+what)
}

// lockLimit is how much memory this process may lock (getrlimit(2)).
func lockLimit() string {
	var limit sys.Rlimit
	if err := sys.Getrlimit(sys.RLIMIT_MEMLOCK, &limit); err != nil {
		return "not readable: " + err.Error()
	}
	if limit.Cur == sys.RLIM_INFINITY {
		return "none"
	}
	return fmt.Sprintf("%d bytes", limit.Cur)
}

// seccompMode is the line Seccomp of proc_pid_status(5). A filter may be a
// thread's own, so it is the calling thread's status that counts.
func seccompMode() (string, error) {
	f, err := os.Open(statusPath)
	if err != nil {
		return "", err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if mode, ok := strings.CutPrefix(lines.Text(), "Seccomp:"); ok {
			return strings.TrimSpace(mode), nil
		}
	}
	return "", errors.Join(lines.Err(), errors.New("no such line"))
}

// Error is one sentence: what was refused, the likeliest reason, and where it was
// looked for.
func (r *Refused) Error() string {
	missing := "io_uring is not available here"
	if r.What != "" {
		missing = "io_uring has no " + r.What + " here"
	}
	if r.Errno == 0 {
		return missing + ": it is not among the operations that this kernel lists"
	}
	where := ""
	if len(r.Looked) > 0 {
		where = " (" + strings.Join(r.Looked, "; ") + ")"
	}
	return fmt.Sprintf("%s: %s answered %s, %s%s", missing, r.Call, unix.ErrnoName(r.Errno), r.reason(), where)
}

// Unwrap returns the errno, so that errors.Is(err, unix.EPERM) works.
func (r *Refused) Unwrap() error {
	if r.Errno == 0 {
		return nil
	}
	return r.Errno
}

// Is reports whether target is [ErrRefused].
func (r *Refused) Is(target error) bool { return target == ErrRefused }

// reason weighs the facts. It says "most likely" where they do not decide: the
// kernel tells only the errno.
func (r *Refused) reason() string {
	switch {
	case r.Errno == syscall.EPERM && r.Disabled == "2":
		return "since the system has switched it off for everyone"
	case r.Errno == syscall.EPERM && r.Disabled == "1":
		return "most likely since the system allows it only to the privileged (CAP_SYS_ADMIN) and to the group of kernel.io_uring_group"
	case r.Seccomp == "2" && (r.Errno == syscall.EPERM || r.Errno == syscall.ENOSYS || r.Errno == syscall.EACCES):
		return "most likely by the seccomp filter that this process runs under, as containers do"
	case r.Errno == syscall.ENOSYS:
		return "since this kernel does not have it (Linux has it since 5.1, if built with it)"
	case r.Errno == syscall.EPERM && r.Flags&SQPoll != 0:
		return "most likely since, before Linux 5.11, a kernel thread to poll the queue is for the privileged only (CAP_SYS_ADMIN)"
	case r.Errno == syscall.EBADF && r.What != "":
		return "most likely since, before Linux 5.11, such a ring takes registered files only"
	case r.Errno == syscall.EINVAL && r.What != "":
		return "most likely since this kernel does not know it yet"
	case r.Errno == syscall.ENOMEM && r.What != "":
		return "most likely since RLIMIT_MEMLOCK is too low for it"
	case r.Errno == syscall.EINVAL && r.Flags != 0:
		return fmt.Sprintf("most likely since this kernel does not know all of the setup flags %#x, or else since it does not allow them together or with queues of that size", r.Flags)
	case r.Errno == syscall.ENOMEM:
		return "most likely since RLIMIT_MEMLOCK is too low (rings count as locked memory before Linux 5.12 and on recent kernels again), or else since the machine or the control group has no memory left"
	}
	return "for a reason that is not known"
}
