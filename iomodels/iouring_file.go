//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// IOUringFileWarm reads a file that is in the page cache: there is nothing to wait
// for, so io_uring_enter(2) copies it at once, on the calling thread, and the
// completion is there when it returns. On a file system that does not let it try without
// waiting, such as tmpfs, a worker thread of the kernel does it, and the notes say so.
func IOUringFileWarm(f File) (trace.Trace, error) {
	return f.onRing("io_uring read of a warm file", 0, false)
}

// IOUringFileCold reads a file that is not in the page cache. The disk has to be
// asked, the submission does not wait for it, and the thread is free meanwhile.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func IOUringFileCold(f File) (trace.Trace, error) {
	return f.onRing("io_uring read of a cold file", 0, true)
}

// IOUringFileAsync reads a warm file with IOSQE_ASYNC: the kernel does not even try
// at once, and hands the request to a worker thread of its own, "iou-wrk-" and the
// thread's id, which shows among the threads of this process.
func IOUringFileAsync(f File) (trace.Trace, error) {
	return f.onRing("io_uring read of a warm file, with IOSQE_ASYNC", uring.Async, false)
}

func (f File) onRing(title string, flags uint8, cold bool) (trace.Trace, error) {
	return alone(title, "io_uring", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		ring, err := uring.New(p.lane, uring.Options{Arena: file.size + os.Getpagesize()})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, ring.Close()) }()
		data, err := ring.Arena.Buffer(file.size)
		if err != nil {
			return err
		}
		if err := file.prepare(data, cold); err != nil {
			return err
		}
		request := uring.Read(file.fd, data, 0, receiveID)
		request.Flags |= flags
		if err := ring.Push(request); err != nil {
			return err
		}
		if _, err := ring.Submit(0); err != nil {
			return err
		}
		if err := workUntil(p.lane, nil, ring.Ready, nil); err != nil {
			return err
		}
		c, _ := ring.Peek()
		if c.Res < 0 {
			return fmt.Errorf("read through io_uring: %w", unix.Errno(-c.Res))
		}
		lookAtBuffer(p.lane, data, file.content)
		// A worker gives itself its name when it begins to run, which is
		// certain now; and it stays for some seconds, should more come.
		if lookForThreads(p.lane, "iou-wrk-") && flags&uring.Async == 0 && !cold {
			p.notes = append(p.notes, fmt.Sprintf("a worker thread of the kernel read this warm file, though nothing had to be waited for: "+
				"the file system (%s) does not let the kernel try without waiting, as it says of RWF_NOWAIT too (readv(2))", file.where))
		}
		if cold {
			if _, err := file.resident(); err != nil { // the kernel has read it by way of the page cache
				return err
			}
		}
		return file.verify(data[:c.Res])
	})
}

// prepare fills the buffer, which makes its pages present, and has the file in the
// page cache or out of it.
func (t *temporary) prepare(data []byte, cold bool) error {
	for i := range data {
		data[i] = untouched
	}
	if cold {
		return t.evict()
	}
	_, err := t.resident() // it was just written, so it is; a reader wants to see it
	return err
}
