//go:build linux && (amd64 || arm64)

package unix

import (
	"runtime"
	"sync"
	"syscall"
	"unsafe"

	"nbrun/iomodels/trace"
)

// A Lane is one thread of the operating system and the record of its system
// calls. Only the goroutine that started it may call its methods; traces may be
// taken by any, at any time.
type Lane struct {
	record
	name    string
	role    trace.Role
	tid     int
	level   int
	ended   bool
	quality uint8       // of the rows being written
	site    uint16      // likewise
	calls   uintptr     // the mark before each call, 0 when there is none
	from    clockSample // when the lane started

	usage   rusagePair // of the call under way, at levels 2 and 3
	scratch scratch

	mu   sync.Mutex
	whys map[int][]string // reasons by Seq
}

// Start makes the calling goroutine's thread a lane. It locks the goroutine to
// the thread and blocks SIGURG on it, because the Go scheduler's preemption
// signal would make blocking calls return EINTR.
//
// The level of evidence is 1 (times, arguments, result), 2 (and thread CPU) or 3
// (and rusage); less means 1 and more means 3. Call [Lane.End] when done.
func Start(name string, role trace.Role, level int) *Lane {
	runtime.LockOSThread()
	blockPreemption()
	l := newLane(name, role, level)
	l.from = readClocks()
	l.announce(markOwn)
	l.markEdge(markStart)
	return l
}

// newLane makes a lane of the calling thread.
func newLane(name string, role trace.Role, level int) *Lane {
	l := &Lane{name: name, role: role, level: min(max(level, 1), 3), tid: threadID()}
	l.record.init()
	return l
}

// blockPreemption keeps SIGURG from the calling thread, for ever.
func blockPreemption() {
	set := new(Sigset_t)
	set.Val[0] = 1 << (uint(SIGURG) - 1)
	_, _, errno := syscall.RawSyscall6(SYS_RT_SIGPROCMASK, SIG_BLOCK, uintptr(unsafe.Pointer(set)), 0, sigsetSize, 0, 0)
	if errno != 0 {
		panic("blocking a valid signal cannot fail: " + errno.Error())
	}
}

// End says that the lane records nothing more; a call on it panics. The goroutine
// should return without unlocking its thread, so that the thread, whose signal
// mask is not as Go made it, ends with it.
func (l *Lane) End() {
	l.ended = true
	l.markEdge(markEnd)
}

// TID is the kernel's id of the lane's thread.
func (l *Lane) TID() int { return l.tid }

// Event appends an event that is no system call: an SQE, a CQE, a Signal, some
// Work, a Probe or a Mark. Lane, Seq and NR are filled in.
func (l *Lane) Event(e trace.Event) {
	e.NR = -1
	if e.Kind == trace.Probe {
		l.markEdge(markLook)
	}
	r := l.next()
	*r = row{nr: rowEvent, enter: e.Enter, exit: e.Exit}
	l.keep(&e)
	l.publish()
}

// Measured runs f, which makes no recorded call, and appends an event of it that is no
// system call, with its times and, at the lane's level, what the thread spent on it, as
// for a call. An access to memory that may fault is one: the kernel does I/O, and no
// call says so. Enter, Exit, Usage, Lane, Seq and NR are filled in.
func (l *Lane) Measured(e trace.Event, f func()) {
	e.NR = -1
	if l.level > 1 {
		l.usage.begin(l.level)
	}
	e.Enter = Now()
	f()
	e.Exit = Now()
	if l.level > 1 {
		l.usage.stop()
	}
	r := l.next()
	*r = row{nr: rowEvent, enter: e.Enter, exit: e.Exit}
	if l.level > 1 {
		l.usage.store(l)
	}
	l.keep(&e)
	l.publish()
}

// Why adds the reason for which something about the lane's last event was not
// measured. It panics when there is no event.
func (l *Lane) Why(text string) {
	seq := l.length() - 1
	if seq < 0 {
		panic("unix: Why on a lane without events")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.whys == nil {
		l.whys = map[int][]string{}
	}
	l.whys[seq] = append(l.whys[seq], text)
}

// reasons returns what Why said of the event.
func (l *Lane) reasons(seq int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.whys[seq]
}

// forgetReasons drops what Why said of the rows of a chunk.
func (l *Lane) forgetReasons(first int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for seq := first; len(l.whys) > 0 && seq < first+rowsPerChunk; seq++ {
		delete(l.whys, seq)
	}
}

// threadID asks the kernel for the calling thread's id.
func threadID() int {
	tid, _, _ := syscall.RawSyscall(SYS_GETTID, 0, 0, 0)
	return int(tid)
}
