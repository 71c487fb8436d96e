//go:build linux && (amd64 || arm64)

package unix

import (
	"os"
	"sync/atomic"
	"syscall"
)

// marking reports whether lanes mark their calls for a witness, package witness: by
// a call that does nothing, before each that they record, so that strace sees which
// of the thread's calls these are. Who starts the process asks for it. In others
// there is no such call.
var marking = os.Getenv("IOMODELS_WITNESS") != ""

// What a mark says; see package witness, which reads them.
const (
	markOwn = 1 + iota
	markShared
	markStart
	markEnd
	markLook
)

const markTag = 0x6e62

// markedLanes numbers the lanes that mark.
var markedLanes atomic.Uint32

// announce has the lane mark each call; kind is markOwn or markShared.
func (l *Lane) announce(kind uintptr) {
	if marking {
		l.calls = markTag<<48 | kind<<32 | uintptr(markedLanes.Add(1))
	}
}

// mark makes a mark that says what, lseek(2) on no descriptor: it fails with EBADF
// before it looks at its other arguments.
func mark(what uintptr) {
	_, _, _ = syscall.RawSyscall(SYS_LSEEK, ^uintptr(0), uintptr(Now()), what)
}

// markEdge marks what is no call of the record.
func (l *Lane) markEdge(kind uintptr) {
	if l.calls != 0 {
		mark(markTag<<48 | kind<<32 | uintptr(uint32(l.calls)))
	}
}
