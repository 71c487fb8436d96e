//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"testing"

	"nbrun/iomodels/unix"
)

func TestSetupRefuses(t *testing.T) {
	const iopoll = 1 << 0 // IORING_SETUP_IOPOLL
	if _, err := New(nil, Options{Flags: iopoll}); err == nil {
		t.Error("a ring for polled devices was made, which this package does not drive")
	}
}

func TestSupport(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		if err := r.Needs(OpNop, Op(255)); errors.Is(err, unix.EINVAL) {
			t.Skip("a kernel before 5.6")
		} else if no := (*Refused)(nil); !errors.As(err, &no) || no.What != "IORING_OP(255)" {
			t.Errorf("an operation that there is not: %v, want it refused by name", err)
		}
		s, err := r.Support()
		if errors.Is(err, unix.EINVAL) {
			t.Skip("a kernel before 5.6")
		}
		if err != nil {
			t.Fatal(err)
		}
		if !s.Has(OpNop) || !s.Has(OpRecvmsg) || s.Has(Op(255)) || s.Last < OpRecvmsg || s.Features != r.Features {
			t.Errorf("support %+v", *s)
		}
	})
}

// A request that failed says with what, and that it is not to be had when the kernel does
// not know its operation.
func TestFailed(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		if err := r.Failed(OpRead, Completion{Res: 7}); err != nil {
			t.Errorf("of one that brought 7 bytes: %v", err)
		}
		if err := r.Failed(OpNop, Completion{Res: -int32(unix.EBADF)}); !errors.Is(err, unix.EBADF) || errors.Is(err, ErrRefused) {
			t.Errorf("of one with a bad descriptor: %v", err)
		}
		r.polled, r.Features = true, r.Features&^featPolledFiles // as Linux 5.10 has it
		if err := r.Failed(OpRead, Completion{Res: -int32(unix.EBADF)}); !errors.Is(err, ErrRefused) || !errors.Is(err, unix.EBADF) {
			t.Errorf("of one in a polled queue that takes no such file: %v, want a refusal", err)
		}
		r.polled = false
		unknown := r.Failed(Op(255), Completion{Res: -int32(unix.EINVAL)})
		if !errors.Is(unknown, ErrRefused) || !errors.Is(unknown, unix.EINVAL) {
			t.Errorf("of an operation that there is not: %v, want a refusal", unknown)
		}
		if r.Needs(OpNop) != nil {
			t.Skip("a kernel before 5.6")
		}
		if err := r.Failed(OpNop, Completion{Res: -int32(unix.EINVAL)}); !errors.Is(err, unix.EINVAL) || errors.Is(err, ErrRefused) {
			t.Errorf("of one that was wrong: %v, want no refusal", err)
		}
	})
}
