//go:build linux && (amd64 || arm64)

package uring

import (
	"unsafe"

	"nbrun/iomodels/unix"
)

// Nop asks for nothing; it completes at once. id comes back as the completion's
// UserData, here as in all requests.
func Nop(id uint64) Request { return Request{Op: OpNop, FD: -1, UserData: id} }

// Read asks for pread(2) of data at off.
func Read(fd int, data []byte, off int64, id uint64) Request {
	return transfer(OpRead, fd, data, uint64(off), 0, id)
}

// Write asks for pwrite(2) of data at off.
func Write(fd int, data []byte, off int64, id uint64) Request {
	return transfer(OpWrite, fd, data, uint64(off), 0, id)
}

// Recv asks for recv(2) into data.
func Recv(fd int, data []byte, flags int, id uint64) Request {
	return transfer(OpRecv, fd, data, 0, flags, id)
}

// Send asks for send(2) of data.
func Send(fd int, data []byte, flags int, id uint64) Request {
	return transfer(OpSend, fd, data, 0, flags, id)
}

// ReadFixed is [Read] into a part of the registered buffer at place index, whose
// pages the kernel has in hand since [Ring.RegisterBuffers].
func ReadFixed(fd int, data []byte, off int64, index int, id uint64) Request {
	q := transfer(OpReadFixed, fd, data, uint64(off), 0, id)
	q.Buf = uint16(index)
	return q
}

// Recvmsg asks for recvmsg(2) into a message of the ring's arena.
func Recvmsg(fd int, msg *unix.Msghdr, flags int, id uint64) Request {
	return Request{Op: OpRecvmsg, FD: int32(fd), Addr: address(unsafe.Pointer(msg)), Len: 1, OpFlags: uint32(flags), UserData: id}
}

// Timeout completes with ETIME once ts, of the ring's arena, has passed.
func Timeout(ts *unix.Timespec, id uint64) Request {
	return Request{Op: OpTimeout, FD: -1, Addr: address(unsafe.Pointer(ts)), Len: 1, UserData: id}
}

// LinkTimeout gives the request before it, which must have the flag [IOLink], no
// longer than ts: once that has passed the request is cancelled (ECANCELED) and the
// timeout completes with ETIME. When the request was faster it is the other way round.
func LinkTimeout(ts *unix.Timespec, id uint64) Request {
	return Request{Op: OpLinkTimeout, FD: -1, Addr: address(unsafe.Pointer(ts)), Len: 1, UserData: id}
}

// Accept asks for accept4(2) with flags such as SOCK_CLOEXEC: the completion's Res is
// the new descriptor, which is the program's to close.
func Accept(fd int, flags int, id uint64) Request {
	return Request{Op: OpAccept, FD: int32(fd), OpFlags: uint32(flags), UserData: id}
}

// AcceptMultishot is [Accept] that stays (Linux 5.19): each connection brings one more
// completion of the same id, with the flag [More] as long as others may follow.
func AcceptMultishot(fd int, flags int, id uint64) Request {
	q := Accept(fd, flags, id)
	q.Ioprio = acceptMultishot
	return q
}

// Cancel asks the kernel to give up the request target. Its own completion says 0
// when that was found, ENOENT when there is none such (any more), and EALREADY when it
// is too far on its way. The request itself completes too, with ECANCELED if it was
// given up.
func Cancel(target, id uint64) Request {
	return Request{Op: OpAsyncCancel, FD: -1, Addr: target, UserData: id}
}

// PollAdd completes once fd has one of the events of poll(2): readiness, told as
// a completion.
func PollAdd(fd int, events int16, id uint64) Request {
	return Request{Op: OpPollAdd, FD: int32(fd), OpFlags: uint32(uint16(events)), UserData: id}
}

// cancelAll asks the kernel to give up whatever is in flight.
func cancelAll(id uint64) Request {
	return Request{Op: OpAsyncCancel, FD: -1, OpFlags: cancelAny, UserData: id}
}

func transfer(op Op, fd int, data []byte, off uint64, flags int, id uint64) Request {
	return Request{Op: op, FD: int32(fd), Off: off, Addr: address(unsafe.Pointer(unsafe.SliceData(data))),
		Len: uint32(len(data)), OpFlags: uint32(flags), UserData: id}
}

func address(p unsafe.Pointer) uint64 { return uint64(uintptr(p)) }
