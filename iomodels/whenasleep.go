//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"slices"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// Later is something that is done once the thread that asked for it sleeps in a
// system call: see [SendWhenAsleep] and [SignalWhenAsleep].
type Later struct {
	gate  gate
	lanes [2]*unix.Lane // who does it, who watches
	done  chan struct{}
	errs  [2]error
}

// SendWhenAsleep is the gate for programs that make their own calls. It returns at
// once. When the calling thread has then been seen asleep in a system call that
// waits for data, delay begins, and at its end data are written to fd:
//
//	later := iomodels.SendWhenAsleep(w, []byte("hello"), 50*time.Millisecond)
//	n, err := unix.Read(r, buf) // sleeps until the other end of w has something
//	t, err := later.Wait()
//
// The calling goroutine must be locked to its thread until Wait has returned, as
// the cells of a notebook are. When the thread is not asleep within 15 s, nothing
// is written, and Wait says so.
func SendWhenAsleep(fd int, data []byte, delay time.Duration) *Later {
	data = slices.Clone(data)
	return whenAsleep("sender", func(lane *unix.Lane, _ int) error {
		if err := sleep(lane, delay); err != nil {
			return err
		}
		_, err := lane.Write(fd, data)
		return os.NewSyscallError("write", err)
	})
}

// SignalWhenAsleep is [SendWhenAsleep] with a signal to the calling thread in place
// of data. The program should handle it (signal.Notify): many signals kill
// otherwise.
func SignalWhenAsleep(sig unix.Signal, delay time.Duration) *Later {
	return whenAsleep("sender", func(lane *unix.Lane, tid int) error {
		if err := sleep(lane, delay); err != nil {
			return err
		}
		return os.NewSyscallError("tgkill", lane.Tgkill(os.Getpid(), tid, sig))
	})
}

// Wait returns when it was done, or could not be, with the record of the lanes
// "sender" and "watcher".
func (l *Later) Wait() (trace.Trace, error) {
	<-l.done
	t := unix.Window("", "", l.lanes[:]...)
	t.Notes = append(t.Notes, l.gate.weakness()...)
	return t, errors.Join(l.errs[:]...)
}

// whenAsleep has f done, on a lane of that name, when the calling thread sleeps; f
// is given the thread.
func whenAsleep(name string, f func(lane *unix.Lane, tid int) error) *Later {
	l := &Later{done: make(chan struct{})}
	tid := sys.Gettid()
	l.gate.enter(tid, receivingCalls...)
	open, watched := make(chan bool, 1), make(chan struct{})
	go func() {
		defer close(watched)
		onThread("watcher", trace.Witness, 1, func(lane *unix.Lane) {
			l.lanes[1] = lane
			l.errs[1] = l.gate.await(lane, nil)
			open <- l.errs[1] == nil
		})
	}()
	go func() {
		defer close(l.done)
		onThread(name, trace.Peer, 1, func(lane *unix.Lane) {
			l.lanes[0] = lane
			if <-open {
				l.errs[0] = f(lane, tid)
			}
		})
		<-watched
	}()
	return l
}

// receivingCalls are those in which a thread waits for data, or for the news that
// there are some. The Go runtime waits in others (futex).
var receivingCalls = []call{
	{"read", unix.SYS_READ}, {"readv", unix.SYS_READV}, {"recvmsg", unix.SYS_RECVMSG}, {"recvfrom", unix.SYS_RECVFROM},
	{"recvmmsg", unix.SYS_RECVMMSG}, {"accept", unix.SYS_ACCEPT}, {"accept4", unix.SYS_ACCEPT4},
	{"ppoll", unix.SYS_PPOLL}, {"pselect6", unix.SYS_PSELECT6}, {"epoll_pwait", unix.SYS_EPOLL_PWAIT},
	{"rt_sigtimedwait", unix.SYS_RT_SIGTIMEDWAIT},
	{"io_submit", unix.SYS_IO_SUBMIT}, {"io_getevents", unix.SYS_IO_GETEVENTS}, {"io_uring_enter", unix.SYS_IO_URING_ENTER},
}
