//go:build linux && (amd64 || arm64)

package uring

import (
	"os"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// Close takes back a request that would never complete, and what was pushed and
// not submitted. The kernel does not write to the buffer afterwards.
func TestCloseCancels(t *testing.T) {
	var pipe [2]int
	if err := sys.Pipe2(pipe[:], sys.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	defer sys.Close(pipe[0])
	defer sys.Close(pipe[1])
	before := descriptors(t)
	tr := withRing(t, Options{}, func(r *Ring) {
		data := space(t, r, 10)
		for id := range uint64(3) {
			if err := r.Push(Read(pipe[0], data, -1, id)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Submit(0); err != nil {
			t.Fatal(err)
		}
		if err := r.Push(Nop(9)); err != nil {
			t.Fatal(err)
		}
		if r.InFlight() != 4 {
			t.Errorf("%d in flight, want 4", r.InFlight())
		}
	})
	// Nothing is unmapped before each of them, and the cancellation, has completed.
	for completed := 0; completed < 4; {
		e := tr.Events[0]
		tr.Events = tr.Events[1:]
		switch {
		case e.Kind == trace.CQE:
			completed++
		case e.Name == "munmap":
			t.Fatalf("unmapped after %d completions, want 4", completed)
		}
	}
	if _, err := sys.Write(pipe[1], []byte("late")); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 10)
	if n, err := sys.Read(pipe[0], got); err != nil || string(got[:n]) != "late" {
		t.Errorf("the pipe holds %q, %v: a cancelled request has read from it", got[:max(n, 0)], err)
	}
	if after := descriptors(t); after != before {
		t.Errorf("%d descriptors, %d before", after, before)
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
