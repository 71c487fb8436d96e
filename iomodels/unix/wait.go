//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// sigsetSize is what the kernel calls the size of a signal set, in bytes.
const sigsetSize = 8

// Poll is ppoll(2) with a timeout in milliseconds, for ever when it is negative.
func (l *Lane) Poll(fds []PollFd, timeout int) (n int, err error) {
	if timeout < 0 {
		return l.Ppoll(fds, nil, nil)
	}
	l.scratch.span = NsecToTimespec(int64(timeout) * 1e6)
	return l.Ppoll(fds, &l.scratch.span, nil)
}

// Ppoll is ppoll(2). The kernel writes what is left of the timeout to it.
func (l *Lane) Ppoll(fds []PollFd, timeout *Timespec, sigmask *Sigset_t) (n int, err error) {
	r, _, errno := l.call(SYS_PPOLL, uintptr(unsafe.Pointer(unsafe.SliceData(fds))), uintptr(len(fds)),
		uintptr(unsafe.Pointer(timeout)), uintptr(unsafe.Pointer(sigmask)), sigsetSizeOf(sigmask), 0)
	return int(r), asError(errno)
}

// sigsetSizeOf is what ppoll and pselect6 want to be told: x/sys/unix says 0 even
// for a set, which the kernel refuses with EINVAL.
func sigsetSizeOf(set *Sigset_t) uintptr {
	if set == nil {
		return 0
	}
	return sigsetSize
}

// Select is pselect6(2) with a timeval, which is not written to.
func (l *Lane) Select(nfd int, r *FdSet, w *FdSet, e *FdSet, timeout *Timeval) (n int, err error) {
	if timeout == nil {
		return l.Pselect(nfd, r, w, e, nil, nil)
	}
	return l.Pselect(nfd, r, w, e, &Timespec{Sec: timeout.Sec, Nsec: timeout.Usec * 1000}, nil)
}

// maskAndSize is the last argument of pselect6, which has room for six only.
type maskAndSize struct {
	set  *Sigset_t
	size uintptr
}

// Pselect is pselect6(2). The kernel writes what is left of the timeout to a copy.
func (l *Lane) Pselect(nfd int, r *FdSet, w *FdSet, e *FdSet, timeout *Timespec, sigmask *Sigset_t) (n int, err error) {
	var span *Timespec
	if timeout != nil {
		l.scratch.span = *timeout
		span = &l.scratch.span
	}
	var mask *maskAndSize
	if sigmask != nil {
		mask = &maskAndSize{sigmask, sigsetSize}
	}
	r0, _, errno := l.call(SYS_PSELECT6, uintptr(nfd), uintptr(unsafe.Pointer(r)), uintptr(unsafe.Pointer(w)),
		uintptr(unsafe.Pointer(e)), uintptr(unsafe.Pointer(span)), uintptr(unsafe.Pointer(mask)))
	return int(r0), asError(errno)
}

// EpollCreate is epoll_create1(2); size must be positive and means nothing.
func (l *Lane) EpollCreate(size int) (fd int, err error) {
	if size <= 0 {
		return -1, EINVAL
	}
	return l.EpollCreate1(0)
}

// Signalfd is signalfd4(2).
func (l *Lane) Signalfd(fd int, sigmask *Sigset_t, flags int) (newfd int, err error) {
	r, _, errno := l.call(SYS_SIGNALFD4, uintptr(fd), uintptr(unsafe.Pointer(sigmask)), sigsetSize, uintptr(flags), 0, 0)
	return int(r), asError(errno)
}

// PthreadSigmask is rt_sigprocmask(2): it changes the calling thread's mask.
func (l *Lane) PthreadSigmask(how int, set, oldset *Sigset_t) error {
	if oldset != nil {
		*oldset = Sigset_t{} // the kernel fills only a part of it
	}
	_, _, errno := l.call(SYS_RT_SIGPROCMASK, uintptr(how), uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(oldset)), sigsetSize, 0, 0)
	return asError(errno)
}

// RtSigtimedwait is rt_sigtimedwait(2): it waits for one of the signals, which the
// thread must have blocked, and returns its number. A nil timeout waits for ever.
func (l *Lane) RtSigtimedwait(set *Sigset_t, info *Siginfo, timeout *Timespec) (signo int, err error) {
	r, _, errno := l.call(SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(info)), uintptr(unsafe.Pointer(timeout)), sigsetSize, 0, 0)
	return int(r), asError(errno)
}
