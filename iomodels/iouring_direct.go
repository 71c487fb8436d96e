//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"hash/crc32"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringFileDirect reads a file with O_DIRECT (open(2)): the disk itself writes into
// the program's buffer while the program computes. There is no second phase for any
// processor to spend time on, and nothing is left in the page cache.
//
// Probes tell what the buffer held: "pages" directly after the submission's return how
// many of them were untouched, "buffer" when the completion was seen, and then "crc32",
// its checksum, beside that of the file. With a large file (16 MiB) the submission
// returns long before the disk is done.
//
// Where the file system is in memory the error is [ErrNotCold], and where another does
// not take the flag [ErrNoDirect]; when the kernel refuses, it is a [*Refused].
func IOUringFileDirect(f File) (trace.Trace, error) {
	return f.onRing("io_uring read with O_DIRECT", unix.O_DIRECT, 0, func(r *fileRing) error {
		if err := r.ring.Needs(uring.OpRead); err != nil {
			return err
		}
		if err := r.file.prepare(r.data, true); err != nil {
			return err
		}
		if err := r.ring.Push(uring.Read(r.file.fd, r.data, 0, receiveID)); err != nil {
			return err
		}
		if _, err := r.ring.Submit(0); err != nil {
			return err
		}
		r.lookAtPages()
		n, err := r.complete(uring.OpRead)
		if err != nil {
			return err
		}
		lookAtBuffer(r.lane, r.data, r.file.content)
		r.file.checksum(r.data)
		if err := r.file.pastCache(); err != nil {
			return err
		}
		return r.file.verify(r.data[:n])
	})
}

// lookAtPages records how many pages of the buffer the disk has not begun to write to,
// by the first byte of each: to read them all would take so long that the disk might
// be done meanwhile.
func (r *fileRing) lookAtPages() {
	at := unix.Now()
	page, blank := os.Getpagesize(), 0
	for i := 0; i < len(r.data); i += page {
		if r.data[i] == untouched {
			blank++
		}
	}
	note := fmt.Sprintf("%d of %d untouched", blank, len(r.data)/page)
	r.lane.Event(trace.Event{Kind: trace.Probe, Name: "pages", Enter: at, Exit: unix.Now(), Note: note})
}

// checksum records the checksum of data and that of the file.
func (t *temporary) checksum(data []byte) {
	at := unix.Now()
	note := fmt.Sprintf("%08x in the buffer, %08x in the file", crc32.ChecksumIEEE(data), crc32.ChecksumIEEE(t.content))
	t.lane.Event(trace.Event{Kind: trace.Probe, Name: "crc32", Enter: at, Exit: unix.Now(), Note: note})
}
