//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unsafe"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/uring"
)

// refusal names, in the environment of a child process, what is refused there.
const refusal = "IOMODELS_TEST_REFUSE"

// A container's seccomp filter refuses io_uring by EPERM or ENOSYS. IOUring then
// says so, and AIO goes on with Linux AIO and says that.
func TestRefusedBySeccomp(t *testing.T) {
	for name, errno := range map[string]sys.Errno{"EPERM": sys.EPERM, "ENOSYS": sys.ENOSYS} {
		t.Run(name, func(t *testing.T) {
			if inChild(t, nil) { // a filter stays for the life of a process
				underFilter(t, errno)
			}
		})
	}
}

func underFilter(t *testing.T, errno sys.Errno) {
	if err := refuse(sys.SYS_IO_URING_SETUP, errno); err != nil {
		t.Skip("no seccomp filter here: ", err)
	}
	before := take(t)
	_, err := IOUring(quick)
	var no *uring.Refused
	if !errors.As(err, &no) {
		t.Fatalf("IOUring: %v, want a refusal", err)
	}
	if no.Errno != errno || no.Seccomp != "2" || !errors.Is(err, errno) {
		t.Errorf("refused with %v, Seccomp %q, want %v and 2", no.Errno, no.Seccomp, errno)
	}
	for _, word := range []string{sys.ErrnoName(errno), "seccomp filter", "/proc/sys/kernel/io_uring_disabled", "/proc/thread-self/status: 2"} {
		if !strings.Contains(no.Error(), word) {
			t.Errorf("%q does not say %q", no, word)
		}
	}
	if strings.ContainsRune(no.Error(), '\n') {
		t.Errorf("%q is more than a line", no)
	}
	before.same(t, nil)

	for _, a := range Abilities("") {
		if a.Name == "io_uring" && (a.OK || !errors.Is(a.Err, errno)) {
			t.Errorf("the doctor says of io_uring: %+v, want %v", a, errno)
		}
	}

	tr, err := AIO(quick)
	if err != nil {
		t.Fatal(err)
	}
	if tr.Model != "linux-aio" || tr.Title != "Linux AIO on UDP, since io_uring was refused: io_submit sleeps" {
		t.Errorf("model %q, title %q, want Linux AIO that sleeps", tr.Model, tr.Title)
	}
	if first := tr.Notes[0]; !strings.HasPrefix(first, no.Error()) || !strings.HasSuffix(first, "this is Linux AIO instead") {
		t.Errorf("the first of the notes %q does not say what was refused and what this is", tr.Notes)
	}
	if tr.Count("io_uring_enter") != 0 || tr.Count("io_submit") != 1 {
		t.Errorf("not Linux AIO:\n%s", tr.Text())
	}
}

// refuse has the kernel answer the system call nr with errno, for this process and
// from now on, by a seccomp(2) filter on all its threads.
func refuse(nr uint32, errno sys.Errno) error {
	return install(
		sys.SockFilter{Code: sys.BPF_LD | sys.BPF_W | sys.BPF_ABS}, // struct seccomp_data begins with the number
		sys.SockFilter{Code: sys.BPF_JMP | sys.BPF_JEQ | sys.BPF_K, K: nr, Jf: 1},
		sys.SockFilter{Code: sys.BPF_RET | sys.BPF_K, K: sys.SECCOMP_RET_ERRNO | uint32(errno)},
		sys.SockFilter{Code: sys.BPF_RET | sys.BPF_K, K: sys.SECCOMP_RET_ALLOW},
	)
}

// install puts a filter on all threads of this process.
func install(filter ...sys.SockFilter) error {
	program := sys.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := sys.Prctl(sys.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return os.NewSyscallError("prctl", err)
	}
	_, _, e := sys.Syscall(sys.SYS_SECCOMP, sys.SECCOMP_SET_MODE_FILTER, sys.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	if e != 0 {
		return os.NewSyscallError("seccomp", e)
	}
	return nil
}

// Where io_setup is refused, or not built in, the models of Linux AIO say so.
func TestNoLinuxAIO(t *testing.T) {
	if !inChild(t, nil) {
		return
	}
	if err := refuse(sys.SYS_IO_SETUP, sys.ENOSYS); err != nil {
		t.Skip("no seccomp filter here: ", err)
	}
	before := take(t)
	if _, err := LinuxAIOSocket(quick); !errors.Is(err, ErrNoLinuxAIO) || !errors.Is(err, sys.ENOSYS) {
		t.Errorf("LinuxAIOSocket: %v, want ErrNoLinuxAIO and ENOSYS", err)
	}
	before.same(t, nil)

	if err := refuse(sys.SYS_IO_URING_SETUP, sys.EPERM); err != nil {
		t.Fatal(err)
	}
	tr, err := AIO(quick)
	if err != nil {
		t.Fatal(err)
	}
	if tr.Model != "posix-aio-emulated" || !strings.HasSuffix(tr.Title, "neither io_uring nor Linux AIO here") ||
		!strings.Contains(tr.Notes[0], "io_uring_setup answered EPERM") || !strings.Contains(tr.Notes[1], ErrNoLinuxAIO.Error()) {
		t.Errorf("without either: model %q, title %q, notes %q", tr.Model, tr.Title, tr.Notes)
	}
}

// All requests of Linux AIO that the system may have can be taken, by others.
func TestLinuxAIOExhausted(t *testing.T) {
	if !inChild(t, nil) {
		return
	}
	if err := refuse(sys.SYS_IO_SETUP, sys.EAGAIN); err != nil {
		t.Skip("no seccomp filter here: ", err)
	}
	if _, err := LinuxAIOSocket(quick); !errors.Is(err, ErrNoLinuxAIO) || !errors.Is(err, sys.EAGAIN) {
		t.Errorf("LinuxAIOSocket: %v, want ErrNoLinuxAIO and EAGAIN", err)
	}
}
