//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// Every model gives back what it took: descriptors, threads, goroutines, files.
func TestNothingIsLeft(t *testing.T) {
	before := take(t) // once: what each leaves adds up
	eachModel(t, func(t *testing.T, e entry, s setting) {
		tr, err := e.run(s)
		if err != nil && !cannot(err) {
			t.Fatal(err)
		}
		before.add(1).same(t, tr.Lanes)
		if left, _ := filepath.Glob(filepath.Join(s.dir, "*")); len(left) > 0 {
			t.Errorf("files left: %q", left)
		}
	})
}

// stock is what a process may leak.
type stock struct{ fds, goroutines int }

func take(t *testing.T) stock {
	t.Helper()
	// The first signal that is asked for has package os/signal start a goroutine for good.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, interruption)
	signal.Stop(signals)
	// The first file that os opens has the Go runtime open descriptors of its own.
	if _, err := os.ReadFile("/proc/self/stat"); err != nil {
		t.Fatal(err)
	}
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return stock{len(fds), runtime.NumGoroutine()}
}

// add is s with n goroutines more, those of subtests.
func (s stock) add(n int) stock { return stock{s.fds, s.goroutines + n} }

// same fails the test unless there is no more than there was, and the threads
// of the lanes have ended. Threads and goroutines end some time after they have
// said so, which is waited for.
func (s stock) same(t *testing.T, lanes []trace.Lane) {
	t.Helper()
	alive := func() (tids []int) {
		for _, l := range lanes {
			// The Go runtime keeps the first thread, asleep, when a goroutine locked to
			// it returns.
			if _, err := os.Stat(fmt.Sprintf("/proc/self/task/%d", l.TID)); err == nil && l.TID != os.Getpid() {
				tids = append(tids, l.TID)
			}
		}
		return tids
	}
	var now stock
	for limit := time.Now().Add(5 * time.Second); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		if now = take(t); now.fds <= s.fds && now.goroutines <= s.goroutines && len(alive()) == 0 {
			return
		}
	}
	t.Errorf("%+v is left of %+v, and of the threads %d", now, s, alive())
}

// A run in which somebody fails ends at once, for all, and leaves nothing.
func TestFailingPlays(t *testing.T) {
	broken := errors.New("broken on purpose")
	receive := func(r *receiver) error {
		_, err := r.take()
		return err
	}
	for name, p := range map[string]play{
		"receiver": {receive: func(*receiver) error { return broken }},
		"sender":   {receive: receive, send: func(*sender) error { return broken }},
		"sender, after the receiver has gone to sleep": {receive: receive, send: func(s *sender) error {
			if err := s.passGate(); err != nil {
				return err
			}
			return broken
		}},
		"sender, with a request in io_uring": {
			receive: func(r *receiver) error {
				return r.onRing(uring.Options{}, func(in *inbox) error {
					if err := in.ring.Push(in.request()); err != nil {
						return err
					}
					r.entering(enterCall)
					if _, err := in.ring.Submit(0); err != nil {
						return err
					}
					return workUntil(r.lane, r.stop, in.ring.Ready, r.submitted)
				})
			},
			send: func(s *sender) error {
				if err := s.passGate(); err != nil {
					return err
				}
				return broken
			},
		},
		"receiver, with a request in io_uring": {receive: func(r *receiver) error {
			return r.onRing(uring.Options{}, func(in *inbox) error {
				if err := in.ring.Push(in.request()); err != nil {
					return err
				}
				if _, err := in.ring.Submit(0); err != nil {
					return err
				}
				return broken
			})
		}},
		"helper of POSIX AIO": {receive: func(r *receiver) error {
			a := &aioRead{app: r.lane, stop: r.stop, fd: r.pair.receiver, data: make([]byte, r.Size), want: r.payload}
			_, err := a.run(func(*unix.Lane) (int, error) { return 0, broken })
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			before := take(t)
			_, err := perform(quick, p)
			if no := (*uring.Refused)(nil); errors.As(err, &no) {
				t.Skip(err)
			}
			if !errors.Is(err, broken) {
				t.Errorf("the run ended with %v, want %v", err, broken)
			}
			if errors.Is(err, errStopped) {
				t.Errorf("%v: that somebody was stopped is no reason", err)
			}
			before.same(t, nil)
		})
	}
}
