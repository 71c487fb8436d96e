//go:build linux && (amd64 || arm64)

package unix

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// vectorOf makes iovecs of buffers, in the scratch if they fit.
func (s *scratch) vectorOf(buffers ...[]byte) []Iovec {
	v := s.vector[:0]
	for _, b := range buffers {
		v = append(v, Iovec{Base: unsafe.SliceData(b), Len: uint64(len(b))})
	}
	return v
}

// release forgets the buffers of the last call, so that they can be freed.
func (s *scratch) release() {
	s.message = Msghdr{}
	clear(s.vector[:])
}

// prepare fills the scratch message. Control data on a stream socket need a byte
// to go with; when there is none, padding is set and is that byte.
func (l *Lane) prepare(fd int, vector []Iovec, oob []byte) (padding bool, err error) {
	s := &l.scratch
	s.message = Msghdr{}
	if len(oob) > 0 {
		if isEmpty(vector) {
			typ, err := l.GetsockoptInt(fd, SOL_SOCKET, SO_TYPE)
			if err != nil {
				return false, err
			}
			if padding = typ != SOCK_DGRAM; padding {
				vector = s.vectorOf(unsafe.Slice(&s.padding, 1))
			}
		}
		s.message.Control, s.message.Controllen = &oob[0], uint64(len(oob))
	}
	if len(vector) > 0 {
		s.message.Iov, s.message.Iovlen = &vector[0], uint64(len(vector))
	}
	return padding, nil
}

func isEmpty(vector []Iovec) bool {
	for _, v := range vector {
		if v.Len > 0 {
			return false
		}
	}
	return true
}

// Recvmsg is recvmsg(2). When oob brings the kernel's arrival stamp, the event has
// it; see [StampOf].
func (l *Lane) Recvmsg(fd int, p, oob []byte, flags int) (n, oobn int, recvflags int, from Sockaddr, err error) {
	return l.receive(fd, l.scratch.vectorOf(p), oob, flags)
}

// RecvmsgBuffers is recvmsg(2) into several buffers.
func (l *Lane) RecvmsgBuffers(fd int, buffers [][]byte, oob []byte, flags int) (n, oobn int, recvflags int, from Sockaddr, err error) {
	return l.receive(fd, l.scratch.vectorOf(buffers...), oob, flags)
}

func (l *Lane) receive(fd int, vector []Iovec, oob []byte, flags int) (n, oobn int, recvflags int, from Sockaddr, err error) {
	s := &l.scratch
	defer s.release()
	if _, err = l.prepare(fd, vector, oob); err != nil {
		return 0, 0, 0, nil, err
	}
	s.message.Name, s.message.Namelen = (*byte)(unsafe.Pointer(s.namePointer())), nameSize
	r, _, errno := l.call(SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(&s.message)), uintptr(flags), 0, 0, 0)
	if errno != 0 {
		return int(r), 0, 0, nil, errno
	}
	from, err = s.sender()
	return int(r), int(s.message.Controllen), int(s.message.Flags), from, err
}

// Sendmsg is SendmsgN without the number of bytes.
func (l *Lane) Sendmsg(fd int, p, oob []byte, to Sockaddr, flags int) (err error) {
	_, err = l.SendmsgN(fd, p, oob, to, flags)
	return err
}

// SendmsgN is sendmsg(2).
func (l *Lane) SendmsgN(fd int, p, oob []byte, to Sockaddr, flags int) (n int, err error) {
	return l.send(fd, [][]byte{p}, oob, to, flags)
}

// SendmsgBuffers is sendmsg(2) of several buffers.
func (l *Lane) SendmsgBuffers(fd int, buffers [][]byte, oob []byte, to Sockaddr, flags int) (n int, err error) {
	return l.send(fd, buffers, oob, to, flags)
}

func (l *Lane) send(fd int, buffers [][]byte, oob []byte, to Sockaddr, flags int) (n int, err error) {
	s := &l.scratch
	defer s.release()
	padding, err := l.prepare(fd, s.vectorOf(buffers...), oob)
	if err != nil {
		return 0, err
	}
	if to != nil {
		size, ok, err := s.encode(to)
		if err != nil {
			return 0, err
		}
		if !ok {
			at := l.begin()
			n, err = unix.SendmsgBuffers(fd, buffers, oob, to, flags)
			l.forwarded(SYS_SENDMSG, "SendmsgBuffers", at, int64(n), err)
			return n, err
		}
		s.message.Name, s.message.Namelen = (*byte)(unsafe.Pointer(&s.name)), uint32(size)
	}
	r, _, errno := l.call(SYS_SENDMSG, uintptr(fd), uintptr(unsafe.Pointer(&s.message)), uintptr(flags), 0, 0, 0)
	switch {
	case errno != 0:
		return 0, errno
	case padding:
		return 0, nil
	}
	return int(r), nil
}
