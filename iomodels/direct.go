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

// ErrNoDirect is returned by the models of O_DIRECT where the file system does not take
// it, or takes it and reads by way of the page cache all the same.
var ErrNoDirect = errors.New("O_DIRECT is not possible here")

// ReadDirect reads a file past the page cache, by pread(2) with O_DIRECT: the disk
// itself writes into the program's buffer (DMA), and no processor copies. The thread
// sleeps in the call, which has a first phase and no second.
//
// What the disk writes to it must suit it: the buffer's address, the offset and the
// length are to be multiples of some block, which statx(2) tells since Linux 6.1
// (STATX_DIOALIGN). A read that is not aligned says EINVAL, and the buffer is untouched;
// some file systems take it all the same, and most of these by way of the page cache
// (open(2), NOTES): the trace's Notes say so then. What was read is not kept: the second read asks the disk again.
//
// Where the file system is in memory the error is [ErrNotCold], and where another does
// not take the flag [ErrNoDirect].
func ReadDirect(f File) (trace.Trace, error) {
	return alone("Blocking pread with O_DIRECT", "blocking", func(p *program) (err error) {
		file, err := f.open(p, unix.O_DIRECT)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		// What the kernel tells, an error too, is for the reader; a page suits every disk.
		_ = p.lane.Statx(file.fd, "", unix.AT_EMPTY_PATH, unix.STATX_DIOALIGN, &unix.Statx_t{})
		page := os.Getpagesize()
		data := aligned(file.size, page)
		if err := file.prepare(data, true); err != nil {
			return err
		}
		// Not aligned is the offset.
		switch n, err := p.lane.Pread(file.fd, data[:page], 1); {
		case err == nil:
			pages, err := file.resident()
			if err != nil {
				return err
			}
			p.notes = append(p.notes, fmt.Sprintf("this file system (%s) takes a read with O_DIRECT at offset 1, and gave %d bytes; "+
				"the page cache, which had no page of the file before, has %d after it", file.kind, n, pages))
			fill(data[:page])
			if err := file.evict(); err != nil {
				return err
			}
		case err != unix.EINVAL:
			return os.NewSyscallError("pread64", err)
		}
		lookAtBuffer(p.lane, data, file.content)
		for range 2 {
			n, err := p.lane.Pread(file.fd, data, 0)
			if err != nil {
				return os.NewSyscallError("pread64", err)
			}
			if err := file.verify(data[:n]); err != nil {
				return err
			}
		}
		lookAtBuffer(p.lane, data, file.content)
		return file.pastCache()
	})
}

// pastCache looks at the page cache after a read with O_DIRECT, and returns an error when
// it went that way: some file systems take the flag and do as ever with some of their files
// (ext4 with data=journal, btrfs with compressed ones).
func (t *temporary) pastCache() error {
	pages, err := t.resident()
	if err == nil && pages > 0 {
		err = fmt.Errorf("%s: a read with O_DIRECT went by way of the page cache, which has %d of %d pages now: %w", t.where, pages, pagesOf(t.size), ErrNoDirect)
	}
	return err
}

// refusedDirect is what it means that a file system of that kind does not take O_DIRECT:
// those in memory do since Linux 6.6 only, to which it means nothing.
func refusedDirect(kind string) error {
	if inMemory(kind) {
		return ErrNotCold
	}
	return ErrNoDirect
}

// aligned returns a buffer of n bytes at an address that is a multiple of align, a
// power of two: what O_DIRECT wants of a program's memory (open(2)).
func aligned(n, align int) []byte {
	b := make([]byte, n+align)
	skip := -int(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) & (align - 1)
	return b[skip : skip+n : skip+n]
}
