//go:build linux && (amd64 || arm64)

package unix

// description is a row of the table of calls.
type description struct {
	number uintptr
	args   args
	names  naming
}

// described says more of a call than its Go signature does. Calls that are not
// here are shown by their names and registers.
var described = append([]description{
	// Sockets.
	{SYS_SOCKET, args{domain, sockType, integer}, newSocket},
	{SYS_SOCKETPAIR, args{domain, sockType, integer, twoFDs}, newPair},
	{SYS_BIND, args{descriptor, addressIn, size}, boundTo},
	{SYS_CONNECT, args{descriptor, addressIn, size}, connectedTo},
	{SYS_LISTEN, args{descriptor, integer}, listening},
	{SYS_ACCEPT, args{descriptor, addressOut, length}, accepted},
	{SYS_ACCEPT4, args{descriptor, addressOut, length, acceptFlags}, accepted},
	{SYS_SENDTO, args{descriptor, bytesIn, size, messageFlags, addressIn, size}, noNames},
	{SYS_RECVFROM, args{descriptor, bytesOut, size, messageFlags, addressOut, length}, noNames},
	{SYS_SENDMSG, args{descriptor, messageIn, messageFlags}, noNames},
	{SYS_RECVMSG, args{descriptor, messageOut, messageFlags}, noNames},
	{SYS_SHUTDOWN, args{descriptor, shutdownHow}, noNames},
	{SYS_GETSOCKNAME, args{descriptor, addressOut, length}, boundTo},
	{SYS_GETPEERNAME, args{descriptor, addressOut, length}, connectedTo},
	{SYS_SETSOCKOPT, args{descriptor, level, option, optionIn, size}, noNames},
	{SYS_GETSOCKOPT, args{descriptor, level, option, optionOut, length}, noNames},

	// Bytes.
	{SYS_READ, args{descriptor, bytesOut, size}, noNames},
	{SYS_WRITE, args{descriptor, bytesIn, size}, noNames},
	{SYS_PREAD64, args{descriptor, bytesOut, size, integer}, noNames},
	{SYS_PWRITE64, args{descriptor, bytesIn, size, integer}, noNames},
	{SYS_READV, args{descriptor, vectorOut, size}, noNames},
	{SYS_WRITEV, args{descriptor, vectorIn, size}, noNames},
	{SYS_PREADV, args{descriptor, vectorOut, size, integer, integer}, noNames},
	{SYS_PWRITEV, args{descriptor, vectorIn, size, integer, integer}, noNames},
	{SYS_PREADV2, args{descriptor, vectorOut, size, integer, integer, rwFlags}, noNames},
	{SYS_PWRITEV2, args{descriptor, vectorIn, size, integer, integer, rwFlags}, noNames},
	{SYS_SENDFILE, args{descriptor, descriptor, offsetIn, size}, noNames},
	{SYS_SPLICE, args{descriptor, offsetIn, descriptor, offsetIn, size, spliceFlags}, noNames},
	{SYS_TEE, args{descriptor, descriptor, size, spliceFlags}, noNames},
	{SYS_VMSPLICE, args{descriptor, pointer, size, spliceFlags}, noNames},
	{SYS_COPY_FILE_RANGE, args{descriptor, offsetIn, descriptor, offsetIn, size, hex}, noNames},
	{SYS_LSEEK, args{descriptor, integer, whence}, noNames},

	// Files.
	{SYS_OPENAT, args{dirFD, path, openFlags, octal}, opened},
	{SYS_OPENAT2, args{dirFD, path, pointer, size}, opened},
	{SYS_CLOSE, args{descriptor}, closed},
	{SYS_CLOSE_RANGE, args{descriptor, descriptor, hex}, closedRange},
	{SYS_DUP, args{descriptor}, duplicated},
	{SYS_DUP3, args{descriptor, descriptor, closeOnExec}, duplicated},
	{SYS_FCNTL, args{descriptor, fcntlCommand, fcntlArg}, duplicated},
	{SYS_IOCTL, args{descriptor, request, requestArg}, noNames},
	{SYS_FSYNC, args{descriptor}, noNames},
	{SYS_FDATASYNC, args{descriptor}, noNames},
	{SYS_SYNC_FILE_RANGE, args{descriptor, integer, integer, hex}, noNames},
	{SYS_FADVISE64, args{descriptor, integer, integer, fileAdvice}, noNames},
	{SYS_FTRUNCATE, args{descriptor, integer}, noNames},
	{SYS_FALLOCATE, args{descriptor, allocateMode, integer, integer}, noNames},
	{SYS_FLOCK, args{descriptor, lockOp}, noNames},
	{SYS_FSTAT, args{descriptor, statOut}, noNames},
	{fstatatNumber, args{dirFD, path, statOut, atFlags}, noNames},
	{SYS_FSTATFS, args{descriptor, statfsOut}, noNames},
	{SYS_STATFS, args{path, statfsOut}, noNames},
	{SYS_STATX, args{dirFD, path, atFlags, statxMask, statxOut}, noNames},
	{SYS_UNLINKAT, args{dirFD, path, atFlags}, noNames},
	{SYS_MKDIRAT, args{dirFD, path, octal}, noNames},
	{SYS_RENAMEAT2, args{dirFD, path, dirFD, path, hex}, noNames},
	{SYS_FACCESSAT, args{dirFD, path, octal}, noNames},
	{SYS_READLINKAT, args{dirFD, path, bytesOut, size}, noNames},
	{SYS_GETDENTS64, args{descriptor, pointer, size}, noNames},
	{SYS_MEMFD_CREATE, args{path, memfdFlags}, newMemfd},

	// Descriptors of the kernel's own things.
	{SYS_PIPE2, args{twoFDs, pipeFlags}, newPipe},
	{SYS_EVENTFD2, args{size, eventFlags}, newEventfd},
	{SYS_TIMERFD_CREATE, args{clockID, timerFlags}, newTimerfd},
	{SYS_TIMERFD_SETTIME, args{descriptor, hex, itimerIn, pointer}, noNames},
	{SYS_SIGNALFD4, args{descriptor, sigset, size, eventFlags}, newSignalfd},
	{SYS_PIDFD_OPEN, args{integer, hex}, newPidfd},
	{SYS_INOTIFY_INIT1, args{hex}, newInotify},

	// Waiting.
	{SYS_PPOLL, args{pollIn, size, timeoutIn, sigset, size}, noNames},
	{SYS_PSELECT6, args{integer, selectIn, selectIn, selectIn, timeoutIn, pointer}, noNames},
	{SYS_EPOLL_CREATE1, args{epollFlags}, newEpoll},
	{SYS_EPOLL_CTL, args{descriptor, epollOp, descriptor, epollIn}, noNames},
	{SYS_EPOLL_PWAIT, args{descriptor, epollOut, integer, integer, sigset, size}, noNames},
	{SYS_NANOSLEEP, args{timespecIn, pointer}, noNames},
	{SYS_CLOCK_NANOSLEEP, args{clockID, hex, timespecIn, pointer}, noNames},
	{SYS_CLOCK_GETTIME, args{clockID, timespecOut}, noNames},

	// Signals and processes.
	{SYS_RT_SIGPROCMASK, args{sigHow, sigset, pointer, size}, noNames},
	{SYS_RT_SIGTIMEDWAIT, args{sigset, siginfo, timespecIn, size}, noNames},
	{SYS_KILL, args{integer, signum}, noNames},
	{SYS_TGKILL, args{integer, integer, signum}, noNames},
	{SYS_WAIT4, args{integer, exitStatus, hex, pointer}, noNames},
	{SYS_PRLIMIT64, args{integer, resource, rlimitIn, rlimitOut}, noNames},

	// Memory.
	{SYS_MMAP, args{pointer, size, protection, mapFlags, descriptor, integer}, noNames},
	{SYS_MUNMAP, args{pointer, size}, noNames},
	{SYS_MPROTECT, args{pointer, size, protection}, noNames},
	{SYS_MADVISE, args{pointer, size, memoryAdvice}, noNames},
	{SYS_MINCORE, args{pointer, size, pointer}, noNames},
	{SYS_MSYNC, args{pointer, size, hex}, noNames},
	{SYS_CACHESTAT, args{descriptor, pointer, pointer, hex}, noNames},

	// Asynchronous.
	{SYS_IO_SETUP, args{size, pointer}, noNames},
	{SYS_IO_SUBMIT, args{pointer, integer, iocbs}, noNames},
	{SYS_IO_GETEVENTS, args{pointer, integer, integer, ioEvents, timespecIn}, noNames},
	{SYS_IO_CANCEL, args{pointer, pointer, pointer}, noNames},
	{SYS_IO_DESTROY, args{pointer}, noNames},
	{SYS_IO_URING_SETUP, args{size, uringParams}, newRing},
	{SYS_IO_URING_ENTER, args{descriptor, size, size, enterFlags, pointer, size}, noNames},
	{SYS_IO_URING_REGISTER, args{descriptor, registerOp, registered, size}, noNames},
}, describedHere...)
