//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// Read is read(2).
func (l *Lane) Read(fd int, p []byte) (n int, err error) {
	r, _, errno := l.call(SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0, 0, 0)
	return int(r), asError(errno)
}

// Write is write(2).
func (l *Lane) Write(fd int, p []byte) (n int, err error) {
	r, _, errno := l.call(SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0, 0, 0)
	return int(r), asError(errno)
}

// Pread is pread64(2).
func (l *Lane) Pread(fd int, p []byte, offset int64) (n int, err error) {
	r, _, errno := l.call(SYS_PREAD64, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), uintptr(offset), 0, 0)
	return int(r), asError(errno)
}

// Pwrite is pwrite64(2).
func (l *Lane) Pwrite(fd int, p []byte, offset int64) (n int, err error) {
	r, _, errno := l.call(SYS_PWRITE64, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), uintptr(offset), 0, 0)
	return int(r), asError(errno)
}

// vectored makes one of the calls on several buffers. On 64 bits an offset is one
// register; the high half, which comes after it, is 0.
func (l *Lane) vectored(nr uintptr, fd int, iovs [][]byte, offset int64, flags int) (int, error) {
	defer l.scratch.release()
	v := l.scratch.vectorOf(iovs...)
	r, _, errno := l.call(nr, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(v))), uintptr(len(v)), uintptr(offset), 0, uintptr(flags))
	return int(r), asError(errno)
}

// Readv is readv(2).
func (l *Lane) Readv(fd int, iovs [][]byte) (n int, err error) {
	return l.vectored(SYS_READV, fd, iovs, 0, 0)
}

// Writev is writev(2).
func (l *Lane) Writev(fd int, iovs [][]byte) (n int, err error) {
	return l.vectored(SYS_WRITEV, fd, iovs, 0, 0)
}

// Preadv is preadv(2).
func (l *Lane) Preadv(fd int, iovs [][]byte, offset int64) (n int, err error) {
	return l.vectored(SYS_PREADV, fd, iovs, offset, 0)
}

// Pwritev is pwritev(2).
func (l *Lane) Pwritev(fd int, iovs [][]byte, offset int64) (n int, err error) {
	return l.vectored(SYS_PWRITEV, fd, iovs, offset, 0)
}

// Preadv2 is preadv2(2). With RWF_NOWAIT, EAGAIN says that the data are not in the
// page cache; the kernel has begun to read them all the same.
func (l *Lane) Preadv2(fd int, iovs [][]byte, offset int64, flags int) (n int, err error) {
	return l.vectored(SYS_PREADV2, fd, iovs, offset, flags)
}

// Pwritev2 is pwritev2(2).
func (l *Lane) Pwritev2(fd int, iovs [][]byte, offset int64, flags int) (n int, err error) {
	return l.vectored(SYS_PWRITEV2, fd, iovs, offset, flags)
}

// Sendfile is sendfile(2).
func (l *Lane) Sendfile(outfd int, infd int, offset *int64, count int) (written int, err error) {
	r, _, errno := l.call(SYS_SENDFILE, uintptr(outfd), uintptr(infd), uintptr(unsafe.Pointer(offset)), uintptr(count), 0, 0)
	return int(r), asError(errno)
}

// Vmsplice is vmsplice(2).
func (l *Lane) Vmsplice(fd int, iovs []Iovec, flags int) (int, error) {
	r, _, errno := l.call(SYS_VMSPLICE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(iovs))), uintptr(len(iovs)), uintptr(flags), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(r), nil
}
