//go:build linux && (amd64 || arm64)

package uring

import (
	"testing"
	"unsafe"

	"nbrun/iomodels/unix"
)

func TestLayout(t *testing.T) {
	for name, sizes := range map[string][2]uintptr{
		"io_uring_params": {unsafe.Sizeof(params{}), 120},
		"io_uring_sqe":    {unsafe.Sizeof(Request{}), 64},
		"io_uring_cqe":    {unsafe.Sizeof(Completion{}), 16},
		"cq_off":          {unsafe.Offsetof(params{}.cq), 80},
		"user_msghdr":     {unsafe.Sizeof(messageHeader{}), unsafe.Sizeof(unix.Msghdr{})},
		"msg_control":     {unsafe.Offsetof(messageHeader{}.control), unsafe.Offsetof(unix.Msghdr{}.Control)},
		"msg_namelen":     {unsafe.Offsetof(messageHeader{}.nameLen), unsafe.Offsetof(unix.Msghdr{}.Namelen)},
		"msg_iov":         {unsafe.Offsetof(messageHeader{}.vector), unsafe.Offsetof(unix.Msghdr{}.Iov)},
		"iovec":           {unsafe.Sizeof(buffer{}), unsafe.Sizeof(unix.Iovec{})},
		"user_data":       {unsafe.Offsetof(Request{}.UserData), 32},
	} {
		if sizes[0] != sizes[1] {
			t.Errorf("%s: %d bytes, the kernel's has %d", name, sizes[0], sizes[1])
		}
	}
}
