//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"os"
	"testing"
	"unsafe"

	"nbrun/iomodels/unix"
)

func TestPushRefuses(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		inside, err := r.Arena.Buffer(16)
		if err != nil {
			t.Fatal(err)
		}
		var heap unix.Msghdr
		var ts unix.Timespec
		for name, q := range map[string]Request{
			"a buffer of the heap":            Recv(0, make([]byte, 8), 0, 1),
			"a message of the heap":           Recvmsg(0, &heap, 0, 1),
			"a time of the heap":              Timeout(&ts, 1),
			"beyond the arena's end":          {Op: OpRead, Addr: address(unsafe.Pointer(&inside[0])), Len: 1 << 30, UserData: 1},
			"before its beginning":            {Op: OpRead, Addr: address(unsafe.Pointer(&inside[0])) - 1, Len: 1, UserData: 1},
			"an operation that is not known":  {Op: 1, UserData: 1}, // IORING_OP_READV
			"a buffer that the kernel picks":  {Op: OpRecv, Flags: bufferSelect, UserData: 1},
			"an array of buffers":             {Op: OpSend, Ioprio: 1 << 5, UserData: 1}, // IORING_SEND_VECTORIZED
			"an address of the heap":          {Op: OpSend, Off: address(unsafe.Pointer(&ts)), SpliceFD: 16, UserData: 1},
			"no completion":                   {Op: OpNop, Flags: skipSuccess, UserData: 1},
			"a fixed buffer of the heap":      ReadFixed(0, make([]byte, 8), 0, 0, 1),
			"a linked time of the heap":       LinkTimeout(&ts, 1),
			"an accept with an address":       {Op: OpAccept, Addr: address(unsafe.Pointer(&inside[0])), UserData: 1},
			"an accept with a length":         {Op: OpAccept, Off: address(unsafe.Pointer(&inside[0])), UserData: 1},
			"an accept into the files' table": {Op: OpAccept, SpliceFD: 1, UserData: 1},
			"an accept with other flags":      {Op: OpAccept, Ioprio: 1 << 1, UserData: 1}, // IORING_ACCEPT_DONTWAIT
			"many timeouts":                   {Op: OpTimeout, Addr: address(unsafe.Pointer(&inside[0])), Len: 1, OpFlags: timeoutMultishot, UserData: 1},
			"many readinesses":                {Op: OpPollAdd, Len: pollMultishot, UserData: 1},
			"many datagrams":                  {Op: OpRecv, Ioprio: recvMultishot, UserData: 1},
		} {
			if err := r.Push(q); err == nil || errors.Is(err, ErrFull) {
				t.Errorf("%s: %v, want a refusal", name, err)
			}
		}
		if err := r.Push(Nop(7)); err != nil {
			t.Fatal(err)
		}
		if err := r.Push(Nop(7)); err == nil {
			t.Error("a second request with the user data of one in flight was taken")
		}
		if err := r.RegisterBuffers(make([]byte, 8)); err == nil {
			t.Error("a buffer of the heap was registered")
		}
		if _, err := r.Arena.Message(make([]byte, 8), nil); err == nil {
			t.Error("a message for a buffer of the heap was made")
		}
		if _, err := r.Arena.Buffer(1 << 30); !errors.Is(err, ErrArenaFull) {
			t.Errorf("a buffer larger than the arena: %v", err)
		}
	})
}

// A message header is followed to the end: whatever it points to outside the arena
// is refused, whoever made it.
func TestPushFollowsMessages(t *testing.T) {
	withRing(t, Options{Arena: 64 * os.Getpagesize()}, func(r *Ring) {
		heap := make([]byte, 64)
		for name, spoil := range map[string]func(*unix.Msghdr){
			"the vector is of the heap":       func(m *unix.Msghdr) { m.Iov = &unix.Iovec{} },
			"the buffer is of the heap":       func(m *unix.Msghdr) { m.Iov.Base = &heap[0] },
			"the buffer is too long":          func(m *unix.Msghdr) { m.Iov.Len = 1 << 30 },
			"the vector is too long":          func(m *unix.Msghdr) { m.Iovlen = 1 << 60 },
			"the control is of the heap":      func(m *unix.Msghdr) { m.Control = &heap[0] },
			"the control is too long":         func(m *unix.Msghdr) { m.Controllen = ^uint64(0) },
			"the address is of the heap":      func(m *unix.Msghdr) { m.Name, m.Namelen = &heap[0], 16 },
			"there is a vector at 0":          func(m *unix.Msghdr) { m.Iov = nil },
			"there is a buffer at 0":          func(m *unix.Msghdr) { m.Iov.Base = nil },
			"there is an address at 0":        func(m *unix.Msghdr) { m.Namelen = 1 },
			"there is a control message at 0": func(m *unix.Msghdr) { m.Control = nil },
		} {
			msg, err := r.Arena.Message(space(t, r, 8), space(t, r, 8))
			if err != nil {
				t.Fatal(err)
			}
			spoil(msg)
			if err := r.Push(Recvmsg(0, msg, 0, 1)); err == nil || errors.Is(err, ErrFull) {
				t.Errorf("%s: %v, want a refusal", name, err)
			}
		}
		msg, err := r.Arena.Message(space(t, r, 8), nil)
		if err != nil {
			t.Fatal(err)
		}
		msg.Iovlen = 0 // no buffers at all: there is nothing to refuse
		if err := r.Push(Recvmsg(0, msg, 0, 1)); err != nil {
			t.Error(err)
		}
	})
}
