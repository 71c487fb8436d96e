//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringCopy copies a file by a chain of two requests that one call submits: read it,
// and when that is done (IOSQE_IO_LINK) write the same buffer to another file, one in
// memory (memfd_create(2)). The program makes no call between.
//
// When the kernel refuses, the error is a [*Refused].
func IOUringCopy(f File) (trace.Trace, error) {
	return f.copyOnRing("io_uring read and write, linked", 0)
}

// IOUringCopyShort is [IOUringCopy] that asks for a page more than the file has. A
// short read is a success, and yet not what was asked for, so the chain breaks: the
// write is not made, and completes with ECANCELED.
func IOUringCopyShort(f File) (trace.Trace, error) {
	return f.copyOnRing("io_uring read and write, linked, and the read is short", os.Getpagesize())
}

// writeID marks the request to write.
const writeID = 2

func (f File) copyOnRing(title string, more int) (trace.Trace, error) {
	return f.onRing(title, 0, more, func(r *fileRing) (err error) {
		if err := r.ring.Needs(uring.OpRead, uring.OpWrite); err != nil {
			return err
		}
		fd, err := r.lane.MemfdCreate("copy", unix.MFD_CLOEXEC)
		if err != nil {
			return os.NewSyscallError("memfd_create", err)
		}
		defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(fd))) }()
		if err := r.file.prepare(r.data, false); err != nil {
			return err
		}
		read := uring.Read(r.file.fd, r.data, 0, receiveID)
		read.Flags |= uring.IOLink // with the request that follows
		for _, q := range []uring.Request{read, uring.Write(fd, r.data, 0, writeID)} {
			if err := r.ring.Push(q); err != nil {
				return err
			}
		}
		if _, err := r.ring.Submit(0); err != nil {
			return err
		}
		if _, err := r.complete(uring.OpRead); err != nil {
			return err
		}
		if _, err := r.complete(uring.OpWrite); err != nil && !(more > 0 && errors.Is(err, unix.ECANCELED)) {
			return err
		}
		return r.file.compare(fd)
	})
}

// compare records what a copy holds. The look is evidence and no call of the program.
func (t *temporary) compare(fd int) error {
	at := unix.Now()
	copied := make([]byte, t.size)
	n, err := sys.Pread(fd, copied, 0)
	if err != nil {
		return os.NewSyscallError("pread64", err)
	}
	note := fmt.Sprintf("%d bytes", n)
	if n > 0 {
		note = describeBuffer(copied[:n], t.content)
	}
	look(t.lane, "copy", fd, at, note)
	return nil
}
