//go:build linux && (amd64 || arm64)

package uring

import (
	"fmt"
	"unsafe"

	"nbrun/iomodels/unix"
)

// RegisterBuffers hands buffers of the arena to the kernel once and for all
// (io_uring_register(2), IORING_REGISTER_BUFFERS): it looks their pages up and keeps
// them in memory, which it otherwise does for each request that needs it. [ReadFixed]
// names them by their place in the list. They count as locked memory
// (RLIMIT_MEMLOCK of getrlimit(2)).
//
// When the kernel refuses, the error is a [*Refused].
func (r *Ring) RegisterBuffers(buffers ...[]byte) error {
	list := make([]unix.Iovec, len(buffers))
	for i, b := range buffers {
		if len(b) == 0 || !r.Arena.holds(address(unsafe.Pointer(unsafe.SliceData(b))), uint64(len(b))) {
			return fmt.Errorf("registering buffer %d of %d bytes: %w", i, len(b), errOutside)
		}
		list[i].Base = unsafe.SliceData(b)
		list[i].SetLen(len(b))
	}
	return r.register("registered buffers", registerBuffers, unsafe.Pointer(unsafe.SliceData(list)), len(list))
}

// RegisterFiles has the kernel keep a table of files (IORING_REGISTER_FILES). A
// request with the flag [FixedFile] names one by its place in the table, and the kernel
// need not look it up among the process's descriptors. The table holds the files
// themselves: they stay open when their descriptors are closed.
//
// When the kernel refuses, the error is a [*Refused].
func (r *Ring) RegisterFiles(fds ...int) error {
	table := make([]int32, len(fds))
	for i, fd := range fds {
		table[i] = int32(fd)
	}
	if err := r.register("registered files", registerFiles, unsafe.Pointer(unsafe.SliceData(table)), len(table)); err != nil {
		return err
	}
	r.files = nil
	for _, fd := range fds {
		r.files = append(r.files, unix.Descriptor(fd).Text)
	}
	return nil
}

// RegisterEventfd has the kernel add 1 to an eventfd(2) when completions come
// (IORING_REGISTER_EVENTFD, Linux 5.2), so that a thread may sleep until one is there
// in a call of its choice: read(2), poll(2), epoll_wait(2). It does not count them: some
// that come together may add 1 together.
//
// When the kernel refuses, the error is a [*Refused].
func (r *Ring) RegisterEventfd(fd int) error {
	n := int32(fd)
	return r.register("a registered eventfd", registerEventfd, unsafe.Pointer(&n), 1)
}

func (r *Ring) register(what string, op uint32, arg unsafe.Pointer, n int) error {
	if _, err := r.lane.IOUringRegister(r.fd, op, arg, uint32(n)); err != nil {
		return refused("io_uring_register", what, err, 0)
	}
	return nil
}
