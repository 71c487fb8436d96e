//go:build linux && (amd64 || arm64)

package uring

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/signal"
	"testing"
	"time"
	"unsafe"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// withRing runs f on a thread, a lane and a ring of its own, and returns the lane's
// record. Closing must succeed. A kernel that refuses rings is a skip.
func withRing(t *testing.T, o Options, f func(r *Ring)) trace.Trace {
	t.Helper()
	var tr trace.Trace
	var refusal error
	done := make(chan struct{})
	go func() {
		defer close(done)
		lane := unix.Start("ring", trace.App, 1)
		defer lane.End()
		r, err := New(lane, o)
		if no := (*Refused)(nil); errors.As(err, &no) {
			refusal = err
			return
		}
		if err != nil {
			t.Error(err)
			return
		}
		f(r)
		if err := r.Close(); err != nil {
			t.Error("closing: ", err)
		}
		tr = unix.Window("", "", lane)
	}()
	<-done
	if refusal != nil {
		t.Skip(refusal)
	}
	if err := tr.Check(); err != nil {
		t.Error(err)
	}
	return tr
}

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

// Ten thousand requests go through rings of eight and sixteen places, in batches
// of every size that fits: each completes once, and both rings wrap many times.
func TestManyNops(t *testing.T) {
	const n = 10_000
	tr := withRing(t, Options{Entries: 8}, func(r *Ring) {
		random := rand.New(rand.NewSource(1))
		open := map[uint64]bool{}
		take := func() {
			c, ok := r.Peek()
			switch {
			case !ok:
				t.Fatal("a submitted nop is not complete")
			case !open[c.UserData] || c.Res != 0:
				t.Fatalf("completion %+v is of no request that is open", c)
			}
			delete(open, c.UserData)
		}
		for next := uint64(0); next < n; {
			batch := min(1+random.Intn(8), n-int(next), len(r.completions)-1-len(open))
			for range batch {
				if err := r.Push(Nop(next)); err != nil {
					t.Fatal(err)
				}
				open[next] = true
				next++
			}
			if got, err := r.Submit(0); got != batch || err != nil {
				t.Fatalf("submitted %d, %v, want %d", got, err, batch)
			}
			// Leave some lying, so that the rings wrap out of step.
			for range random.Intn(len(open) + 1) {
				take()
			}
		}
		for len(open) > 0 {
			take()
		}
		if c, ok := r.Peek(); ok {
			t.Errorf("one completion too many: %+v", c)
		}
	})
	kinds := map[trace.Kind]int{}
	for _, e := range tr.Events {
		kinds[e.Kind]++
	}
	if kinds[trace.SQE] != n || kinds[trace.CQE] != n {
		t.Errorf("%d requests and %d completions are recorded, want %d each", kinds[trace.SQE], kinds[trace.CQE], n)
	}
}

// The queues refuse what they cannot hold, and lose nothing by it.
func TestFull(t *testing.T) {
	for _, o := range []Options{{Entries: 4}, {Entries: 4, Completions: 32}} {
		full(t, o)
	}
}

func full(t *testing.T, o Options) {
	t.Helper()
	withRing(t, o, func(r *Ring) {
		if o.Completions != 0 && len(r.completions) != o.Completions {
			t.Errorf("%d places for completions, want %d", len(r.completions), o.Completions)
		}
		pushed := uint64(0)
		for {
			if err := r.Push(Nop(pushed)); err != nil {
				if !errors.Is(err, ErrFull) {
					t.Fatal(err)
				}
				if r.pending == 0 {
					break // not even after a submission: the completion queue is full
				}
				if _, err := r.Submit(0); err != nil {
					t.Fatal(err)
				}
				continue
			}
			pushed++
		}
		if want := uint64(len(r.completions) - 1); pushed != want {
			t.Errorf("%d requests were taken, want %d", pushed, want)
		}
		for want := range pushed {
			if c, ok := r.Peek(); !ok || c.UserData != want {
				t.Errorf("completion %+v, %v, want that of %d", c, ok, want)
			}
		}
		if err := r.Push(Nop(pushed)); err != nil {
			t.Errorf("the ring is empty again, and yet: %v", err)
		}
	})
}

