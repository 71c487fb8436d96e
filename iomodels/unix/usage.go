//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"syscall"
	"time"
	"unsafe"

	"nbrun/iomodels/trace"
)

// rusagePair measures what the calling thread spends between begin and stop. The
// system calls that it takes stand outside the recorded interval; they cannot
// block, so RawSyscall is right for them.
type rusagePair struct {
	level      int
	cpu0, cpu1 Timespec
	use0, use1 Rusage
}

const clockThreadCPU = 3 // CLOCK_THREAD_CPUTIME_ID

// begin takes what was spent before. When the taking is slow it is done again: the
// thread was off the processor, stopped by the Go scheduler as a rule, and that would
// be counted for the call that follows.
func (u *rusagePair) begin(level int) {
	u.level = level
	for at, tries := Now(), 0; tries < 3; tries++ { // in a traced process each takes long
		if level >= 3 {
			threadUsage(&u.use0)
		}
		threadCPU(&u.cpu0)
		now := Now()
		if now.Sub(at) < 10*time.Microsecond {
			return
		}
		at = now
	}
}

// stop takes what was spent until now. It and what it calls are no points at which the
// Go scheduler may stop the goroutine (it does at the beginning of functions that
// may need more stack): that is a sleep of the thread, which would be taken for one in
// the call before.
//
//go:nosplit
func (u *rusagePair) stop() {
	threadCPU(&u.cpu1)
	if u.level >= 3 {
		threadUsage(&u.use1)
	}
}

// store keeps the difference as side data of the row being written.
func (u *rusagePair) store(l *Lane) {
	n := 8
	if u.level >= 3 {
		n = 7 * 8
	}
	b := l.room(tagUsage, n)
	if b == nil {
		return
	}
	put := func(i int, v int64) { binary.NativeEndian.PutUint64(b[8*i:], uint64(v)) }
	put(0, u.cpu1.Nano()-u.cpu0.Nano())
	if u.level >= 3 {
		put(1, u.use1.Nvcsw-u.use0.Nvcsw)
		put(2, u.use1.Nivcsw-u.use0.Nivcsw)
		put(3, u.use1.Minflt-u.use0.Minflt)
		put(4, u.use1.Majflt-u.use0.Majflt)
		put(5, u.use1.Inblock-u.use0.Inblock)
		put(6, u.use1.Oublock-u.use0.Oublock)
	}
}

// usageOf reads back what store kept.
func usageOf(side []byte) *trace.Usage {
	b, ok := item(side, tagUsage)
	if !ok {
		return nil
	}
	get := func(i int) int64 { return int64(binary.NativeEndian.Uint64(b[8*i:])) }
	u := &trace.Usage{CPU: time.Duration(get(0))}
	if len(b) > 8 {
		u.Rusage = true
		u.Nvcsw, u.Nivcsw = get(1), get(2)
		u.Minflt, u.Majflt = get(3), get(4)
		u.Inblock, u.Oublock = get(5), get(6)
	}
	return u
}

//go:nosplit
func threadCPU(t *Timespec) {
	_, _, errno := syscall.RawSyscall(SYS_CLOCK_GETTIME, clockThreadCPU, uintptr(unsafe.Pointer(t)), 0)
	if errno != 0 {
		cannotFail(errno)
	}
}

//go:nosplit
func threadUsage(u *Rusage) {
	_, _, errno := syscall.RawSyscall(SYS_GETRUSAGE, RUSAGE_THREAD, uintptr(unsafe.Pointer(u)), 0)
	if errno != 0 {
		cannotFail(errno)
	}
}

func cannotFail(errno syscall.Errno) {
	panic("a valid clock or rusage of one's own thread cannot fail: " + errno.Error())
}
