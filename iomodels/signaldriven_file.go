//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// SignalOnFile asks for SIGIO of a regular file, and gets none. F_SETFL with O_ASYNC
// and O_NONBLOCK succeeds; F_GETFL right after it shows that O_ASYNC was not kept. The
// kernel drops it without a word where a file cannot tell by signals, and only
// terminals, sockets, pipes and FIFOs can (fcntl(2)). O_NONBLOCK it keeps, and that has
// no effect either (open(2)).
//
// The pread(2) that follows is [BlockingFileCold]: the thread waits within it for the
// device and then copies from the page cache. What is asynchronous with files is
// io_uring(7).
//
// Where the file cannot be made cold the error is [ErrNotCold].
func SignalOnFile(f File) (trace.Trace, error) {
	return alone("SIGIO asked of a file, then a blocking pread", "signal-driven", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		data := make([]byte, file.size)
		if err := file.prepare(data, true); err != nil {
			return err
		}
		if err := signalProcess(p.lane, file.fd, os.Getpid()); err != nil {
			return err
		}
		flags, err := p.lane.FcntlInt(uintptr(file.fd), unix.F_GETFL, 0)
		if err != nil {
			return os.NewSyscallError("fcntl", err)
		}
		p.notes = append(p.notes, fmt.Sprintf("F_SETFL was asked for O_ASYNC and O_NONBLOCK and said 0; F_GETFL then has O_ASYNC: %v, O_NONBLOCK: %v",
			flags&unix.O_ASYNC != 0, flags&unix.O_NONBLOCK != 0))
		n, err := p.lane.Pread(file.fd, data, 0)
		if err != nil {
			return os.NewSyscallError("pread64", err)
		}
		return file.verify(data[:n])
	})
}
