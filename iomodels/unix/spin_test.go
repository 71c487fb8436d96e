//go:build linux && (amd64 || arm64)

package unix

import (
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// A model that spins makes the same call a hundred thousand times. None of them
// allocates, but for the chunks and blocks of the record itself.
func TestSpinningDoesNotAllocate(t *testing.T) {
	const calls = 100_000
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	for level := 1; level <= 3; level++ {
		var before, after runtime.MemStats
		l := onLane(t, level, func(l *Lane) {
			p, oob := make([]byte, 100), make([]byte, 256)
			runtime.ReadMemStats(&before)
			for range calls {
				if _, _, _, _, err := l.Recvmsg(fd, p, oob, unix.MSG_DONTWAIT); err != unix.EAGAIN {
					t.Error("recvmsg: ", err)
					return
				}
			}
			runtime.ReadMemStats(&after)
		})
		chunks, blocks := piecesOf(l)
		allocations := int(after.Mallocs - before.Mallocs)
		t.Logf("level %d: %d allocations for %d chunks and %d blocks, %.1f bytes a call", level,
			allocations, chunks, blocks, float64(after.TotalAlloc-before.TotalAlloc)/calls)
		if extra := allocations - 2*chunks - blocks; extra > 100 { // the runtime's own, in the background
			t.Errorf("level %d: %d calls made %d allocations beside the record's", level, calls, extra)
		}
	}
}

// piecesOf counts the pieces of which a record is made.
func piecesOf(l *Lane) (chunks, blocks int) {
	for c := l.head.Load(); c != nil; c = c.next.Load() {
		chunks++
		for i, b := range c.blocks {
			if b != nil && (i > 0 || chunks == 1) { // a chunk begins with the last block of the one before
				blocks++
			}
		}
	}
	return chunks, blocks
}
