//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// setOption is setsockopt(2) with a value of n bytes.
func (l *Lane) setOption(fd, level, opt int, value unsafe.Pointer, n uintptr) error {
	_, _, errno := l.call(SYS_SETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt), uintptr(value), n, 0)
	return asError(errno)
}

// getOption is getsockopt(2) of a value of n bytes at most; it returns how many
// there are.
func (l *Lane) getOption(fd, level, opt int, value unsafe.Pointer, n uint32) (uint32, error) {
	l.scratch.nameLen = n
	_, _, errno := l.call(SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt), uintptr(value), uintptr(unsafe.Pointer(&l.scratch.nameLen)), 0)
	return l.scratch.nameLen, asError(errno)
}

// optionOf is getOption for a value of type T, on the heap.
func optionOf[T any](l *Lane, fd, level, opt int) (*T, error) {
	value := new(T)
	_, err := l.getOption(fd, level, opt, unsafe.Pointer(value), uint32(unsafe.Sizeof(*value)))
	return value, err
}

// SetsockoptByte is setsockopt(2) with one byte.
func (l *Lane) SetsockoptByte(fd, level, opt int, value byte) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(&value), 1)
}

// SetsockoptInt is setsockopt(2) with an int of 32 bits.
func (l *Lane) SetsockoptInt(fd, level, opt int, value int) (err error) {
	n := int32(value)
	return l.setOption(fd, level, opt, unsafe.Pointer(&n), 4)
}

// SetsockoptUint64 is setsockopt(2) with 64 bits.
func (l *Lane) SetsockoptUint64(fd, level, opt int, value uint64) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(&value), 8)
}

// SetsockoptInet4Addr is setsockopt(2) with an IPv4 address.
func (l *Lane) SetsockoptInet4Addr(fd, level, opt int, value [4]byte) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(&value), 4)
}

// SetsockoptString is setsockopt(2) with text, without a 0 byte at its end.
func (l *Lane) SetsockoptString(fd, level, opt int, s string) (err error) {
	b := []byte(s)
	return l.setOption(fd, level, opt, unsafe.Pointer(unsafe.SliceData(b)), uintptr(len(b)))
}

// SetsockoptTimeval is setsockopt(2) with a timeval.
func (l *Lane) SetsockoptTimeval(fd, level, opt int, tv *Timeval) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(tv), unsafe.Sizeof(*tv))
}

// SetsockoptLinger is setsockopt(2) with a linger.
func (l *Lane) SetsockoptLinger(fd, level, opt int, linger *Linger) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(linger), unsafe.Sizeof(*linger))
}

// SetsockoptIPMreq is setsockopt(2) with an ip_mreq.
func (l *Lane) SetsockoptIPMreq(fd, level, opt int, mreq *IPMreq) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(mreq), unsafe.Sizeof(*mreq))
}

// SetsockoptIPMreqn is setsockopt(2) with an ip_mreqn.
func (l *Lane) SetsockoptIPMreqn(fd, level, opt int, mreq *IPMreqn) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(mreq), unsafe.Sizeof(*mreq))
}

// SetsockoptIPv6Mreq is setsockopt(2) with an ipv6_mreq.
func (l *Lane) SetsockoptIPv6Mreq(fd, level, opt int, mreq *IPv6Mreq) (err error) {
	return l.setOption(fd, level, opt, unsafe.Pointer(mreq), unsafe.Sizeof(*mreq))
}

// BindToDevice is setsockopt(2) with SO_BINDTODEVICE.
func (l *Lane) BindToDevice(fd int, device string) (err error) {
	return l.SetsockoptString(fd, SOL_SOCKET, SO_BINDTODEVICE, device)
}

// GetsockoptByte is getsockopt(2) of one byte.
func (l *Lane) GetsockoptByte(fd, level, opt int) (value byte, err error) {
	v, err := optionOf[byte](l, fd, level, opt)
	return *v, err
}

// GetsockoptInt is getsockopt(2) of an int of 32 bits.
func (l *Lane) GetsockoptInt(fd, level, opt int) (value int, err error) {
	v, err := optionOf[int32](l, fd, level, opt)
	return int(*v), err
}

// GetsockoptUint64 is getsockopt(2) of 64 bits.
func (l *Lane) GetsockoptUint64(fd, level, opt int) (value uint64, err error) {
	v, err := optionOf[uint64](l, fd, level, opt)
	return *v, err
}

// GetsockoptInet4Addr is getsockopt(2) of an IPv4 address.
func (l *Lane) GetsockoptInet4Addr(fd, level, opt int) (value [4]byte, err error) {
	v, err := optionOf[[4]byte](l, fd, level, opt)
	return *v, err
}

// GetsockoptTimeval is getsockopt(2) of a timeval.
func (l *Lane) GetsockoptTimeval(fd, level, opt int) (*Timeval, error) {
	return optionOf[Timeval](l, fd, level, opt)
}

// GetsockoptLinger is getsockopt(2) of a linger.
func (l *Lane) GetsockoptLinger(fd, level, opt int) (*Linger, error) {
	return optionOf[Linger](l, fd, level, opt)
}

// GetsockoptUcred is getsockopt(2) of a ucred.
func (l *Lane) GetsockoptUcred(fd, level, opt int) (*Ucred, error) {
	return optionOf[Ucred](l, fd, level, opt)
}

// GetsockoptTCPInfo is getsockopt(2) of a tcp_info.
func (l *Lane) GetsockoptTCPInfo(fd, level, opt int) (*TCPInfo, error) {
	return optionOf[TCPInfo](l, fd, level, opt)
}