func TestPushRefuses(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		inside, err := r.Arena.Buffer(16)
		if err != nil {
			t.Fatal(err)
		}
		var heap unix.Msghdr
		var ts unix.Timespec
		for name, q := range map[string]Request{
			"a buffer of the heap":           Recv(0, make([]byte, 8), 0, 1),
			"a message of the heap":          Recvmsg(0, &heap, 0, 1),
			"a time of the heap":             Timeout(&ts, 1),
			"beyond the arena's end":         {Op: OpRead, Addr: address(unsafe.Pointer(&inside[0])), Len: 1 << 30, UserData: 1},
			"before its beginning":           {Op: OpRead, Addr: address(unsafe.Pointer(&inside[0])) - 1, Len: 1, UserData: 1},
			"an operation that is not known": {Op: 1, UserData: 1}, // IORING_OP_READV
			"a buffer that the kernel picks": {Op: OpRecv, Flags: bufferSelect, UserData: 1},
			"an array of buffers":            {Op: OpSend, Ioprio: 1 << 5, UserData: 1}, // IORING_SEND_VECTORIZED
			"an address of the heap":         {Op: OpSend, Off: address(unsafe.Pointer(&ts)), SpliceFD: 16, UserData: 1},
			"no completion":                  {Op: OpNop, Flags: skipSuccess, UserData: 1},
			"many timeouts":                  {Op: OpTimeout, Addr: address(unsafe.Pointer(&inside[0])), Len: 1, OpFlags: timeoutMultishot, UserData: 1},
			"many readinesses":               {Op: OpPollAdd, Len: pollMultishot, UserData: 1},
			"many datagrams":                 {Op: OpRecv, Ioprio: recvMultishot, UserData: 1},
		} {
			if err := r.Push(q); err == nil || errors.Is(err, ErrFull) {
				t.Errorf("%s: %v, want a refusal", name, err)
			}
		}
		if err := r.Push(Nop(7)); err != nil {
			t.Fatal(err)
		}
		if err := r.Push(Nop(7)); err == nil {
			t.Error("a second request with the user data of one in flight was taken")
		}
		if _, err := r.Arena.Message(make([]byte, 8), nil); err == nil {
			t.Error("a message for a buffer of the heap was made")
		}
		if _, err := r.Arena.Buffer(1 << 30); !errors.Is(err, ErrArenaFull) {
			t.Errorf("a buffer larger than the arena: %v", err)
		}
	})
}

// A message header is followed to the end: whatever it points to outside the arena
// is refused, whoever made it.
func TestPushFollowsMessages(t *testing.T) {
	withRing(t, Options{Arena: 64 * os.Getpagesize()}, func(r *Ring) {
		heap := make([]byte, 64)
		for name, spoil := range map[string]func(*unix.Msghdr){
			"the vector is of the heap":       func(m *unix.Msghdr) { m.Iov = &unix.Iovec{} },
			"the buffer is of the heap":       func(m *unix.Msghdr) { m.Iov.Base = &heap[0] },
			"the buffer is too long":          func(m *unix.Msghdr) { m.Iov.Len = 1 << 30 },
			"the vector is too long":          func(m *unix.Msghdr) { m.Iovlen = 1 << 60 },
			"the control is of the heap":      func(m *unix.Msghdr) { m.Control = &heap[0] },
			"the control is too long":         func(m *unix.Msghdr) { m.Controllen = ^uint64(0) },
			"the address is of the heap":      func(m *unix.Msghdr) { m.Name, m.Namelen = &heap[0], 16 },
			"there is a vector at 0":          func(m *unix.Msghdr) { m.Iov = nil },
			"there is a buffer at 0":          func(m *unix.Msghdr) { m.Iov.Base = nil },
			"there is an address at 0":        func(m *unix.Msghdr) { m.Namelen = 1 },
			"there is a control message at 0": func(m *unix.Msghdr) { m.Control = nil },
		} {
			msg, err := r.Arena.Message(space(t, r, 8), space(t, r, 8))
			if err != nil {
				t.Fatal(err)
			}
			spoil(msg)
			if err := r.Push(Recvmsg(0, msg, 0, 1)); err == nil || errors.Is(err, ErrFull) {
				t.Errorf("%s: %v, want a refusal", name, err)
			}
		}
		msg, err := r.Arena.Message(space(t, r, 8), nil)
		if err != nil {
			t.Fatal(err)
		}
		msg.Iovlen = 0 // no buffers at all: there is nothing to refuse
		if err := r.Push(Recvmsg(0, msg, 0, 1)); err != nil {
			t.Error(err)
		}
	})
}

