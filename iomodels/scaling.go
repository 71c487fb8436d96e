//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"slices"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ScalingOptions say what [Scaling] measures. The zero value is what the tutorial
// shows; it takes some two seconds.
type ScalingOptions struct {
	N       []int // how many descriptors are watched; 1, 4, 16 … 16384 when nil
	Active  []int // how many of them have something to say, with each N that is not less; when nil 1, and with 256 also 16 and 256
	Rounds  int   // measured for each point; 50 when zero
	Threads int   // the most threads that are started to wait in; 1024 when zero
}

// mostGoroutines is how many wait at most: the race detector ends a program that
// has more than 8128.
const mostGoroutines = 4096

// Scaling measures what it costs to learn which of many descriptors have something
// to say: one round of each way, for more and more descriptors of which few do.
//
// N of eventfd(2) are watched. Before each round the last M of them are written to,
// so that the wait has its answer ready and what it takes is the asking alone, and
// after it they are read empty. There are no peers, no data and no sleep in it.
//
//   - select(2) is handed a bitmap of all descriptors up to the highest and goes
//     through it, each time. The bitmap of the C library and of Go's FdSet ends at
//     FD_SETSIZE, 1024; the kernel takes one of any length.
//   - poll(2) is handed an array of those that are watched and asks each, each time:
//     its cost grows with N like that of select, which it betters where the numbers
//     of the descriptors are high and few of them are watched.
//   - epoll(7) was told before, once, by epoll_ctl(2). The kernel then keeps the list
//     of those that are ready, as they become so; the wait only reads it. So its cost
//     grows with M, not with N. Level-triggered (the line "epoll LT"), a descriptor
//     that was reported stays on the list to be asked once more; edge-triggered
//     ("epoll ET") it does not.
//   - io_uring(7) has a request in flight for each descriptor (IORING_OP_POLL_ADD).
//     The one io_uring_enter(2) of a round renews the M requests that completed in
//     the round before and waits for M completions.
//   - scan is what is left without any of them: a read(2) of each, non-blocking, N
//     calls a round, of which N-M say EAGAIN. The other ways need M reads more.
//
// How the cost grows is one question to the result:
//
//	s, err := iomodels.Scaling(iomodels.ScalingOptions{})
//	s.Growth("poll", 64, 4096)     // tens of times as much
//	s.Growth("epoll LT", 64, 4096) // about as much
//
// What waits in a call of its own for each descriptor costs no round; it costs
// threads and memory, and these are counted while all of it waits: a thread for each
// descriptor, asleep in read(2); a goroutine for each, parked by the Go runtime
// ([GoNet]); and for comparison one thread in epoll_wait(2). Memory is the resident
// set of the process, VmRSS of proc_pid_status(5), before and while they wait; the
// kernel's own for each thread and descriptor is not in it.
//
// N goes as far as RLIMIT_NOFILE allows (getrlimit(2)), which is left as it is; Cut
// says where it did not. What the kernel refuses is a line without points that
// says why; while strace or a debugger follows the process, scan ends early and says so.
// When Scaling returns all descriptors are closed and all threads ended.
func Scaling(o ScalingOptions) (trace.Series, error) {
	o, err := o.complete()
	if err != nil {
		return trace.Series{}, err
	}
	ns, cut, err := o.reach()
	if err != nil {
		return trace.Series{}, err
	}
	s := trace.Series{
		Title: "Learning which of many descriptors are ready", Floor: unix.Window("", "").Overhead[1],
		Cut: cut,
		Notes: []string{
			"a round is one call",
			"in scan it is N calls, which are timed as one and not recorded",
			"the active ones are those with the highest numbers, and are so before the call",
		},
	}
	if s.Lines, err = o.waits(ns); err != nil {
		return trace.Series{}, err
	}
	s.Lines = append(s.Lines, o.crowds(ns)...)
	return s, s.Check()
}

// complete returns o with its zeros filled in, or an error when it makes no sense.
func (o ScalingOptions) complete() (ScalingOptions, error) {
	if o.N == nil {
		o.N = []int{1, 4, 16, 64, 256, 1024, 4096, 16384}
	}
	if o.Rounds == 0 {
		o.Rounds = 50
	}
	if o.Threads == 0 {
		o.Threads = 1024
	}
	for _, counts := range []*[]int{&o.N, &o.Active} {
		*counts = slices.Compact(slices.Sorted(slices.Values(*counts)))
		if len(*counts) > 0 && (*counts)[0] < 1 {
			return o, fmt.Errorf("scaling: watching %d descriptors of which %d are active; both are numbers from 1 on", o.N, o.Active)
		}
	}
	if len(o.N) == 0 || o.Rounds < 0 || o.Threads < 0 {
		return o, fmt.Errorf("scaling: watching %d descriptors in %d rounds, with %d threads", o.N, o.Rounds, o.Threads)
	}
	return o, nil
}

// active is how many of n descriptors are active, one number after the other.
func (o ScalingOptions) active(n int) (ms []int) {
	switch {
	case len(o.Active) > 0:
		for _, m := range o.Active {
			if m <= n {
				ms = append(ms, m)
			}
		}
		return ms
	case n == 256:
		return []int{1, 16, 256}
	}
	return []int{1}
}

// waits measures the ways that wait for all descriptors at once, and scan.
func (o ScalingOptions) waits(ns []int) (lines []trace.Line, err error) {
	all, err := openWatched(ns[len(ns)-1], unix.EFD_NONBLOCK)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, all.close()) }()
	for _, w := range ways {
		line, err := w.line(o, all, ns)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.name, err)
		}
		lines = append(lines, line)
	}
	return lines, nil
}
