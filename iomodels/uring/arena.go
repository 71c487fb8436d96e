//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"

	"nbrun/iomodels/unix"
)

// Arena is memory that the kernel may hold on to: an anonymous mapping outside
// the Go heap. The kernel keeps the address of a buffer from the submission to the
// completion, long after the system call has returned, and the Go runtime knows
// nothing of that: it may move a goroutine's stack and free a heap object that
// only the kernel still points to. Neither can happen here.
//
// What an Arena hands out stays valid until it is closed; nothing is handed out
// twice. Slices of it must not be used after that: the memory is gone.
type Arena struct {
	mem  []byte
	used int
	page int
}

// ErrArenaFull is returned when an arena has no room left.
var ErrArenaFull = errors.New("arena is full")

// NewArena maps at least size bytes, recorded on lane as the mmap(2) that it is.
func NewArena(lane *unix.Lane, size int) (*Arena, error) {
	page := os.Getpagesize()
	size = (size + page - 1) &^ (page - 1)
	mem, err := lane.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return &Arena{mem: mem, page: page}, nil
}

// ArenaFor is how large an arena must be to hand out buffers of these sizes, and a page
// for what is smaller beside them: messages and times.
func ArenaFor(buffers ...int) int { return arenaFor(os.Getpagesize(), buffers...) }

func arenaFor(page int, buffers ...int) int {
	size := page
	for _, n := range buffers {
		size += (n + page - 1) &^ (page - 1)
	}
	return size
}

// Close unmaps the arena. No request that uses it may be in flight.
func (a *Arena) Close(lane *unix.Lane) error {
	mem := a.mem
	a.mem = nil
	return os.NewSyscallError("munmap", lane.Munmap(mem))
}

// Buffer returns n zero bytes that begin on a page, as O_DIRECT wants it (open(2)).
func (a *Arena) Buffer(n int) ([]byte, error) { return a.take(n, a.page) }

// Message returns a message header (recvmsg(2)) for data and control, both of this
// arena, with its one-element iovec. control may be empty.
func (a *Arena) Message(data, control []byte) (*unix.Msghdr, error) {
	for _, b := range [][]byte{data, control} {
		if len(b) > 0 && !a.holds(address(unsafe.Pointer(unsafe.SliceData(b))), uint64(len(b))) {
			return nil, errOutside
		}
	}
	iov, err := a.take(int(unsafe.Sizeof(unix.Iovec{})), 8)
	if err != nil {
		return nil, err
	}
	head, err := a.take(int(unsafe.Sizeof(unix.Msghdr{})), 8)
	if err != nil {
		return nil, err
	}
	vec := (*unix.Iovec)(unsafe.Pointer(unsafe.SliceData(iov)))
	vec.Base = unsafe.SliceData(data)
	vec.SetLen(len(data))
	msg := (*unix.Msghdr)(unsafe.Pointer(unsafe.SliceData(head)))
	msg.Iov = vec
	msg.SetIovlen(1)
	if len(control) > 0 {
		msg.Control = unsafe.SliceData(control)
		msg.SetControllen(len(control))
	}
	return msg, nil
}

// Timespec returns d as the kernel reads it.
func (a *Arena) Timespec(d time.Duration) (*unix.Timespec, error) {
	b, err := a.take(int(unsafe.Sizeof(unix.Timespec{})), 8)
	if err != nil {
		return nil, err
	}
	ts := (*unix.Timespec)(unsafe.Pointer(unsafe.SliceData(b)))
	*ts = unix.NsecToTimespec(int64(d))
	return ts, nil
}

// take hands out n bytes that begin at a multiple of align, a power of two.
func (a *Arena) take(n, align int) ([]byte, error) {
	start := (a.used + align - 1) &^ (align - 1)
	if n < 0 || start+n > len(a.mem) {
		return nil, fmt.Errorf("%d bytes of an arena of %d, %d used: %w", n, len(a.mem), a.used, ErrArenaFull)
	}
	a.used = start + n
	return a.mem[start : start+n : start+n], nil
}

var errOutside = errors.New("memory is not of the ring's arena: the Go runtime may move or free it while the kernel writes to it")

// holds reports whether all of [addr, addr+size) is the arena's.
func (a *Arena) holds(addr, size uint64) bool {
	base := address(unsafe.Pointer(unsafe.SliceData(a.mem)))
	return addr >= base && size <= uint64(len(a.mem)) && addr-base <= uint64(len(a.mem))-size
}
