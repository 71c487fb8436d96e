//go:build linux && (amd64 || arm64)

package unix

import "syscall"

// Syscall6 makes a system call by its number, recorded with its name and the
// registers; what they point to is not looked at.
//
//go:uintptrescapes
func Syscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err syscall.Errno) {
	l := borrow()
	defer l.giveBack()
	l.quality = raw
	defer func() { l.quality = 0 }()
	return l.call(trap, a1, a2, a3, a4, a5, a6)
}

// Syscall is Syscall6 with three arguments.
//
//go:uintptrescapes
func Syscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err syscall.Errno) {
	return Syscall6(trap, a1, a2, a3, 0, 0, 0)
}

// RawSyscall6 is Syscall6: it tells the scheduler, which x/sys/unix's does not. A
// thread that blocks without telling stops the garbage collector, and then the
// program; one that does tell only takes a little longer.
//
//go:uintptrescapes
func RawSyscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err syscall.Errno) {
	return Syscall6(trap, a1, a2, a3, a4, a5, a6)
}

// RawSyscall is RawSyscall6 with three arguments.
//
//go:uintptrescapes
func RawSyscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err syscall.Errno) {
	return Syscall6(trap, a1, a2, a3, 0, 0, 0)
}

// SyscallNoError is Syscall for calls that cannot fail.
//
//go:uintptrescapes
func SyscallNoError(trap, a1, a2, a3 uintptr) (r1, r2 uintptr) {
	r1, r2, _ = Syscall6(trap, a1, a2, a3, 0, 0, 0)
	return r1, r2
}

// RawSyscallNoError is SyscallNoError; see [RawSyscall6].
//
//go:uintptrescapes
func RawSyscallNoError(trap, a1, a2, a3 uintptr) (r1, r2 uintptr) {
	return SyscallNoError(trap, a1, a2, a3)
}
