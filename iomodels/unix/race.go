//go:build linux && (amd64 || arm64) && race

package unix

import (
	"runtime"
	"unsafe"
)

// gate is what the race detector sees all system calls pass: data handed from one
// goroutine to another through a pipe or a socket are no race.
var gate byte

// acquire tells the race detector that what was done before a release of p
// happened before what follows.
func acquire(p unsafe.Pointer) { runtime.RaceAcquire(p) }

// release is the other side of acquire.
func release(p unsafe.Pointer) { runtime.RaceReleaseMerge(p) }
