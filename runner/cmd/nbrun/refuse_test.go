//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// refuse runs a command that is refused something, as in a container: refuse WHAT CMD
// ARG… What is a list of EPERM or ENOSYS, with which io_uring_setup fails, and files,
// of which it may open 256. It is a program of its own, since a seccomp filter stays
// for good (seccomp(2)).
func refuse() {
	path, err := exec.LookPath(os.Args[2])
	runtime.LockOSThread() // the filter is of this thread, and so of what it executes
	for what := range strings.SplitSeq(os.Args[1], ",") {
		switch what {
		case "EPERM":
			err = errors.Join(err, filter(unix.SYS_IO_URING_SETUP, unix.EPERM))
		case "ENOSYS":
			err = errors.Join(err, filter(unix.SYS_IO_URING_SETUP, unix.ENOSYS))
		case "files":
			err = errors.Join(err, unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 256, Max: 256}))
		}
	}
	if err == nil {
		err = unix.Exec(path, os.Args[2:], os.Environ())
	}
	fmt.Fprintln(os.Stderr, "refuse:", err)
	os.Exit(125)
}

// filter makes one system call fail in this thread and all that come from it.
func filter(nr uint32, errno unix.Errno) error {
	prog := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}, // seccomp_data.nr
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: nr, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(errno)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return os.NewSyscallError("prctl", err)
	}
	fprog := unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}
	_, _, e := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&fprog)))
	if e != 0 {
		return os.NewSyscallError("seccomp", e)
	}
	return nil
}
