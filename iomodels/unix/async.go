//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// IOUringSetup is io_uring_setup(2); params points to a struct io_uring_params, of
// 120 bytes.
func (l *Lane) IOUringSetup(entries uint32, params unsafe.Pointer) (fd int, err error) {
	r, _, errno := l.call(SYS_IO_URING_SETUP, uintptr(entries), uintptr(params), 0, 0, 0, 0)
	return int(r), asError(errno)
}

// IOUringEnter is io_uring_enter(2). sig is a sigset_t or, with
// IORING_ENTER_EXT_ARG, a struct io_uring_getevents_arg; size is its size.
func (l *Lane) IOUringEnter(fd int, toSubmit, minComplete, flags uint32, sig unsafe.Pointer, size uintptr) (n int, err error) {
	r, _, errno := l.call(SYS_IO_URING_ENTER, uintptr(fd), uintptr(toSubmit), uintptr(minComplete), uintptr(flags), uintptr(sig), size)
	return int(r), asError(errno)
}

// IOUringRegister is io_uring_register(2).
func (l *Lane) IOUringRegister(fd int, op uint32, arg unsafe.Pointer, n uint32) (int, error) {
	r, _, errno := l.call(SYS_IO_URING_REGISTER, uintptr(fd), uintptr(op), uintptr(arg), uintptr(n), 0, 0)
	return int(r), asError(errno)
}

// IoSetup is io_setup(2): it makes *ctx, which must be 0, a context for n requests.
func (l *Lane) IoSetup(n uint32, ctx *uint64) error {
	_, _, errno := l.call(SYS_IO_SETUP, uintptr(n), uintptr(unsafe.Pointer(ctx)), 0, 0, 0, 0)
	return asError(errno)
}

// IoSubmit is io_submit(2): each of iocbs points to a struct iocb (linux/aio_abi.h).
// It returns how many were taken.
func (l *Lane) IoSubmit(ctx uint64, iocbs []unsafe.Pointer) (int, error) {
	r, _, errno := l.call(SYS_IO_SUBMIT, uintptr(ctx), uintptr(len(iocbs)), uintptr(unsafe.Pointer(unsafe.SliceData(iocbs))), 0, 0, 0)
	return int(r), asError(errno)
}

// IoGetevents is io_getevents(2): events has room for most structs io_event. It
// returns once there are least of them or the timeout has passed; a nil timeout
// waits for ever.
func (l *Lane) IoGetevents(ctx uint64, least, most int, events unsafe.Pointer, timeout *Timespec) (int, error) {
	r, _, errno := l.call(SYS_IO_GETEVENTS, uintptr(ctx), uintptr(least), uintptr(most), uintptr(events), uintptr(unsafe.Pointer(timeout)), 0)
	return int(r), asError(errno)
}

// IoDestroy is io_destroy(2): it waits for what is under way.
func (l *Lane) IoDestroy(ctx uint64) error {
	_, _, errno := l.call(SYS_IO_DESTROY, uintptr(ctx), 0, 0, 0, 0, 0)
	return asError(errno)
}
