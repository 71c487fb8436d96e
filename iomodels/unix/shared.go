//go:build linux && (amd64 || arm64)

package unix

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"nbrun/iomodels/trace"
)

// shared holds the lanes of the package functions, one for each thread that ever
// called one, in order of their first call. byThread finds them without a lock: a
// bucket is a list that grows only at its head.
var shared struct {
	sync.Mutex // for adding
	byThread   [1 << 10]atomic.Pointer[sharedLane]
	lanes      []*Lane
	from       clockSample // at the first call
}

type sharedLane struct {
	*Lane
	next *sharedLane
}

// borrow locks the goroutine to its thread and returns the thread's shared lane,
// to be given back after one call. Goroutines follow one another on a thread, so
// the lane has one user at a time.
func borrow() *Lane {
	runtime.LockOSThread()
	tid := threadID()
	bucket := &shared.byThread[tid%len(shared.byThread)]
	for s := bucket.Load(); s != nil; s = s.next {
		if s.tid == tid {
			acquire(unsafe.Pointer(s.Lane))
			s.site = here()
			return s.Lane
		}
	}
	l := newLane("cell", trace.App, 1)
	l.announce(markShared)
	l.site = here()
	shared.Lock()
	defer shared.Unlock()
	if len(shared.lanes) == 0 {
		shared.from = readClocks()
	}
	shared.lanes = append(shared.lanes, l)
	bucket.Store(&sharedLane{l, bucket.Load()})
	return l
}

// giveBack ends what borrow began.
func (l *Lane) giveBack() {
	release(unsafe.Pointer(l))
	runtime.UnlockOSThread()
}

// Shared returns what the package functions recorded of calls that entered at from
// or later and before to. Its lanes are the threads that made one, in order of
// their first call in the process: "cell", "cell 2" and so on.
func Shared(from, to trace.Time) trace.Trace {
	t, _ := sharedTrace(from, to, false)
	return t
}

// sharedTrace returns the trace, and of each event the statement that made the call.
func sharedTrace(from, to trace.Time, collapse bool) (t trace.Trace, sites []int) {
	shared.Lock()
	lanes, clock := slices.Clone(shared.lanes), shared.from
	shared.Unlock()
	if len(lanes) == 0 {
		clock = readClocks()
	}
	d := newDecoder(clock)
	d.collapse = collapse
	for _, l := range lanes {
		index, before := len(t.Lanes), len(t.Events)
		t.Events = d.lane(t.Events, index, l, from, to)
		if len(t.Events) == before {
			continue
		}
		name := l.name
		if index > 0 {
			name = fmt.Sprintf("%s %d", l.name, index+1)
		}
		t.Lanes = append(t.Lanes, trace.Lane{Name: name, Role: l.role, TID: l.tid, Level: l.level})
	}
	d.finish(&t)
	return t, d.sitesOf(&t)
}

// Forget drops what the package functions recorded of calls that entered before t,
// by pieces of some hundred calls, and the names of descriptors closed by then.
func Forget(before trace.Time) {
	shared.Lock()
	lanes := slices.Clone(shared.lanes)
	shared.Unlock()
	for _, l := range lanes {
		l.forget(before)
	}
	forgetDescriptors(before)
}
