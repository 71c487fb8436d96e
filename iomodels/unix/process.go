//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// Wait4 is wait4(2): it waits for a child process to end, and takes its status.
func (l *Lane) Wait4(pid int, wstatus *WaitStatus, options int, rusage *Rusage) (wpid int, err error) {
	var status int32
	r, _, errno := l.call(SYS_WAIT4, uintptr(pid), uintptr(unsafe.Pointer(&status)), uintptr(options), uintptr(unsafe.Pointer(rusage)), 0, 0)
	if wstatus != nil {
		*wstatus = WaitStatus(status)
	}
	return int(r), asError(errno)
}

// Prlimit64 is prlimit64(2) and nothing else. Prlimit of x/sys/unix also tells Go's
// package syscall, which then leaves RLIMIT_NOFILE as it was set to child processes.
func (l *Lane) Prlimit64(pid int, resource int, newlimit *Rlimit, old *Rlimit) error {
	_, _, errno := l.call(SYS_PRLIMIT64, uintptr(pid), uintptr(resource), uintptr(unsafe.Pointer(newlimit)), uintptr(unsafe.Pointer(old)), 0, 0)
	return asError(errno)
}
