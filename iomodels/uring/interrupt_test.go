//go:build linux && (amd64 || arm64)

package uring

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"testing"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// A signal ends the waiting of a call that took a request without an error and
// without a completion, and that of one that took none with EINTR. Wait goes on.
func TestSubmitInterrupted(t *testing.T) {
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, unix.SIGUSR2)
	defer signal.Stop(handled)
	var pipe [2]int
	if err := sys.Pipe2(pipe[:], sys.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	defer sys.Close(pipe[0])
	defer sys.Close(pipe[1])
	withRing(t, Options{}, func(r *Ring) {
		data := space(t, r, 10)
		if err := r.Push(Read(pipe[0], data, -1, 1)); err != nil {
			t.Fatal(err)
		}
		interrupt := func() error { return sys.Tgkill(os.Getpid(), r.lane.TID(), sys.SIGUSR2) }
		done := whenWaiting(r.lane.TID(), interrupt)
		if n, err := r.Submit(1); n != 1 || err != nil || r.Ready() {
			t.Errorf("a call that took a request: %d, %v, a completion %v; want 1, no error, none", n, err, r.Ready())
		}
		check(t, done)
		done = whenWaiting(r.lane.TID(), interrupt)
		if n, err := r.Submit(1); n != 0 || !errors.Is(err, unix.EINTR) {
			t.Errorf("a call that took nothing: %d, %v, want EINTR", n, err)
		}
		check(t, done)
		done = whenWaiting(r.lane.TID(), func() error {
			_, err := sys.Write(pipe[1], []byte("hello"))
			return errors.Join(interrupt(), err)
		})
		if c, err := r.Wait(); err != nil || c.Res != 5 {
			t.Errorf("%+v, %v, want the 5 bytes", c, err)
		}
		check(t, done)
	})
}

// whenWaiting calls f once the thread sleeps in io_uring_enter, and says how that
// ended.
func whenWaiting(tid int, f func() error) <-chan error {
	done := make(chan error, 1)
	dir := fmt.Sprintf("/proc/self/task/%d/", tid)
	go func() {
		for limit := time.Now().Add(5 * time.Second); time.Now().Before(limit); time.Sleep(time.Millisecond) {
			stat, err := os.ReadFile(dir + "stat")
			call, callErr := os.ReadFile(dir + "syscall")
			if err := errors.Join(err, callErr); err != nil {
				done <- err
				return
			}
			if bytes.Contains(stat, []byte(") S ")) && bytes.HasPrefix(call, fmt.Appendf(nil, "%d ", sys.SYS_IO_URING_ENTER)) {
				done <- f()
				return
			}
		}
		done <- errors.New("the thread was not seen waiting in io_uring_enter")
	}()
	return done
}

func check(t *testing.T, done <-chan error) {
	t.Helper()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
