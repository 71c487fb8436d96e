//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// IOUringFileWarm reads a file that is in the page cache: there is nothing to wait
// for, so io_uring_enter(2) copies it at once, on the calling thread, and the
// completion is there when it returns. On a file system that does not let it try without
// waiting, such as tmpfs, a worker thread of the kernel does it, and the notes say so.
func IOUringFileWarm(f File) (trace.Trace, error) {
	return f.readOnRing("io_uring read of a warm file", 0, false)
}

// IOUringFileCold reads a file that is not in the page cache. The disk has to be
// asked, the submission does not wait for it, and the thread is free meanwhile.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func IOUringFileCold(f File) (trace.Trace, error) {
	return f.readOnRing("io_uring read of a cold file", 0, true)
}

// IOUringFileAsync reads a warm file with IOSQE_ASYNC: the kernel does not even try
// at once, and hands the request to a worker thread of its own, "iou-wrk-" and a number,
// which shows among the threads of this process (since Linux 5.12, commit 3bfe6106693b;
// before it was a thread of no process).
func IOUringFileAsync(f File) (trace.Trace, error) {
	return f.readOnRing("io_uring read of a warm file, with IOSQE_ASYNC", uring.Async, false)
}

// readOnRing reads the file by a request with those flags.
func (f File) readOnRing(title string, flags uint8, cold bool) (trace.Trace, error) {
	workers := beforeRing("iou-wrk-")
	return f.onRing(title, 0, 0, func(r *fileRing) error { return r.read(flags, cold, workers) })
}

func (r *fileRing) read(flags uint8, cold bool, workers ringThreads) error {
	if err := r.file.prepare(r.data, cold); err != nil {
		return err
	}
	request := uring.Read(r.file.fd, r.data, 0, receiveID)
	request.Flags |= flags
	if err := r.ring.Push(request); err != nil {
		return err
	}
	if _, err := r.ring.Submit(0); err != nil {
		return err
	}
	n, err := r.complete(uring.OpRead)
	if err != nil {
		return err
	}
	lookAtBuffer(r.lane, r.data, r.file.content)
	// A worker gives itself its name when it begins to run, which is certain now;
	// and it stays for some seconds, should more come.
	if workers.find(r.lane) && flags&uring.Async == 0 && !cold {
		r.notes = append(r.notes, fmt.Sprintf("a worker thread of the kernel read this warm file, though nothing had to be waited for: "+
			"the file system (%s) does not let the kernel try without waiting, as it says of RWF_NOWAIT too (readv(2))", r.file.where))
	}
	if cold {
		if _, err := r.file.resident(); err != nil { // the kernel has read it by way of the page cache
			return err
		}
	}
	return r.file.verify(r.data[:n])
}

// A fileRing is a file, a ring and a buffer of the ring's arena.
type fileRing struct {
	*program
	file *temporary
	ring *uring.Ring
	data []byte
}

// onRing opens the file, with flags such as O_DIRECT, sets up a ring with a buffer of
// the file's size and more bytes, has use do what it does, and takes it all down.
func (f File) onRing(title string, flags, more int, use func(*fileRing) error) (trace.Trace, error) {
	return alone(title, "io_uring", func(p *program) (err error) {
		file, err := f.open(p, flags)
		if err != nil {
			return err
		}
		defer func() {
			if file.fd >= 0 { // use may have closed it
				err = errors.Join(err, file.close())
			}
		}()
		ring, err := uring.New(p.lane, uring.Options{Arena: uring.ArenaFor(file.size + more)})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, ring.Close()) }()
		// Buffers of an arena begin on pages, as O_DIRECT wants it (open(2)).
		data, err := ring.Arena.Buffer(file.size + more)
		if err != nil {
			return err
		}
		return use(&fileRing{p, file, ring, data})
	})
}

// complete works until the next request, which is one for op, is complete, and returns
// what it ended with: a number of bytes.
func (r *fileRing) complete(op uring.Op) (n int, err error) {
	if err := workUntil(r.lane, nil, r.ring.Ready, nil); err != nil {
		return 0, err
	}
	c, _ := r.ring.Peek()
	return int(c.Res), r.ring.Failed(op, c)
}
