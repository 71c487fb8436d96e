//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"testing"

	"nbrun/iomodels/unix"
)

func TestSetupRefuses(t *testing.T) {
	const sqpoll = 1 << 1 // IORING_SETUP_SQPOLL
	if _, err := New(nil, Options{Flags: sqpoll}); err == nil {
		t.Error("a ring that the kernel polls was made, which this package does not drive")
	}
}

func TestSupport(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
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
