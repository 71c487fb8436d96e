//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ErrFewDescriptors is returned by models that need more descriptors, or higher ones,
// than the process may have (RLIMIT_NOFILE in getrlimit(2)).
var ErrFewDescriptors = errors.New("the process may not have as many open descriptors")

// SelectTooMany uses select(2) with a descriptor of [unix.FD_SETSIZE] or more. The type
// for the set, fd_set of C and FdSet of Go, has 1024 bits and no more, "and this
// limitation will not change" (select(2)). Go's method Set refuses: it panics, which
// the record shows. C's macro FD_SET does not look, and writes beyond the set; glibc's
// looks when it is asked to (_FORTIFY_SOURCE), and ends the program.
//
// The limit is the type's and not the kernel's. Given a larger set, which the program
// makes by itself, the kernel's select works as ever; poll(2) and epoll(7) know no such
// limit at all. Where the process may not have so many descriptors the error is
// [ErrFewDescriptors].
func SelectTooMany(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "select", title: "select with a descriptor above 1023, then " + s.Transport.receiving(), receive: func(r *receiver) (err error) {
		if err := r.dontBlock(); err != nil {
			return err
		}
		// A duplicate of the receiver's end, with a number of our choice.
		fd, err := r.lane.FcntlInt(uintptr(r.pair.receiver), unix.F_DUPFD_CLOEXEC, unix.FD_SETSIZE)
		if err == unix.EINVAL || err == unix.EMFILE { // EINVAL says that it is beyond RLIMIT_NOFILE (fcntl(2))
			return tooFew(unix.FD_SETSIZE, err)
		}
		if err != nil {
			return os.NewSyscallError("fcntl", err)
		}
		defer func() { err = errors.Join(err, os.NewSyscallError("close", r.lane.Close(fd))) }()

		r.setBit(fd)
		var set [2 * unix.FD_SETSIZE / 64]uint64
		if fd >= 64*len(set) {
			return fmt.Errorf("setup: descriptors %d to %d are all in use", unix.FD_SETSIZE, 64*len(set)-1)
		}
		data := newBuffer(r.Size)
		r.entering(selectCall)
		_, err = r.reliably(func() (int, error) {
			set[fd/64] |= 1 << (fd % 64)
			return r.lane.Select(fd+1, (*unix.FdSet)(unsafe.Pointer(&set)), nil, nil, nil)
		})
		if err != nil {
			return os.NewSyscallError("select", err)
		}
		r.left()
		return r.takeReadyBy(fd, data)
	}})
}

// setBit asks Go's FdSet to take a descriptor, and records the answer.
func (r *receiver) setBit(fd int) {
	at := unix.Now()
	answer := "takes it"
	func() {
		defer func() {
			if refusal := recover(); refusal != nil {
				answer = fmt.Sprintf("panics: %v", refusal)
			}
		}()
		var set unix.FdSet
		set.Set(fd)
	}()
	look(r.lane, "FdSet.Set", fd, at, answer)
}

// tooFew says what the limit is that allows no such descriptor.
func tooFew(fd int, err error) error {
	var limit sys.Rlimit
	if e := sys.Getrlimit(sys.RLIMIT_NOFILE, &limit); e != nil {
		return errors.Join(os.NewSyscallError("getrlimit", e), ErrFewDescriptors)
	}
	return fmt.Errorf("descriptor %d: fcntl F_DUPFD_CLOEXEC: %w; RLIMIT_NOFILE is %d: %w", fd, err, limit.Cur, ErrFewDescriptors)
}