func TestSetupRefuses(t *testing.T) {
	const sqpoll = 1 << 1 // IORING_SETUP_SQPOLL
	if _, err := New(nil, Options{Flags: sqpoll}); err == nil {
		t.Error("a ring that the kernel polls was made, which this package does not drive")
	}
}

// Between a submission that does not wait and the completion found by looking, the
// program makes no system call.
func TestPeekMakesNoCall(t *testing.T) {
	tr := withRing(t, Options{}, func(r *Ring) {
		ts, err := r.Arena.Timespec(time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Push(Timeout(ts, 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Submit(0); err != nil {
			t.Fatal(err)
		}
		for !r.Ready() {
		}
		if c, _ := r.Peek(); unix.Errno(-c.Res) != unix.ETIME {
			t.Errorf("the timeout ended with %d, want -ETIME", c.Res)
		}
	})
	i := 0
	for tr.Events[i].Name != "io_uring_enter" {
		i++
	}
	if next := tr.Events[i+1]; next.Kind != trace.CQE || next.Errno.Name != "ETIME" || next.Name != "IORING_OP_TIMEOUT" {
		t.Errorf("after the submission comes %+v, want the completion", next)
	}
}

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

// Two reads in flight complete in the order in which their data come, not in that
// of their submission: the user data tells which is which.
func TestOrderOfCompletion(t *testing.T) {
	var first, second [2]int
	for _, p := range []*[2]int{&first, &second} {
		if err := sys.Pipe2(p[:], sys.O_CLOEXEC); err != nil {
			t.Fatal(err)
		}
		defer sys.Close(p[0])
		defer sys.Close(p[1])
	}
	withRing(t, Options{}, func(r *Ring) {
		a, b := space(t, r, 10), space(t, r, 10)
		for _, q := range []Request{Read(first[0], a, -1, 1), Read(second[0], b, -1, 2)} {
			if err := r.Push(q); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := r.Submit(0); n != 2 || err != nil {
			t.Fatalf("submitted %d, %v", n, err)
		}
		for i, c := range []struct {
			fd   int
			text string
			id   uint64
			data []byte
		}{{second[1], "two", 2, b}, {first[1], "one", 1, a}} {
			if _, err := sys.Write(c.fd, []byte(c.text)); err != nil {
				t.Fatal(err)
			}
			got, err := r.Wait()
			if err != nil || got.UserData != c.id || string(c.data[:max(got.Res, 0)]) != c.text {
				t.Errorf("completion %d: %+v, %v, %q, want that of request %d with %q", i, got, err, c.data, c.id, c.text)
			}
		}
	})
}

// A linked request starts when the one before it is done.
func TestLink(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		ts, err := r.Arena.Timespec(time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		first := Timeout(ts, 1)
		first.OpFlags = 1 << 5 // IORING_TIMEOUT_ETIME_SUCCESS: or the link would break
		first.Flags = IOLink
		for _, q := range []Request{first, Nop(2)} {
			if err := r.Push(q); err != nil {
				t.Fatal(err)
			}
		}
		for want := uint64(1); want <= 2; want++ {
			if c, err := r.Wait(); err != nil || c.UserData != want {
				t.Errorf("completion %+v, %v, want that of %d", c, err, want)
			}
		}
	})
}

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

func TestWaitForNothing(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		if c, err := r.Wait(); err == nil {
			t.Errorf("waiting for nothing returned %+v; it would never have returned", c)
		}
	})
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
