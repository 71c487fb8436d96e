//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// submit pushes and submits.
func submit(t *testing.T, r *Ring, requests ...Request) {
	t.Helper()
	for _, q := range requests {
		if err := r.Push(q); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := r.Submit(0); n != len(requests) || err != nil {
		t.Fatalf("submitted %d, %v, want %d", n, err, len(requests))
	}
}

// results waits for n completions and returns what each request ended with.
func results(t *testing.T, r *Ring, n int) map[uint64]int32 {
	t.Helper()
	got := map[uint64]int32{}
	for range n {
		c, err := r.Wait()
		if err != nil {
			t.Fatal(err)
		}
		got[c.UserData] = c.Res
	}
	return got
}

func newPipe(t *testing.T) (p [2]int) {
	t.Helper()
	if err := sys.Pipe2(p[:], sys.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sys.Close(p[0]); sys.Close(p[1]) })
	return p
}

func newTimespec(t *testing.T, r *Ring, d time.Duration) *unix.Timespec {
	t.Helper()
	ts, err := r.Arena.Timespec(d)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

// A request that is given up completes with ECANCELED, and the cancellation says
// whether it found it.
func TestCancel(t *testing.T) {
	pipe := newPipe(t)
	withRing(t, Options{}, func(r *Ring) {
		submit(t, r, Read(pipe[0], space(t, r, 10), -1, 1))
		submit(t, r, Cancel(1, 2))
		if got := results(t, r, 2); unix.Errno(-got[1]) != unix.ECANCELED || got[2] != 0 {
			t.Errorf("%v, want ECANCELED and 0", got)
		}
		submit(t, r, Cancel(1, 2))
		if got := results(t, r, 1); unix.Errno(-got[2]) != unix.ENOENT {
			t.Errorf("%v, want ENOENT: there is nothing to cancel", got)
		}
	})
}

// A linked timeout and its request end each other.
func TestLinkTimeout(t *testing.T) {
	pipe := newPipe(t)
	withRing(t, Options{}, func(r *Ring) {
		read := Read(pipe[0], space(t, r, 10), -1, 1)
		read.Flags = IOLink
		submit(t, r, read, LinkTimeout(newTimespec(t, r, time.Millisecond), 2))
		if got := results(t, r, 2); unix.Errno(-got[1]) != unix.ECANCELED || unix.Errno(-got[2]) != unix.ETIME {
			t.Errorf("too slow: %v, want ECANCELED and ETIME", got)
		}
		if _, err := sys.Write(pipe[1], []byte("hello")); err != nil {
			t.Fatal(err)
		}
		submit(t, r, read, LinkTimeout(newTimespec(t, r, time.Hour), 2))
		if got := results(t, r, 2); got[1] != 5 || unix.Errno(-got[2]) != unix.ECANCELED {
			t.Errorf("fast: %v, want 5 and ECANCELED", got)
		}
	})
}

// Registered buffers and files are used by their places, and a file stays open
// without its descriptor.
func TestRegistered(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("registered"); err != nil {
		t.Fatal(err)
	}
	fd := int(file.Fd())
	tr := withRing(t, Options{}, func(r *Ring) {
		data := space(t, r, 100)
		if err := errors.Join(r.RegisterBuffers(data), r.RegisterFiles(fd), file.Close()); err != nil {
			t.Fatal(err)
		}
		q := ReadFixed(0, data[10:], 0, 0, 1)
		q.Flags = FixedFile
		submit(t, r, q)
		if got := results(t, r, 1); got[1] != 10 || !strings.HasPrefix(string(data[10:]), "registered") {
			t.Errorf("%v, %q", got, data[:30])
		}
		// The kernel knows what was registered and what was not.
		submit(t, r, ReadFixed(0, space(t, r, 10), 0, 0, 1))
		if got := results(t, r, 1); unix.Errno(-got[1]) != unix.EFAULT && unix.Errno(-got[1]) != unix.EBADF {
			t.Errorf("a buffer that was not registered: %v, want EFAULT", got)
		}
		q = Read(1, data, 0, 1)
		q.Flags = FixedFile
		submit(t, r, q)
		if got := results(t, r, 1); unix.Errno(-got[1]) != unix.EBADF {
			t.Errorf("a place where no file was registered: %v, want EBADF", got)
		}
	})
	for _, e := range tr.Events {
		if e.Kind == trace.SQE {
			if last := e.Args[len(e.Args)-1].Text; !strings.HasPrefix(e.Args[0].Text, "registered file 0 = ") || last != "IOSQE_FIXED_FILE" {
				t.Errorf("the request reads %v", e.Args)
			}
			return
		}
	}
}

// listener is a TCP socket that listens on the loopback interface.
func listener(t *testing.T) (fd int, address sys.Sockaddr) {
	t.Helper()
	fd, err := sys.Socket(sys.AF_INET, sys.SOCK_STREAM|sys.SOCK_CLOEXEC, 0)
	if err == nil {
		t.Cleanup(func() { sys.Close(fd) })
		err = errors.Join(sys.Bind(fd, &sys.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}), sys.Listen(fd, 16))
	}
	if err != nil {
		t.Fatal(err)
	}
	if address, err = sys.Getsockname(fd); err != nil {
		t.Fatal(err)
	}
	return fd, address
}

