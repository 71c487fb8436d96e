//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// workUntil does the program's own computing until done reports true, which it asks
// before each round, and records how many rounds it did. Whoever waits in a system
// call does none: the count is the proof that the thread was free. After the first
// round it calls began, if that is not nil.
//
// done and began must make no system call and must not write to lane.
func workUntil(lane *unix.Lane, stop <-chan struct{}, done func() bool, began func()) error {
	start := unix.Now()
	end, rounds, x := start, int64(0), uint64(1)
	for !done() {
		if isClosed(stop) {
			return errStopped
		}
		rounds, x = rounds+1, compute(x)
		end = unix.Now()
		if rounds == 1 && began != nil {
			began()
		}
	}
	if x == 0 {
		panic("xorshift left its orbit: it never comes to zero from another number")
	}
	if rounds > 0 {
		lane.Event(trace.Event{Kind: trace.Work, Name: "own work", Enter: start, Exit: end, Work: rounds})
	}
	return nil
}

// compute is one round of work, some 100 ns of it: Marsaglia's xorshift. It is a
// call of its own so that the Go scheduler can stop the loop between two rounds,
// the signal that would stop it anywhere being blocked on lanes.
//
//go:noinline
func compute(x uint64) uint64 {
	for range 64 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}
