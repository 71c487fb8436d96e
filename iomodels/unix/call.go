//go:build linux && (amd64 || arm64)

package unix

import (
	"math"
	"syscall"
	"unsafe"

	"nbrun/iomodels/trace"
)

// call makes a system call and records it. Every call of this package goes
// through here: by Syscall6, never by RawSyscall6, because a thread that blocks in
// the kernel without telling the scheduler stops the garbage collector.
//
// The directive makes the pointers that callers convert to uintptr in the argument
// list escape and stay alive until call returns; see cmd/compile.
//
//go:uintptrescapes
func (l *Lane) call(nr, a0, a1, a2, a3, a4, a5 uintptr) (r1, r2 uintptr, errno syscall.Errno) {
	r := l.next()
	s := signatureOf(nr)
	r.nr = int32(nr)
	r.quality, r.site = l.quality, l.site
	r.args = [6]uint64{uint64(a0), uint64(a1), uint64(a2), uint64(a3), uint64(a4), uint64(a5)}
	if s.before != 0 && l.quality == 0 {
		l.captureBefore(s, r)
	}
	if l.level > 1 {
		l.usage.begin(l.level)
	}
	if l.calls != 0 {
		mark(l.calls)
	}
	release(unsafe.Pointer(&gate))
	r.enter = Now()
	r1, r2, errno = syscall.Syscall6(nr, a0, a1, a2, a3, a4, a5)
	r.exit = Now()
	if l.level > 1 {
		l.usage.stop()
		l.usage.store(l)
	}
	acquire(unsafe.Pointer(&gate))
	r.ret, r.errno = int64(r1), uint16(errno)
	if s.after != 0 && errno == 0 && l.quality == 0 {
		l.captureAfter(s, r)
	}
	if s.names != noNames && errno == 0 {
		l.nameDescriptors(s, r)
	}
	l.publish()
	return r1, r2, errno
}

// unseen is the result of a call of which x/sys/unix does not tell.
const unseen = math.MinInt64

// begin takes the time before a call that x/sys/unix will make.
func (l *Lane) begin() trace.Time {
	if l.level > 1 {
		l.usage.begin(l.level)
	}
	return Now()
}

// forwarded records a call that function fn of x/sys/unix has made since enter.
// nr is manyCalls when it stands for no single call.
func (l *Lane) forwarded(nr int32, fn string, enter trace.Time, ret int64, err error) {
	exit := Now()
	if l.level > 1 {
		l.usage.stop()
	}
	r := l.next()
	*r = row{nr: nr, enter: enter, exit: exit, ret: ret, quality: outside, site: l.site}
	if ret == unseen {
		r.ret, r.quality = 0, outside|noResult
	}
	if l.level > 1 {
		l.usage.store(l)
	}
	if errno, ok := err.(syscall.Errno); ok && errno != 0 {
		r.ret, r.errno, r.quality = -1, uint16(errno), outside
	}
	copy(l.room(tagName, len(fn)), fn)
	l.publish()
}

// asError is nil for 0 and does not allocate otherwise: Go keeps small integers
// ready as interface values.
func asError(errno syscall.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
}
