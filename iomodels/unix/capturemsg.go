//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"unsafe"
)

// Tags of what messages, vectors and io_submit point to, with the argument's index.
const (
	tagPeer    = 0x60 // the address in a message
	tagVector  = 0x70 // the lengths of iovecs, 8 bytes each
	tagMessage = 0x80 // lengths of name, vector and control and the flags, 4 bytes each
	tagBlocks  = 0x90 // of each iocb: opcode, descriptor, length, offset; 8 bytes each
)

const (
	maxVector = 8 // iovecs of which the length is captured
	maxBlocks = 7
)

// captureMessage keeps of a message what the kernel is told (before) or what it
// tells (after a successful recvmsg).
func (l *Lane) captureMessage(r *row, i int, when byte, k kind, m *Msghdr) {
	if when == tagBefore {
		l.captureVector(r, i, when, k, pointerBits(unsafe.Pointer(m.Iov)), uint64(m.Iovlen))
		if k == messageOut {
			return
		}
	} else {
		l.captureData(i, m.Iov, uint64(r.ret))
		if m.Control != nil {
			l.captureStamp(m)
		}
	}
	if b := l.room(tagMessage|byte(i), 16); b != nil {
		binary.NativeEndian.PutUint32(b, m.Namelen)
		binary.NativeEndian.PutUint32(b[4:], uint32(m.Iovlen))
		binary.NativeEndian.PutUint32(b[8:], uint32(m.Controllen))
		binary.NativeEndian.PutUint32(b[12:], uint32(m.Flags))
	}
	if m.Name != nil {
		l.copyOut(tagPeer|byte(i), pointerBits(unsafe.Pointer(m.Name)), limit(uint64(m.Namelen), maxCapture))
	}
}

// captureStamp keeps the stamp of a received message, if it has one.
func (l *Lane) captureStamp(m *Msghdr) {
	k, ok := stampIn(unsafe.Slice(m.Control, m.Controllen))
	if !ok {
		return
	}
	if b := l.room(tagStamp, 13); b != nil {
		binary.NativeEndian.PutUint64(b, uint64(k.wall))
		b[8] = k.source
		binary.NativeEndian.PutUint32(b[9:], k.id)
	}
}

// captureVector keeps the lengths of iovecs, and the head of what they hold: all of
// it when it is handed in, as much as the call returned when it comes out.
func (l *Lane) captureVector(r *row, i int, when byte, k kind, addr, count uint64) {
	if addr == 0 || count == 0 {
		return
	}
	first := (*Iovec)(unsafe.Pointer(unsafe.SliceData(at(addr, SizeofIovec))))
	if when == tagAfter {
		l.captureData(i, first, uint64(r.ret))
		return
	}
	n := limit(count, maxVector)
	if b := l.room(tagVector|byte(i), 8*n); b != nil {
		for j, v := range unsafe.Slice(first, n) {
			binary.NativeEndian.PutUint64(b[8*j:], uint64(v.Len))
		}
	}
	if k == vectorIn || k == messageIn {
		l.captureData(i, first, uint64(first.Len))
	}
}

// captureData keeps the head of at most n bytes that the first iovec holds.
func (l *Lane) captureData(i int, v *Iovec, n uint64) {
	if v == nil || v.Base == nil {
		return
	}
	l.copyOut(tagData|byte(i), pointerBits(unsafe.Pointer(v.Base)), limit(min(n, uint64(v.Len)), headSize))
}

// captureBlocks keeps what the iocbs say that io_submit took; see iocb in
// linux/aio_abi.h for the offsets.
func (l *Lane) captureBlocks(r *row, i int) {
	n := limit(uint64(r.ret), maxBlocks)
	b := l.room(tagBlocks|byte(i), 32*n)
	if b == nil {
		return
	}
	for j := range n {
		iocb := at(binary.NativeEndian.Uint64(at(r.args[i]+uint64(8*j), 8)), 64)
		out := b[32*j:]
		binary.NativeEndian.PutUint64(out, uint64(binary.NativeEndian.Uint16(iocb[16:])))
		binary.NativeEndian.PutUint64(out[8:], uint64(binary.NativeEndian.Uint32(iocb[20:])))
		copy(out[16:32], iocb[32:48])
	}
}

func pointerBits(p unsafe.Pointer) uint64 { return uint64(uintptr(p)) }
