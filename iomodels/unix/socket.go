//go:build linux && (amd64 || arm64)

package unix

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Socket is socket(2).
func (l *Lane) Socket(domain, typ, proto int) (fd int, err error) {
	if domain == AF_INET6 && SocketDisableIPv6 {
		return -1, EAFNOSUPPORT
	}
	r, _, errno := l.call(SYS_SOCKET, uintptr(domain), uintptr(typ), uintptr(proto), 0, 0, 0)
	return int(r), asError(errno)
}

// Socketpair is socketpair(2).
func (l *Lane) Socketpair(domain, typ, proto int) (fd [2]int, err error) {
	_, _, errno := l.call(SYS_SOCKETPAIR, uintptr(domain), uintptr(typ), uintptr(proto), uintptr(unsafe.Pointer(&l.scratch.pair)), 0, 0)
	if errno == 0 {
		fd = [2]int{int(l.scratch.pair[0]), int(l.scratch.pair[1])}
	}
	return fd, asError(errno)
}

// Bind is bind(2).
func (l *Lane) Bind(fd int, sa Sockaddr) (err error) {
	n, ok, err := l.scratch.encode(sa)
	if err != nil {
		return err
	}
	if !ok {
		at := l.begin()
		err = unix.Bind(fd, sa)
		l.forwarded(SYS_BIND, "Bind", at, 0, err)
		return err
	}
	_, _, errno := l.call(SYS_BIND, uintptr(fd), uintptr(unsafe.Pointer(&l.scratch.name)), n, 0, 0, 0)
	return asError(errno)
}

// Connect is connect(2).
func (l *Lane) Connect(fd int, sa Sockaddr) (err error) {
	n, ok, err := l.scratch.encode(sa)
	if err != nil {
		return err
	}
	if !ok {
		at := l.begin()
		err = unix.Connect(fd, sa)
		l.forwarded(SYS_CONNECT, "Connect", at, 0, err)
		return err
	}
	_, _, errno := l.call(SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(&l.scratch.name)), n, 0, 0, 0)
	return asError(errno)
}

// Accept is accept4(2) without flags.
func (l *Lane) Accept(fd int) (nfd int, sa Sockaddr, err error) { return l.Accept4(fd, 0) }

// Accept4 is accept4(2). The new descriptor is closed again if its peer's address
// is of a family that has no Sockaddr here.
func (l *Lane) Accept4(fd int, flags int) (nfd int, sa Sockaddr, err error) {
	s := &l.scratch
	r, _, errno := l.call(SYS_ACCEPT4, uintptr(fd), uintptr(unsafe.Pointer(s.namePointer())), uintptr(unsafe.Pointer(&s.nameLen)), uintptr(flags), 0, 0)
	if errno != 0 {
		return int(r), nil, errno
	}
	sa, err = s.decode()
	if err != nil {
		l.Close(int(r))
		return 0, nil, err
	}
	return int(r), sa, nil
}

// Getsockname is getsockname(2).
func (l *Lane) Getsockname(fd int) (sa Sockaddr, err error) { return l.nameOf(SYS_GETSOCKNAME, fd) }

// Getpeername is getpeername(2).
func (l *Lane) Getpeername(fd int) (sa Sockaddr, err error) { return l.nameOf(SYS_GETPEERNAME, fd) }

func (l *Lane) nameOf(nr uintptr, fd int) (Sockaddr, error) {
	s := &l.scratch
	_, _, errno := l.call(nr, uintptr(fd), uintptr(unsafe.Pointer(s.namePointer())), uintptr(unsafe.Pointer(&s.nameLen)), 0, 0, 0)
	if errno != 0 {
		return nil, errno
	}
	return s.decode()
}

// Send is sendto(2) without an address.
func (l *Lane) Send(s int, buf []byte, flags int) (err error) {
	_, _, errno := l.call(SYS_SENDTO, uintptr(s), uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), uintptr(flags), 0, 0)
	return asError(errno)
}

// Sendto is sendto(2).
func (l *Lane) Sendto(fd int, p []byte, flags int, to Sockaddr) (err error) {
	if to == nil {
		return l.Send(fd, p, flags)
	}
	n, ok, err := l.scratch.encode(to)
	if err != nil {
		return err
	}
	if !ok {
		at := l.begin()
		err = unix.Sendto(fd, p, flags, to)
		l.forwarded(SYS_SENDTO, "Sendto", at, int64(len(p)), err)
		return err
	}
	_, _, errno := l.call(SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), uintptr(flags), uintptr(unsafe.Pointer(&l.scratch.name)), n)
	return asError(errno)
}

// Recvfrom is recvfrom(2). A nil from means that the kernel gave no address.
func (l *Lane) Recvfrom(fd int, p []byte, flags int) (n int, from Sockaddr, err error) {
	s := &l.scratch
	r, _, errno := l.call(SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), uintptr(flags),
		uintptr(unsafe.Pointer(s.namePointer())), uintptr(unsafe.Pointer(&s.nameLen)))
	if errno != 0 {
		return int(r), nil, errno
	}
	from, err = s.sender()
	return int(r), from, err
}

// sender is decode for an address that may be absent.
func (s *scratch) sender() (Sockaddr, error) {
	if s.name.Addr.Family == AF_UNSPEC {
		return nil, nil
	}
	return s.decode()
}
