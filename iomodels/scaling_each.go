//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// crowdLimit is how long a crowd may take to settle.
const crowdLimit = 20 * time.Second

// threadEach has a thread wait for each of n descriptors, in read(2).
func threadEach(n int) (f *trace.Footprint, err error) {
	fds, err := openWatched(n, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, fds.close()) }()
	tids := make([]atomic.Int64, n)
	var readers sync.WaitGroup
	return footprintOf(func() error {
		for i, fd := range fds {
			readers.Go(func() {
				runtime.LockOSThread() // never undone: the thread ends with the goroutine
				tids[i].Store(int64(sys.Gettid()))
				readCounter(fd) // an error of it would show as a thread that is not asleep
			})
		}
		return eachAsleep(tids, readCall)
	}, func() error {
		err := fds.activate(n)
		readers.Wait()
		return errors.Join(err, eachGone(tids))
	})
}

// goroutineEach has a goroutine wait for each of n descriptors, in os.File.Read,
// which parks it until the Go runtime's own epoll says that there is something.
func goroutineEach(n int) (f *trace.Footprint, err error) {
	fds, err := openWatched(n, unix.EFD_NONBLOCK)
	if err != nil {
		return nil, err
	}
	files := make([]*os.File, n) // which own the descriptors
	for i, fd := range fds {
		files[i] = os.NewFile(uintptr(fd), "eventfd")
	}
	var entered atomic.Int64
	var readers sync.WaitGroup
	return footprintOf(func() error {
		before := parked()
		for _, file := range files {
			readers.Go(func() {
				entered.Add(1)
				file.Read(make([]byte, 8)) // ended by Close, which is no failure
			})
		}
		return settle(func() bool { return int(entered.Load()) == n && parked() >= before+n },
			"%d goroutines were not seen parked", n)
	}, func() error {
		var errs []error
		for _, file := range files {
			errs = append(errs, file.Close())
		}
		readers.Wait()
		return errors.Join(errs...)
	})
}

// oneThread has one thread wait for all, in epoll_wait(2).
func oneThread(n int) (f *trace.Footprint, err error) {
	fds, err := openWatched(n, unix.EFD_NONBLOCK)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, fds.close()) }()
	tid := make([]atomic.Int64, 1)
	epfd := -1
	var waiter sync.WaitGroup
	return footprintOf(func() (err error) {
		if epfd, err = epollOf(fds, 0); err != nil {
			return err
		}
		waiter.Go(func() {
			lane := unix.Start("waiter", trace.App, 1)
			defer lane.End()
			tid[0].Store(int64(lane.TID()))
			lane.EpollWait(epfd, make([]unix.EpollEvent, 1), -1)
		})
		return eachAsleep(tid, call{"epoll_pwait", unix.SYS_EPOLL_PWAIT})
	}, func() error {
		err := fds.activate(1)
		waiter.Wait()
		if epfd >= 0 {
			err = errors.Join(err, os.NewSyscallError("close", sys.Close(epfd)))
		}
		return errors.Join(err, eachGone(tid))
	})
}

// parked is how many goroutines wait for something.
func parked() int {
	sample := []metrics.Sample{{Name: "/sched/goroutines/waiting:goroutines"}}
	metrics.Read(sample)
	return int(sample[0].Value.Uint64())
}

// eachAsleep returns when each of the threads was seen asleep in one of the calls.
func eachAsleep(tids []atomic.Int64, calls ...call) error {
	next := 0
	return settle(func() bool {
		for ; next < len(tids); next++ {
			tid := int(tids[next].Load())
			if tid == 0 {
				return false
			}
			if s, err := stateOf(ownTasks, tid); err != nil || !s.asleepIn(calls) {
				return false
			}
		}
		return true
	}, "%d threads were not seen asleep in %s", len(tids), calls[0].name)
}

// eachGone returns when the threads have ended, which they do some time after their
// goroutines have. The program's first thread never ends: the Go runtime keeps it,
// asleep, when a goroutine that is locked to it returns.
func eachGone(tids []atomic.Int64) error {
	next := 0
	return settle(func() bool {
		for ; next < len(tids); next++ {
			tid := int(tids[next].Load())
			if tid == 0 || tid == os.Getpid() {
				continue
			}
			if _, err := os.Stat(filepath.Join(ownTasks, strconv.Itoa(tid))); err == nil {
				return false
			}
		}
		return true
	}, "%d threads have not all ended", len(tids))
}

// settle returns when done reports true.
func settle(done func() bool, format string, a ...any) error {
	for limit := time.Now().Add(crowdLimit); !done(); time.Sleep(lookApart) {
		if time.Now().After(limit) {
			return fmt.Errorf("setup: within %v %s", crowdLimit, fmt.Sprintf(format, a...))
		}
	}
	return nil
}
