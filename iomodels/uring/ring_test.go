//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"math/rand"
	"testing"
	"time"

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

func TestWaitForNothing(t *testing.T) {
	withRing(t, Options{}, func(r *Ring) {
		if c, err := r.Wait(); err == nil {
			t.Errorf("waiting for nothing returned %+v; it would never have returned", c)
		}
	})
}
