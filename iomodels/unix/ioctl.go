//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

func (l *Lane) ioctl(fd int, req uint, arg unsafe.Pointer) error {
	_, _, errno := l.call(SYS_IOCTL, uintptr(fd), uintptr(req), uintptr(arg), 0, 0, 0)
	return asError(errno)
}

// IoctlSetInt is ioctl(2) with an int for its argument.
func (l *Lane) IoctlSetInt(fd int, req uint, value int) error {
	l.quality = raw // the argument is no pointer, whatever the request
	defer func() { l.quality = 0 }()
	_, _, errno := l.call(SYS_IOCTL, uintptr(fd), uintptr(req), uintptr(value), 0, 0, 0)
	return asError(errno)
}

// IoctlSetPointerInt is ioctl(2) with a pointer to an int of 32 bits.
func (l *Lane) IoctlSetPointerInt(fd int, req uint, value int) error {
	v := int32(value)
	return l.ioctl(fd, req, unsafe.Pointer(&v))
}

// IoctlSetString is ioctl(2) with a pointer to text ended by a 0 byte.
func (l *Lane) IoctlSetString(fd int, req uint, value string) error {
	b := append([]byte(value), 0)
	return l.ioctl(fd, req, unsafe.Pointer(&b[0]))
}

// IoctlSetWinsize is ioctl(2) with a winsize.
func (l *Lane) IoctlSetWinsize(fd int, req uint, value *Winsize) error {
	return l.ioctl(fd, req, unsafe.Pointer(value))
}

// IoctlSetTermios is ioctl(2) with a termios.
func (l *Lane) IoctlSetTermios(fd int, req uint, value *Termios) error {
	return l.ioctl(fd, req, unsafe.Pointer(value))
}

// IoctlGetInt is ioctl(2) of an int.
func (l *Lane) IoctlGetInt(fd int, req uint) (int, error) {
	value := new(int)
	err := l.ioctl(fd, req, unsafe.Pointer(value))
	return *value, err
}

// IoctlGetUint32 is ioctl(2) of 32 bits.
func (l *Lane) IoctlGetUint32(fd int, req uint) (uint32, error) {
	value := new(uint32)
	err := l.ioctl(fd, req, unsafe.Pointer(value))
	return *value, err
}

// IoctlRetInt is ioctl(2) of which the result is what is wanted.
func (l *Lane) IoctlRetInt(fd int, req uint) (int, error) {
	r, _, errno := l.call(SYS_IOCTL, uintptr(fd), uintptr(req), 0, 0, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(r), nil
}

// IoctlGetWinsize is ioctl(2) of a winsize.
func (l *Lane) IoctlGetWinsize(fd int, req uint) (*Winsize, error) {
	value := new(Winsize)
	err := l.ioctl(fd, req, unsafe.Pointer(value))
	return value, err
}

// IoctlGetTermios is ioctl(2) of a termios.
func (l *Lane) IoctlGetTermios(fd int, req uint) (*Termios, error) {
	value := new(Termios)
	err := l.ioctl(fd, req, unsafe.Pointer(value))
	return value, err
}

// IoctlIfreq is ioctl(2) with an ifreq.
func (l *Lane) IoctlIfreq(fd int, req uint, value *Ifreq) error {
	return l.ioctl(fd, req, unsafe.Pointer(value))
}
