//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"

	"nbrun/iomodels/trace"
)

// BlockingFileCold reads a file that is not in the page cache by one pread(2). The
// thread waits for the disk, which writes into the page cache, and then copies from
// there to its own buffer: the two phases of I/O, within the one call. No other call
// waits for a file, and nothing tells when it is there: O_NONBLOCK has no effect on
// files (open(2)), and poll(2) calls them ready at all times: see [NonBlockingFile].
//
// That the disk was read is proved by what the kernel charges to the thread
// (ru_inblock, getrusage(2)) and by the pages that are in the cache afterwards
// (mincore(2)). That the thread slept is not: a fast disk may answer at once.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func BlockingFileCold(f File) (trace.Trace, error) {
	return f.pread("Blocking pread of a cold file", true)
}

// BlockingFileWarm reads a file that is in the page cache: there is nothing to wait
// for, and all of the call is copying, by the calling thread.
func BlockingFileWarm(f File) (trace.Trace, error) {
	return f.pread("Blocking pread of a warm file", false)
}

func (f File) pread(title string, cold bool) (trace.Trace, error) {
	return alone(title, "blocking", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		data := make([]byte, file.size)
		if err := file.prepare(data, cold); err != nil {
			return err
		}
		read := newMeter(p.lane, "read_bytes")
		n, err := p.lane.Pread(file.fd, data, 0)
		if err != nil {
			return os.NewSyscallError("pread64", err)
		}
		read.record()
		if _, err := file.resident(); err != nil { // the pages that it read are in the cache now
			return err
		}
		return file.verify(data[:n])
	})
}
