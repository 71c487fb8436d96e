//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// IOUringFileFixed reads a warm file with all that is costly to look up for each
// request looked up beforehand (io_uring_register(2)): the buffer's pages
// (IORING_REGISTER_BUFFERS, used by IORING_OP_READ_FIXED) and the file
// (IORING_REGISTER_FILES, used by a request with IOSQE_FIXED_FILE). The request names
// both by their places in the ring's tables.
//
// The table holds the file itself: the program closes its descriptor before it asks,
// and reads nevertheless.
//
// When the kernel refuses, because of RLIMIT_MEMLOCK too, the error is a [*Refused].
func IOUringFileFixed(f File) (trace.Trace, error) {
	const title = "io_uring read of a warm file, with registered buffer and file"
	return f.onRing(title, 0, 0, func(r *fileRing) error {
		if err := r.ring.Needs(uring.OpReadFixed); err != nil {
			return err
		}
		if err := r.file.prepare(r.data, false); err != nil {
			return err
		}
		if err := errors.Join(r.ring.RegisterBuffers(r.data), r.ring.RegisterFiles(r.file.fd)); err != nil {
			return err
		}
		err := r.file.close()
		if r.file.fd = -1; err != nil {
			return err
		}
		// Where the descriptor was stands a place in the table of files: 0.
		request := uring.ReadFixed(0, r.data, 0, 0, receiveID)
		request.Flags |= uring.FixedFile
		if err := r.ring.Push(request); err != nil {
			return err
		}
		if _, err := r.ring.Submit(0); err != nil {
			return err
		}
		n, err := r.complete(uring.OpReadFixed)
		if err != nil {
			return err
		}
		lookAtBuffer(r.lane, r.data, r.file.content)
		return r.file.verify(r.data[:n])
	})
}
