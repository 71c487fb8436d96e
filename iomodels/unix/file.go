//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// Open is openat(2) relative to the working directory.
func (l *Lane) Open(path string, mode int, perm uint32) (fd int, err error) {
	return l.Openat(AT_FDCWD, path, mode, perm)
}

// Openat is openat(2).
func (l *Lane) Openat(dirfd int, path string, flags int, mode uint32) (fd int, err error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return 0, err
	}
	r, _, errno := l.call(SYS_OPENAT, uintptr(dirfd), uintptr(unsafe.Pointer(p)), uintptr(flags|O_LARGEFILE), uintptr(mode), 0, 0)
	return int(r), asError(errno)
}

// Openat2 is openat2(2).
func (l *Lane) Openat2(dirfd int, path string, how *OpenHow) (fd int, err error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return 0, err
	}
	r, _, errno := l.call(SYS_OPENAT2, uintptr(dirfd), uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(how)), SizeofOpenHow, 0, 0)
	return int(r), asError(errno)
}

// Creat is Open for writing a file anew.
func (l *Lane) Creat(path string, mode uint32) (fd int, err error) {
	return l.Open(path, O_CREAT|O_WRONLY|O_TRUNC, mode)
}

// Pipe is pipe2(2) without flags.
func (l *Lane) Pipe(p []int) error { return l.Pipe2(p, 0) }

// Pipe2 is pipe2(2): p[0] is to read from, p[1] to write to.
func (l *Lane) Pipe2(p []int, flags int) error {
	if len(p) != 2 {
		return EINVAL
	}
	_, _, errno := l.call(SYS_PIPE2, uintptr(unsafe.Pointer(&l.scratch.pair)), uintptr(flags), 0, 0, 0, 0)
	if errno == 0 {
		p[0], p[1] = int(l.scratch.pair[0]), int(l.scratch.pair[1])
	}
	return asError(errno)
}

// Dup2 is dup3(2), or nothing but a look at the flags when both are the same.
func (l *Lane) Dup2(oldfd, newfd int) error {
	if oldfd == newfd {
		_, err := l.FcntlInt(uintptr(oldfd), F_GETFD, 0)
		return err
	}
	return l.Dup3(oldfd, newfd, 0)
}

// FcntlInt is fcntl(2) with an int.
func (l *Lane) FcntlInt(fd uintptr, cmd, arg int) (int, error) {
	r, _, errno := l.call(SYS_FCNTL, fd, uintptr(cmd), uintptr(arg), 0, 0, 0)
	return int(int32(r)), asError(errno)
}

// FcntlFlock is fcntl(2) with a lock.
func (l *Lane) FcntlFlock(fd uintptr, cmd int, lk *Flock_t) error {
	_, _, errno := l.call(SYS_FCNTL, fd, uintptr(cmd), uintptr(unsafe.Pointer(lk)), 0, 0, 0)
	return asError(errno)
}

// CloseOnExec is fcntl(2) with F_SETFD.
func (l *Lane) CloseOnExec(fd int) { l.call(SYS_FCNTL, uintptr(fd), F_SETFD, FD_CLOEXEC, 0, 0, 0) }

// SetNonblock sets or clears O_NONBLOCK by two fcntl(2), or one when it is as wanted.
func (l *Lane) SetNonblock(fd int, nonblocking bool) (err error) {
	old, err := l.FcntlInt(uintptr(fd), F_GETFL, 0)
	if err != nil {
		return err
	}
	flags := old &^ O_NONBLOCK
	if nonblocking {
		flags |= O_NONBLOCK
	}
	if flags == old {
		return nil
	}
	_, err = l.FcntlInt(uintptr(fd), F_SETFL, flags)
	return err
}

// Unlink is unlinkat(2) relative to the working directory.
func (l *Lane) Unlink(path string) error { return l.Unlinkat(AT_FDCWD, path, 0) }

// Rmdir is unlinkat(2) of a directory.
func (l *Lane) Rmdir(path string) error { return l.Unlinkat(AT_FDCWD, path, AT_REMOVEDIR) }

// Mkdir is mkdirat(2) relative to the working directory.
func (l *Lane) Mkdir(path string, mode uint32) (err error) { return l.Mkdirat(AT_FDCWD, path, mode) }

// Rename is renameat(2) relative to the working directory.
func (l *Lane) Rename(oldpath string, newpath string) (err error) {
	return l.Renameat(AT_FDCWD, oldpath, AT_FDCWD, newpath)
}

// Readlink is readlinkat(2) relative to the working directory.
func (l *Lane) Readlink(path string, buf []byte) (n int, err error) {
	return l.Readlinkat(AT_FDCWD, path, buf)
}

// Stat is fstatat(2) relative to the working directory.
func (l *Lane) Stat(path string, stat *Stat_t) (err error) { return l.Fstatat(AT_FDCWD, path, stat, 0) }

// Lstat is fstatat(2) of a link itself.
func (l *Lane) Lstat(path string, stat *Stat_t) (err error) {
	return l.Fstatat(AT_FDCWD, path, stat, AT_SYMLINK_NOFOLLOW)
}

// Getdents is getdents64(2).
func (l *Lane) Getdents(fd int, buf []byte) (n int, err error) {
	r, _, errno := l.call(SYS_GETDENTS64, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), 0, 0, 0)
	return int(r), asError(errno)
}
