//go:build linux && (amd64 || arm64)

package uring

import (
	"fmt"
	"unsafe"

	"nbrun/iomodels/unix"
)

// Support is what a kernel's io_uring can do.
type Support struct {
	Features uint32 // IORING_FEAT_…
	Last     Op     // the last operation that the kernel knows
	ops      [256]bool
}

// Has reports whether the kernel can do op.
func (s *Support) Has(op Op) bool { return s.ops[op] }

// Support asks the kernel which operations it knows, by io_uring_register(2) with
// IORING_REGISTER_PROBE (Linux 5.6).
func (r *Ring) Support() (*Support, error) {
	var p struct { // struct io_uring_probe
		last Op
		n    uint8
		_    [14]byte
		ops  [256]struct { // struct io_uring_probe_op
			op    Op
			_     uint8
			flags uint16
			_     uint32
		}
	}
	if err := r.register("the list of operations (IORING_REGISTER_PROBE)", registerProbe, unsafe.Pointer(&p), len(p.ops)); err != nil {
		return nil, err
	}
	s := &Support{Features: r.Features, Last: p.last}
	for _, o := range p.ops[:p.n] {
		s.ops[o.op] = o.flags&opSupported != 0
	}
	return s, nil
}

// Needs returns nil when the kernel can do all of ops, and otherwise a [*Refused] that
// names the first that it cannot. It asks by [Ring.Support].
func (r *Ring) Needs(ops ...Op) error {
	s, err := r.Support()
	if err != nil {
		return err
	}
	for _, op := range ops {
		if !s.Has(op) {
			return &Refused{Call: "io_uring_register", What: op.String()}
		}
	}
	return nil
}

// Failed returns the error of a completed request for op, nil when it has none. Errors
// come as -errno in the completion: there is no call to fail. EINVAL may mean that the
// kernel does not have the operation, and EBADF that it polls for registered files only:
// then the error is a [*Refused].
func (r *Ring) Failed(op Op, c Completion) error {
	if c.Res >= 0 {
		return nil
	}
	errno := unix.Errno(-c.Res)
	switch {
	case errno == unix.EINVAL && r.Needs(op) != nil:
		return &Refused{Call: op.String(), What: op.String(), Errno: errno}
	case errno == unix.EBADF && r.polled && r.Features&featPolledFiles == 0:
		return &Refused{Call: op.String(), What: "polled queue for files that are not registered", Errno: errno}
	}
	return fmt.Errorf("%v: %w", op, errno)
}
