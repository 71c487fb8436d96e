//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"

	"nbrun/iomodels/trace"
)

// BlockingFileCold reads a file that is not in the page cache by one pread(2): the
// thread waits for the disk and then copies from the cache. There is no other
// blocking than this for files: O_NONBLOCK has no effect on them (open(2)).
//
// Where the file cannot be made cold the error is [ErrNotCold].
func BlockingFileCold(f File) (trace.Trace, error) {
	return f.pread("Blocking pread of a cold file", true)
}

// BlockingFileWarm reads a file that is in the page cache: there is nothing to wait
// for, and all of the call is copying.
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
		n, err := p.lane.Pread(file.fd, data, 0)
		if err != nil {
			return os.NewSyscallError("pread64", err)
		}
		if _, err := file.resident(); err != nil { // the pages that it read are in the cache now
			return err
		}
		return file.verify(data[:n])
	})
}
