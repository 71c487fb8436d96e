//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// MmapFault reads a cold file without any call to read: the file is mapped into memory
// by mmap(2), and the first access to a byte of it stops the thread in a page fault
// until the disk has brought the page. It is blocking I/O that no system call shows,
// and strace(1) none: the trace has the access itself, "touch", with what the kernel
// charged to the thread for it (major faults and blocks read, getrusage(2)).
//
// There is no second phase. The page of the page cache is the program's memory now;
// nothing is copied. A second access to the page is an access to memory and no more,
// and pages that the kernel read ahead take a minor fault, to be mapped, or none.
//
// Nothing can be said of it in advance: there is no O_NONBLOCK for memory, and an error
// of the disk is a SIGBUS. The Go scheduler does not know either that the thread
// sleeps, as it does of one in a system call.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func MmapFault(f File) (trace.Trace, error) {
	return alone("Touching a mapped cold file", "mmap", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		if err := file.prepare(nil, true); err != nil {
			return err
		}
		mem, err := p.lane.Mmap(file.fd, 0, file.size, unix.PROT_READ, unix.MAP_SHARED)
		if err != nil {
			return os.NewSyscallError("mmap", err)
		}
		defer func() { err = errors.Join(err, os.NewSyscallError("munmap", p.lane.Munmap(mem))) }()
		// Mapping alone has read nothing.
		if _, err := file.resident(); err != nil {
			return err
		}
		for _, pages := range []int{1, 1, pagesOf(file.size)} {
			touch(p.lane, mem, pages)
			if _, err := file.resident(); err != nil {
				return err
			}
		}
		return file.verify(mem)
	})
}

// touch reads a byte of each of the first pages of mem. The thread makes no call.
func touch(lane *unix.Lane, mem []byte, pages int) {
	size := os.Getpagesize()
	what := "page 0"
	if pages > 1 {
		what = fmt.Sprintf("pages 0 to %d", pages-1)
	}
	lane.Measured(trace.Event{
		Kind: trace.Work, Name: "touch", Work: int64(pages),
		Args: []trace.Arg{{Raw: addressOf(mem), Text: what}},
	}, func() {
		for i := range pages {
			load(&mem[i*size])
		}
	})
}

// addressOf is where a slice begins.
func addressOf(mem []byte) uint64 { return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(mem)))) }

// load reads a byte, which the compiler may not leave out.
//
//go:noinline
func load(b *byte) byte { return *b }
