//go:build linux && (amd64 || arm64)

package iomodels

import (
	"slices"
	"strings"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// Where the kernel gives no times of data a web request goes on, says so, and what would
// rest on the times is not said to be measured.
func TestWebRequestWithoutStamps(t *testing.T) {
	if !inChild(t, nil) {
		return
	}
	if err := refuseStamps(sys.ENOPROTOOPT); err != nil {
		t.Skip("no seccomp filter here: ", err)
	}
	tr, err := WebRequestWarm(File{})
	if err != nil {
		t.Fatal(err)
	}
	var inferred []string
	for _, s := range tr.WebSteps() {
		if s.By == trace.Inferred {
			inferred = append(inferred, s.N)
		}
	}
	if !slices.Equal(inferred, []string{"3", "10"}) {
		t.Errorf("the steps %q are inferred, want 3 and 10\n%s", inferred, tr.Text())
	}
	if !unstamped("recvmsg").of(tr) {
		t.Errorf("recvmsg does not say why it has no stamp\n%s", tr.Text())
	}
	if got := strings.Count(strings.Join(tr.Notes, "\n"), "SO_TIMESTAMPING: protocol not available"); got != 2 {
		t.Errorf("the notes say %d times that there are no times: %q", got, tr.Notes)
	}
	if err := tr.Check(); err != nil {
		t.Error(err)
	}
}

// refuseStamps has the kernel answer setsockopt of SO_TIMESTAMPING with errno. Struct
// seccomp_data is the number, the architecture, the address and six arguments of 8 bytes
// each, of which both machines have the lower half first.
func refuseStamps(errno sys.Errno) error {
	const number, third = 0, 16 + 2*8
	return install(
		sys.SockFilter{Code: sys.BPF_LD | sys.BPF_W | sys.BPF_ABS, K: number},
		sys.SockFilter{Code: sys.BPF_JMP | sys.BPF_JEQ | sys.BPF_K, K: sys.SYS_SETSOCKOPT, Jf: 3},
		sys.SockFilter{Code: sys.BPF_LD | sys.BPF_W | sys.BPF_ABS, K: third},
		sys.SockFilter{Code: sys.BPF_JMP | sys.BPF_JEQ | sys.BPF_K, K: sys.SO_TIMESTAMPING, Jf: 1},
		sys.SockFilter{Code: sys.BPF_RET | sys.BPF_K, K: sys.SECCOMP_RET_ERRNO | uint32(errno)},
		sys.SockFilter{Code: sys.BPF_RET | sys.BPF_K, K: sys.SECCOMP_RET_ALLOW},
	)
}
