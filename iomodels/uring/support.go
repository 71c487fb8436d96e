//go:build linux && (amd64 || arm64)

package uring

import (
	"os"
	"unsafe"
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
	if _, err := r.lane.IOUringRegister(r.fd, registerProbe, unsafe.Pointer(&p), uint32(len(p.ops))); err != nil {
		return nil, os.NewSyscallError("io_uring_register", err)
	}
	s := &Support{Features: r.Features, Last: p.last}
	for _, o := range p.ops[:p.n] {
		s.ops[o.op] = o.flags&opSupported != 0
	}
	return s, nil
}
