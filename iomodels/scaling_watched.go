//go:build linux && (amd64 || arm64)

package iomodels

import (
	"encoding/binary"
	"errors"
	"os"

	sys "golang.org/x/sys/unix"
)

// watched are descriptors of eventfd(2): one is readable when the counter behind it
// is not 0. They are the cheapest thing that one can wait for, one descriptor each
// and no peer. What makes, fills and empties them is not recorded: it is not what is
// measured.
type watched []int

// openWatched makes n of them, or none.
func openWatched(n, flags int) (watched, error) {
	w := make(watched, 0, n)
	for range n {
		fd, err := sys.Eventfd(0, sys.EFD_CLOEXEC|flags)
		if err != nil {
			return nil, errors.Join(os.NewSyscallError("eventfd2", err), w.close())
		}
		w = append(w, fd)
	}
	return w, nil
}

// activate gives the last m of them something to say.
func (w watched) activate(m int) error {
	var one [8]byte
	binary.NativeEndian.PutUint64(one[:], 1)
	for _, fd := range w[len(w)-m:] {
		if _, err := sys.Write(fd, one[:]); err != nil {
			return os.NewSyscallError("write", err)
		}
	}
	return nil
}

// drain has said all that the last m had to say. They do not block.
func (w watched) drain(m int) error {
	for _, fd := range w[len(w)-m:] {
		if _, err := readCounter(fd); err != nil {
			return err
		}
	}
	return nil
}

// readCounter reads an eventfd, and reports whether it had something to say.
func readCounter(fd int) (bool, error) {
	var counter [8]byte
	for {
		switch _, err := sys.Read(fd, counter[:]); err {
		case nil:
			return true, nil
		case sys.EAGAIN:
			return false, nil
		case sys.EINTR:
		default:
			return false, os.NewSyscallError("read", err)
		}
	}
}

func (w watched) close() error {
	var errs []error
	for _, fd := range w {
		errs = append(errs, os.NewSyscallError("close", sys.Close(fd)))
	}
	return errors.Join(errs...)
}
