//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
)

func TestReason(t *testing.T) {
	for _, c := range []struct {
		r    Refused
		want string
	}{
		{Refused{Errno: syscall.EPERM, Disabled: "2", Seccomp: "0"}, "switched it off for everyone"},
		{Refused{Errno: syscall.EPERM, Disabled: "1", Seccomp: "0"}, "most likely since the system allows it only to the privileged (CAP_SYS_ADMIN) and to the group of kernel.io_uring_group"},
		{Refused{Errno: syscall.EPERM, Disabled: "0", Seccomp: "2"}, "most likely by the seccomp filter"},
		{Refused{Errno: syscall.ENOSYS, Seccomp: "2"}, "most likely by the seccomp filter"},
		{Refused{Errno: syscall.ENOSYS, Seccomp: "0"}, "this kernel does not have it"},
		{Refused{Errno: syscall.EINVAL, Flags: DeferTaskrun, Seccomp: "0"}, "most likely since this kernel does not know all of the setup flags 0x2000, or else"},
		{Refused{Errno: syscall.ENOMEM, Seccomp: "0"}, "most likely since RLIMIT_MEMLOCK is too low (rings count"},
		{Refused{Errno: syscall.EMFILE, Seccomp: "2"}, "for a reason that is not known"},
		{Refused{Errno: syscall.EPERM, Flags: SQPoll, Disabled: "0", Seccomp: "0"}, "before Linux 5.11"},
	} {
		c.r.Call = "io_uring_setup"
		if got := c.r.Error(); !strings.Contains(got, c.want) || !strings.Contains(got, "io_uring is not available here: io_uring_setup answered") {
			t.Errorf("%+v: %q does not say %q", c.r, got, c.want)
		}
	}
}

func TestSeccompMode(t *testing.T) {
	if mode, err := seccompMode(); err != nil || len(mode) != 1 {
		t.Errorf("mode %q, %v, want a digit", mode, err)
	}
}

// What only a part of io_uring lacks is named.
func TestMissing(t *testing.T) {
	for _, c := range []struct {
		r    Refused
		want string
	}{
		{Refused{What: "IORING_OP_ACCEPT"}, "io_uring has no IORING_OP_ACCEPT here: it is not among the operations that this kernel lists"},
		{Refused{Call: "io_uring_register", What: "registered buffers", Errno: syscall.ENOMEM}, "io_uring_register answered ENOMEM, most likely since RLIMIT_MEMLOCK is too low for it"},
		{Refused{Call: "IORING_OP_ACCEPT", What: "multishot accept", Errno: syscall.EINVAL}, "IORING_OP_ACCEPT answered EINVAL, most likely since this kernel does not know it yet"},
		{Refused{Call: "IORING_OP_READ", What: "polled queue for files that are not registered", Errno: syscall.EBADF}, "IORING_OP_READ answered EBADF, most likely since, before Linux 5.11, such a ring takes registered files only"},
	} {
		if got := c.r.Error(); !strings.Contains(got, c.want) || strings.HasSuffix(got, " ()") {
			t.Errorf("%+v: %q does not say %q", c.r, got, c.want)
		}
	}
	none := &Refused{What: "IORING_OP_ACCEPT"}
	for _, err := range []error{none, fmt.Errorf("setup: %w", &Refused{Errno: syscall.EPERM})} {
		if !errors.Is(err, ErrRefused) {
			t.Errorf("%v is not ErrRefused", err)
		}
	}
	if errors.Is(none, syscall.EINVAL) || none.Unwrap() != nil {
		t.Errorf("%v has an errno that no call answered", none)
	}
}
