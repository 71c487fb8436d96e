//go:build linux && (amd64 || arm64)

package uring

import (
	"fmt"
	"unsafe"

	"nbrun/iomodels/trace"
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

// Recvmsg asks for recvmsg(2) into a message of the ring's arena.
func Recvmsg(fd int, msg *unix.Msghdr, flags int, id uint64) Request {
	return Request{Op: OpRecvmsg, FD: int32(fd), Addr: address(unsafe.Pointer(msg)), Len: 1, OpFlags: uint32(flags), UserData: id}
}

// Timeout completes with ETIME once ts, of the ring's arena, has passed.
func Timeout(ts *unix.Timespec, id uint64) Request {
	return Request{Op: OpTimeout, FD: -1, Addr: address(unsafe.Pointer(ts)), Len: 1, UserData: id}
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

// single reports whether the request has exactly one completion, so that the places
// that completions will need can be counted beforehand.
func (r *Request) single() bool {
	switch {
	case r.Flags&skipSuccess != 0,
		r.Op == OpTimeout && r.OpFlags&timeoutMultishot != 0,
		r.Op == OpPollAdd && r.Len&pollMultishot != 0,
		(r.Op == OpRecv || r.Op == OpRecvmsg) && r.Ioprio&recvMultishot != 0:
		return false
	}
	return true
}

// args are the request's fields as a reader wants to see them.
func (r *Request) args() []trace.Arg {
	var a []trace.Arg
	add := func(raw uint64, format string, v ...any) {
		a = append(a, trace.Arg{Raw: raw, Text: fmt.Sprintf(format, v...)})
	}
	addFlags := func() {
		if r.OpFlags == 0 {
			add(0, "0")
		} else {
			add(uint64(r.OpFlags), "%#x", r.OpFlags)
		}
	}
	if r.FD >= 0 {
		a = append(a, unix.Descriptor(int(r.FD)))
	}
	switch r.Op {
	case OpRead, OpWrite:
		add(r.Addr, "%#x", r.Addr)
		add(uint64(r.Len), "%d", r.Len)
		add(r.Off, "%d", int64(r.Off))
	case OpRecv, OpSend:
		add(r.Addr, "%#x", r.Addr)
		add(uint64(r.Len), "%d", r.Len)
		addFlags()
	case OpRecvmsg, OpTimeout:
		add(r.Addr, "%#x", r.Addr)
		addFlags()
	case OpPollAdd, OpAsyncCancel:
		addFlags()
	}
	return a
}

var opNames = map[Op]string{
	OpNop: "NOP", OpPollAdd: "POLL_ADD", OpRecvmsg: "RECVMSG", OpTimeout: "TIMEOUT", OpAsyncCancel: "ASYNC_CANCEL",
	OpRead: "READ", OpWrite: "WRITE", OpSend: "SEND", OpRecv: "RECV",
}

// String is the kernel's name: "IORING_OP_RECVMSG".
func (op Op) String() string {
	if name, ok := opNames[op]; ok {
		return "IORING_OP_" + name
	}
	return fmt.Sprintf("IORING_OP(%d)", uint8(op))
}
