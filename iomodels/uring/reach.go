//go:build linux && (amd64 || arm64)

package uring

import (
	"fmt"
	"unsafe"

	"nbrun/iomodels/unix"
)

// within returns nil when all memory that the kernel reads or writes for q is the
// arena's. A request that may reach memory which this function does not know of is
// refused: operations that it has no case for, and flags that lead elsewhere.
//
// A message header is read as it is now. The kernel reads it when it takes the
// request, so it must not be changed between [Ring.Push] and [Ring.Submit].
func (q *Request) within(a *Arena) error {
	if q.Flags&bufferSelect != 0 {
		return fmt.Errorf("%v: buffers that the kernel picks are not driven here", q.Op)
	}
	switch q.Op {
	case OpNop, OpPollAdd, OpAsyncCancel:
		return nil // these take no memory: Addr, if anything, is a number
	case OpAccept:
		return q.acceptWithin()
	case OpTimeout, OpLinkTimeout:
		return a.own(q.Op, "time", q.Addr, uint64(unsafe.Sizeof(unix.Timespec{})))
	case OpRead, OpWrite, OpReadFixed:
		return a.own(q.Op, "buffer", q.Addr, uint64(q.Len))
	case OpRecv, OpSend, OpRecvmsg:
		return q.transferWithin(a)
	}
	return fmt.Errorf("%v: which memory the kernel would use for it is not known here", q.Op)
}

// transferWithin is within for the operations of sockets.
func (q *Request) transferWithin(a *Arena) error {
	if more := q.Ioprio &^ pollFirst; more != 0 {
		return fmt.Errorf("%v: the flags %#x in Ioprio are not driven here", q.Op, more)
	}
	switch q.Op {
	case OpRecvmsg:
		return a.ownMessage(q.Op, q.Addr)
	case OpSend:
		// Since Linux 6.0 a send can be a sendto(2), with the address where a
		// file's offset would be and its length in the low half of SpliceFD.
		if err := a.own(q.Op, "address", q.Off, uint64(uint16(q.SpliceFD))); err != nil {
			return err
		}
	}
	return a.own(q.Op, "buffer", q.Addr, uint64(q.Len))
}

// acceptWithin is within for accept, which writes no memory as long as the peer's
// address is not asked for.
func (q *Request) acceptWithin() error {
	switch {
	case q.Addr != 0 || q.Off != 0:
		return fmt.Errorf("%v: with the peer's address it is not driven here", q.Op)
	case q.SpliceFD != 0:
		return fmt.Errorf("%v: into the table of registered files it is not driven here", q.Op)
	case q.Ioprio&^acceptMultishot != 0:
		return fmt.Errorf("%v: the flags %#x in Ioprio are not driven here", q.Op, q.Ioprio)
	}
	return nil
}

// own returns nil when the memory is the arena's, or there is none.
func (a *Arena) own(op Op, what string, addr, size uint64) error {
	if size > 0 && !a.holds(addr, size) {
		return fmt.Errorf("%v: its %s: %w", op, what, errOutside)
	}
	return nil
}

// ownMessage returns nil when the header at addr is the arena's, and all that it
// points to.
func (a *Arena) ownMessage(op Op, addr uint64) error {
	if err := a.own(op, "message header", addr, uint64(unsafe.Sizeof(messageHeader{}))); err != nil {
		return err
	}
	h := valueAt[messageHeader](a, addr)
	if h.vectorLen > maxVector {
		return fmt.Errorf("%v: a message of %d buffers; the kernel takes %d", op, h.vectorLen, maxVector)
	}
	const size = uint64(unsafe.Sizeof(buffer{}))
	if err := a.own(op, "vector of buffers", h.vector, h.vectorLen*size); err != nil {
		return err
	}
	for i := range h.vectorLen {
		b := valueAt[buffer](a, h.vector+i*size)
		if err := a.own(op, fmt.Sprintf("buffer %d", i), b.base, b.size); err != nil {
			return err
		}
	}
	if err := a.own(op, "control buffer", h.control, h.controlLen); err != nil {
		return err
	}
	return a.own(op, "buffer for the address", h.name, uint64(h.nameLen))
}

// valueAt returns what the arena has at an address, all of which it holds. It is copied
// as bytes, since nothing says that it lies at a multiple of its alignment.
func valueAt[T any](a *Arena, addr uint64) (v T) {
	off := addr - address(unsafe.Pointer(unsafe.SliceData(a.mem)))
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&v)), unsafe.Sizeof(v)), a.mem[off:])
	return v
}
