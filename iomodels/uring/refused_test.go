//go:build linux && (amd64 || arm64)

package uring

import (
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
		{Refused{Errno: syscall.ENOMEM, Seccomp: "0"}, "or, before Linux 5.12, since RLIMIT_MEMLOCK"},
		{Refused{Errno: syscall.EMFILE, Seccomp: "2"}, "for a reason that is not known"},
	} {
		if got := c.r.Error(); !strings.Contains(got, c.want) || !strings.Contains(got, "io_uring is not available here") {
			t.Errorf("%+v: %q does not say %q", c.r, got, c.want)
		}
	}
}

func TestSeccompMode(t *testing.T) {
	if mode, err := seccompMode(); err != nil || len(mode) != 1 {
		t.Errorf("mode %q, %v, want a digit", mode, err)
	}
}