func connect(t *testing.T, to sys.Sockaddr) {
	t.Helper()
	fd, err := sys.Socket(sys.AF_INET, sys.SOCK_STREAM|sys.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sys.Close(fd) })
	if err := sys.Connect(fd, to); err != nil {
		t.Fatal(err)
	}
}

// One multishot accept brings every connection, also those for which the completion
// queue has no place, and those that nobody asks for any more are closed.
func TestAcceptMultishot(t *testing.T) {
	before := descriptors(t)
	t.Run("", func(t *testing.T) {
		fd, address := listener(t)
		withRing(t, Options{Entries: 2, Completions: 4}, func(r *Ring) {
			const clients = 7
			submit(t, r, AcceptMultishot(fd, unix.SOCK_CLOEXEC, 1))
			for range clients {
				connect(t, address)
			}
			accepted := map[int32]bool{}
			for len(accepted) < clients {
				c, err := r.Wait()
				if unix.Errno(-c.Res) == unix.EINVAL {
					t.Skip("a kernel before 5.19")
				}
				if err != nil || c.Res < 0 || c.UserData != 1 {
					t.Fatalf("%+v, %v", c, err)
				}
				accepted[c.Res] = true
				if c.Flags&More == 0 { // the queue was full: the kernel ends the request
					submit(t, r, AcceptMultishot(fd, unix.SOCK_CLOEXEC, 1))
				}
			}
			for fd := range accepted {
				sys.Close(int(fd))
			}
			if r.InFlight() != 1 {
				t.Errorf("%d requests in flight, want the one that stays", r.InFlight())
			}
			connect(t, address)
		})
	})
	if after := descriptors(t); after != before {
		t.Errorf("%d descriptors, %d before", after, before)
	}
}

// A registered eventfd counts the times at which completions came: some that come
// together may count as one.
func TestEventfd(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		fd, err := sys.Eventfd(0, sys.EFD_CLOEXEC)
		if err != nil {
			t.Fatal(err)
		}
		defer sys.Close(fd)
		if err := r.RegisterEventfd(fd); err != nil {
			t.Fatal(err)
		}
		for id := range uint64(3) {
			submit(t, r, Nop(id))
			results(t, r, 1)
		}
		var count [8]byte
		if _, err := sys.Read(fd, count[:]); err != nil || !slices.Equal(count[:1], []byte{3}) {
			t.Errorf("the eventfd counts %v, %v, want 3", count, err)
		}
	})
}

// A kernel thread does what is asked without a call, sleeps when nothing is asked, and
// is woken by one.
func TestPolled(t *testing.T) {
	asleep := 0
	tr := withRing(t, Options{Flags: SQPoll, Idle: time.Millisecond}, func(r *Ring) {
		if !r.Polled() {
			t.Error("the ring does not say that its queue is polled")
		}
		for id := range uint64(5) {
			submit(t, r, Nop(id))
			for !r.Ready() {
			}
			if c, _ := r.Peek(); c.UserData != id || c.Res != 0 {
				t.Errorf("%+v, want that of %d", c, id)
			}
			for limit := time.Now().Add(5 * time.Second); atomic.LoadUint32(r.sqFlags)&sqNeedWakeup == 0; time.Sleep(time.Millisecond) {
				if time.Now().After(limit) {
					t.Fatal("the kernel thread does not go to sleep")
				}
			}
		}
		submit(t, r, Nop(9))
		if c, err := r.Wait(); err != nil || c.UserData != 9 {
			t.Errorf("%+v, %v, want that of 9", c, err)
		}
	})
	for _, e := range tr.Events {
		if e.Name == "submission queue" && strings.Contains(e.Note, "sleeps") {
			asleep++
		}
	}
	if enters := tr.Count("io_uring_enter"); asleep < 5 || enters < asleep {
		t.Errorf("%d calls of io_uring_enter, and the thread was found asleep %d times, want 5 or 6", enters, asleep)
	}
}

// What is in flight on such a ring when it is closed is cancelled too.
func TestPolledClose(t *testing.T) {
	pipe := newPipe(t)
	withRing(t, Options{Flags: SQPoll}, func(r *Ring) {
		if err := r.Push(Read(pipe[0], space(t, r, 10), -1, 1)); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := sys.Write(pipe[1], []byte("late")); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 10)
	if n, err := sys.Read(pipe[0], got); err != nil || string(got[:n]) != "late" {
		t.Errorf("the pipe holds %q, %v: a cancelled request has read from it", got[:max(n, 0)], err)
	}
}
