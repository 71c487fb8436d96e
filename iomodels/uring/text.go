//go:build linux && (amd64 || arm64)

package uring

import (
	"fmt"
	"strings"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// args are the request's fields as a reader wants to see them: those that its
// operation has, and its flags if it has any.
func (r *Ring) args(q *Request) []trace.Arg {
	var a []trace.Arg
	add := func(raw uint64, format string, v ...any) {
		a = append(a, trace.Arg{Raw: raw, Text: fmt.Sprintf(format, v...)})
	}
	switch {
	case q.Flags&FixedFile != 0:
		add(uint64(q.FD), "%s", r.fileAt(q.FD))
	case q.FD >= 0:
		a = append(a, unix.Descriptor(int(q.FD)))
	}
	switch q.Op {
	case OpRead, OpWrite, OpReadFixed:
		add(q.Addr, "%#x", q.Addr)
		add(uint64(q.Len), "%d", q.Len)
		add(q.Off, "%d", int64(q.Off))
		if q.Op == OpReadFixed {
			add(uint64(q.Buf), "registered buffer %d", q.Buf)
		}
	case OpRecv, OpSend:
		add(q.Addr, "%#x", q.Addr)
		add(uint64(q.Len), "%d", q.Len)
		add(uint64(q.OpFlags), "%s", hex(q.OpFlags))
	case OpRecvmsg:
		add(q.Addr, "%#x", q.Addr)
		add(uint64(q.OpFlags), "%s", hex(q.OpFlags))
	case OpTimeout, OpLinkTimeout:
		ts := valueAt[unix.Timespec](r.Arena, q.Addr)
		add(q.Addr, "{%v}", time.Duration(ts.Nano()))
		add(uint64(q.OpFlags), "%s", hex(q.OpFlags))
	case OpAccept:
		add(uint64(q.OpFlags), "%s", flagText(uint64(q.OpFlags), acceptNames))
		if q.Ioprio != 0 {
			add(uint64(q.Ioprio), "%s", flagText(uint64(q.Ioprio), multishotNames))
		}
	case OpAsyncCancel:
		if q.OpFlags&cancelAny == 0 {
			add(q.Addr, "user_data %d", q.Addr)
		}
		add(uint64(q.OpFlags), "%s", flagText(uint64(q.OpFlags), cancelNames))
	case OpPollAdd:
		add(uint64(q.OpFlags), "%s", flagText(uint64(q.OpFlags), pollNames))
	}
	if q.Flags != 0 {
		add(uint64(q.Flags), "%s", flagText(uint64(q.Flags), requestNames))
	}
	return a
}

// completionArgs are the completion's flags, if it has any.
func completionArgs(c Completion) []trace.Arg {
	if c.Flags == 0 {
		return nil
	}
	return []trace.Arg{{Raw: uint64(c.Flags), Text: flagText(uint64(c.Flags), completionNames)}}
}

// fileAt is the registered file at a place, as a reader wants to see it.
func (r *Ring) fileAt(index int32) string {
	if int(index) >= 0 && int(index) < len(r.files) {
		return fmt.Sprintf("registered file %d = %s", index, r.files[index])
	}
	return fmt.Sprintf("registered file %d", index)
}

// A bit and its name in linux/io_uring.h, sys/socket.h or poll.h.
type bit struct {
	value uint64
	name  string
}

var (
	requestNames    = []bit{{FixedFile, "IOSQE_FIXED_FILE"}, {IOLink, "IOSQE_IO_LINK"}, {Async, "IOSQE_ASYNC"}}
	completionNames = []bit{{1 << 0, "IORING_CQE_F_BUFFER"}, {More, "IORING_CQE_F_MORE"}, {1 << 2, "IORING_CQE_F_SOCK_NONEMPTY"}, {1 << 3, "IORING_CQE_F_NOTIF"}}
	multishotNames  = []bit{{acceptMultishot, "IORING_ACCEPT_MULTISHOT"}}
	cancelNames     = []bit{{cancelAny, "IORING_ASYNC_CANCEL_ANY"}}
	acceptNames     = []bit{{unix.SOCK_CLOEXEC, "SOCK_CLOEXEC"}, {unix.SOCK_NONBLOCK, "SOCK_NONBLOCK"}}
	pollNames       = []bit{{unix.POLLIN, "POLLIN"}, {unix.POLLPRI, "POLLPRI"}, {unix.POLLOUT, "POLLOUT"}, {unix.POLLRDHUP, "POLLRDHUP"}}
)

// flagText names the bits of v; what has no name stays a number.
func flagText(v uint64, names []bit) string {
	var words []string
	for _, b := range names {
		if v&b.value != 0 {
			words, v = append(words, b.name), v&^b.value
		}
	}
	if v != 0 || words == nil {
		words = append(words, hex(v))
	}
	return strings.Join(words, "|")
}

// hex is v in C's notation, where 0 has no prefix.
func hex[T uint32 | uint64](v T) string {
	if v == 0 {
		return "0"
	}
	return fmt.Sprintf("%#x", v)
}

var opNames = map[Op]string{
	OpNop: "NOP", OpReadFixed: "READ_FIXED", OpPollAdd: "POLL_ADD", OpRecvmsg: "RECVMSG", OpTimeout: "TIMEOUT",
	OpAccept: "ACCEPT", OpAsyncCancel: "ASYNC_CANCEL", OpLinkTimeout: "LINK_TIMEOUT",
	OpRead: "READ", OpWrite: "WRITE", OpSend: "SEND", OpRecv: "RECV",
}

// String is the kernel's name: "IORING_OP_RECVMSG".
func (op Op) String() string {
	if name, ok := opNames[op]; ok {
		return "IORING_OP_" + name
	}
	return fmt.Sprintf("IORING_OP(%d)", uint8(op))
}
