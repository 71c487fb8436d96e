//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"
	"os/signal"
	"runtime"
	"testing"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// locked runs f on a thread that ends with it, as a cell's code runs on one.
func locked(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		f()
	}()
	<-done
}

func TestSendWhenAsleep(t *testing.T) {
	before := take(t)
	fds := make([]int, 2)
	if err := sys.Pipe2(fds, sys.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	var sent trace.Trace
	locked(func() {
		lane := unix.Start("reader", trace.App, 3)
		defer lane.End()
		later := SendWhenAsleep(fds[1], []byte("hello"), time.Millisecond)
		buf := make([]byte, 100)
		n, err := lane.Read(fds[0], buf)
		if err != nil || string(buf[:n]) != "hello" {
			t.Errorf("read %q, %v, want the 5 bytes that there are", buf[:n], err)
		}
		if sent, err = later.Wait(); err != nil {
			t.Error(err)
		}
		read := unix.Window("", "", lane).Events[0]
		if write := sent.Find("write"); write.Enter < read.Enter || write.Enter > read.Exit || read.Usage.Nvcsw < 1 {
			t.Errorf("the write at %d is outside of the read [%d, %d], which slept %d times", write.Enter, read.Enter, read.Exit, read.Usage.Nvcsw)
		}
	})
	if err := sent.Check(); err != nil {
		t.Error(err)
	}
	for _, fd := range fds {
		if err := sys.Close(fd); err != nil {
			t.Error(err)
		}
	}
	before.same(t, sent.Lanes)
}

// A poll is never restarted after a signal (signal(7)).
func TestSignalWhenAsleep(t *testing.T) {
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, unix.SIGUSR2)
	defer signal.Stop(handled)
	locked(func() {
		lane := unix.Start("poller", trace.App, 1)
		defer lane.End()
		later := SignalWhenAsleep(unix.SIGUSR2, 0)
		if n, err := lane.Poll(nil, -1); err != unix.EINTR {
			t.Errorf("poll returned %d, %v, want EINTR", n, err)
		}
		if _, err := later.Wait(); err != nil {
			t.Error(err)
		}
		<-handled
	})
}
