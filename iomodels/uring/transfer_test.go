//go:build linux && (amd64 || arm64)

package uring

import (
	"bytes"
	"os"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

func TestTransfers(t *testing.T) {
	pair, err := sys.Socketpair(sys.AF_UNIX, sys.SOCK_STREAM|sys.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(pair[0])
	defer sys.Close(pair[1])
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	fd := int(file.Fd())
	withRing(t, Options{}, func(r *Ring) {
		text := []byte("through the ring")
		out, in := space(t, r, len(text)), space(t, r, 100)
		copy(out, text)
		do := func(q Request, want int32) {
			t.Helper()
			if err := r.Push(q); err != nil {
				t.Fatal(err)
			}
			if c, err := r.Wait(); err != nil || c.Res != want || c.UserData != q.UserData {
				t.Errorf("%v: %+v, %v, want %d", q.Op, c, err, want)
			}
		}
		got := func() {
			t.Helper()
			if !bytes.HasPrefix(in, text) || in[len(text)] != 0 {
				t.Errorf("got %q, want %q", in, text)
			}
			clear(in)
		}
		n := int32(len(text))
		do(Write(fd, out, 3, 1), n)
		do(Read(fd, in, 3, 2), n)
		got()
		do(Send(pair[0], out, 0, 3), n)
		do(PollAdd(pair[1], unix.POLLIN, 4), unix.POLLIN)
		do(Recv(pair[1], in, 0, 5), n)
		got()
		do(Send(pair[0], out, 0, 6), n)
		msg, err := r.Arena.Message(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		do(Recvmsg(pair[1], msg, 0, 7), n)
		got()
		do(Read(-1, in, 0, 8), -int32(unix.EBADF))
		request := Read(fd, in, 3, 9)
		request.Flags = Async
		do(request, n)
		got()
	})
}

func space(t *testing.T, r *Ring, n int) []byte {
	t.Helper()
	b, err := r.Arena.Buffer(n)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
