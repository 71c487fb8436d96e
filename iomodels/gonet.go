//go:build linux && (amd64 || arm64)

package iomodels

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// GoNetOptions say how many wait. The zero value is the tutorial's case.
type GoNetOptions struct {
	Conns   int // connections, each with a goroutine in its Read; 300 when zero
	Threads int // threads, each in a read(2) of its own; 100 when zero
}

// GoNet shows what stands behind a Read of package net, which looks blocking.
//
// The socket has O_NONBLOCK, so the read(2) that Read begins with says EAGAIN when
// there is nothing. Then the Go runtime parks the goroutine, which is no matter of
// the kernel, and the thread runs another. There is one epoll(7) for the whole
// program: each socket was registered with it when it was made, once, for reading
// and writing, edge-triggered. The thread that runs out of goroutines sleeps in
// epoll_wait(2); what that reports ready is made runnable, and the goroutine calls
// read(2) again, which copies the data.
//
// So Go's Read is the second model and the third together: non-blocking calls, and
// multiplexing for the wait. It is synchronous by the definition of POSIX, since the
// goroutine's own call copies; and yet no thread waits in it. SetReadDeadline is a
// timer of the runtime, and no timeout of the socket (SO_RCVTIMEO of socket(7)).
//
// A regular file is different. epoll refuses it with EPERM, since it is always ready,
// so its Read is a plain read(2): while the disk is slow a thread sleeps in it. That
// is what each of the raw reads in the second half does, on a socket, to compare. (FUSE is
// an exception, and then the trace's Notes say so: epoll takes its files.)
//
// The calls that package net and the Go runtime make are not recorded. What is known
// of them here are looks from outside: at the number of threads, the stacks of the
// goroutines, the flags of a socket (fcntl(2)) and the members of an epoll
// (proc_pid_fdinfo(5)). strace -f shows the calls. The numbers that the looks counted
// are the results of their events: see [trace.Trace.Seen].
//
// Where the limits of the process allow fewer connections or threads there are fewer, and
// the trace's Notes say so; where they allow not even one descriptor the error is
// [ErrFewDescriptors].
func GoNet(o GoNetOptions) (trace.Trace, error) { return o.play(openConns) }

// netReads are many reads that wait, each for a connection of its own. [GoNet]'s are
// those of package net.
type netReads interface {
	fds() ([]int, error)  // of the connections that are read
	start() error         // has all reads begin, and returns when all wait
	waiting() int         // how many are seen to wait
	expire() (int, error) // ends the reads by a deadline; how many of them said that it was that
	close() error
}

// play is GoNet with the reads that open makes.
func (o GoNetOptions) play(open func(n int) (netReads, error)) (t trace.Trace, err error) {
	o, notes, err := o.complete()
	if err != nil {
		return t, err
	}
	look := &looker{}
	onThread("watcher", trace.Witness, 1, func(lane *unix.Lane) {
		look.lane = lane
		if err = look.goroutines(o.Conns, open); err != nil {
			return
		}
		var caller *unix.Lane
		if caller, err = look.files(); err != nil {
			return
		}
		var raw []*unix.Lane
		if raw, err = look.threads(o.Threads); err != nil {
			return
		}
		t = unix.Window("Goroutines that wait in Go's net, and threads that wait in raw reads", "go-net", slices.Concat([]*unix.Lane{caller}, raw, []*unix.Lane{lane})...)
	})
	if err != nil {
		return trace.Trace{}, err
	}
	if look.watchedFile != "" {
		notes = append(notes, fmt.Sprintf(watchedFile, "that of "+look.watchedFile))
	}
	t.Payload = o.Threads // a byte for each
	t.Notes = slices.Concat(t.Notes, []string{"the calls of package net and of the Go runtime are not recorded: strace -f shows them"}, notes)
	return t, t.Check()
}

// complete returns o with its zeros filled in, and made smaller where there are not
// the means.
func (o GoNetOptions) complete() (_ GoNetOptions, notes []string, err error) {
	if o.Conns == 0 {
		o.Conns = 300
	}
	if o.Threads == 0 {
		o.Threads = 100
	}
	if o.Conns < 1 || o.Threads < 1 {
		return o, nil, fmt.Errorf("go-net: %d connections, %d threads", o.Conns, o.Threads)
	}
	room, limit, open, err := descriptorsLeft()
	if err != nil {
		return o, nil, err
	}
	less := func(what string, n *int, most int, why string, few error) error {
		if *n <= most {
			return nil
		}
		if most < 1 {
			return fmt.Errorf("go-net: no %s: %s: %w", what, why, few)
		}
		notes = append(notes, fmt.Sprintf("%d %s, not %d: %s", most, what, *n, why))
		*n = most
		return nil
	}
	// Each takes two descriptors; they are not there at the same time.
	why := fmt.Sprintf("RLIMIT_NOFILE is %d, %d descriptors are open and %d kept for the process", limit, open, keptDescriptors)
	left, reason := threadsLeft()
	err = cmp.Or(
		less("connections", &o.Conns, room/2, why, ErrFewDescriptors),
		less("threads", &o.Threads, room/2, why, ErrFewDescriptors),
		less("threads", &o.Threads, left, reason, errFewThreads),
	)
	return o, notes, err
}

var errFewThreads = errors.New("the process may not start any")

// goroutines is the first half: many reads that take next to no thread.
func (k *looker) goroutines(n int, open func(int) (netReads, error)) (err error) {
	if err := k.countThreads(); err != nil {
		return err
	}
	reads, err := open(n)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reads.close()) }()
	if err := reads.start(); err != nil {
		return err
	}
	err = k.count("goroutines in Read", func() (int64, string, error) {
		got := reads.waiting()
		return int64(got), fmt.Sprintf("%d of %d wait (runtime.Stack)", got, n), nil
	})
	if err := errors.Join(err, k.countThreads()); err != nil {
		return err
	}
	fds, err := reads.fds()
	if err != nil {
		return err
	}
	conn := described(fds[0], "net.Conn")
	if err := errors.Join(k.flags(conn), k.members(fds)); err != nil {
		return err
	}
	return k.deadline(n, reads, conn)
}

// deadline has a deadline end the reads, and looks whether the kernel knew of one.
func (k *looker) deadline(n int, reads netReads, conn trace.Arg) error {
	return errors.Join(
		k.count("deadline", func() (int64, string, error) {
			got, err := reads.expire()
			return int64(got), fmt.Sprintf("%d of %d reads ended with %q", got, n, "i/o timeout"), err
		}),
		k.count("SO_RCVTIMEO", func() (int64, string, error) {
			limit, err := sys.GetsockoptTimeval(int(conn.Raw), sys.SOL_SOCKET, sys.SO_RCVTIMEO)
			if err != nil {
				return 0, "", err
			}
			return limit.Nano(), "the socket's own timeout: " + trace.FormatDuration(time.Duration(limit.Nano())), nil
		}, conn),
	)
}
