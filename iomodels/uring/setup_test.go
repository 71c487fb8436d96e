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
