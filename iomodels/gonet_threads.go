//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// threads is the second half: n raw reads, each of which takes the thread that makes
// it. They are recorded on a lane each; the last lane is the peer's, who ends them
// when all have been seen asleep.
func (k *looker) threads(n int) (lanes []*unix.Lane, err error) {
	if err := k.countThreads(); err != nil {
		return nil, err
	}
	var pairs [][2]int
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { pairs, err = openPairs(lane, n) })
	if err != nil {
		return nil, err
	}
	c := newCast(func() error {
		var errs []error
		for _, p := range pairs {
			errs = append(errs, os.NewSyscallError("shutdown", sys.Shutdown(p[0], sys.SHUT_RDWR)))
		}
		return errors.Join(errs...)
	})
	tids := make([]atomic.Int64, n)
	var actors []*actor
	for i, p := range pairs {
		actors = append(actors, c.act(fmt.Sprintf("reader-%d", i+1), trace.App, 3, func(lane *unix.Lane) error {
			tids[i].Store(int64(lane.TID()))
			return readByte(lane, p[0])
		}))
	}
	err = eachAsleep(tids, readCall)
	if err == nil {
		err = k.countThreads()
	}
	c.fail(err)
	actors = append(actors, c.act("peer", trace.Peer, 1, func(lane *unix.Lane) error {
		for _, p := range pairs {
			if c.stopped() {
				return errStopped
			}
			if _, err := lane.Write(p[1], []byte{'x'}); err != nil {
				return os.NewSyscallError("write", err)
			}
		}
		return nil
	}))
	for _, a := range actors {
		<-a.ended
		lanes = append(lanes, a.lane)
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { err = closePairs(lane, pairs) })
	return lanes, errors.Join(c.err, err, eachGone(tids))
}

// readByte is the blocking model with no frills.
func readByte(lane *unix.Lane, fd int) error {
	n, err := lane.Read(fd, make([]byte, 1))
	lane.Why("arrival: the kernel puts no time on data in unix stream sockets")
	switch {
	case err != nil:
		return os.NewSyscallError("read", err)
	case n == 0:
		return errStopped
	}
	return nil
}

// openPairs makes n pairs of connected sockets, or none.
func openPairs(lane *unix.Lane, n int) (pairs [][2]int, err error) {
	for range n {
		p, err := lane.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return nil, errors.Join(os.NewSyscallError("socketpair", err), closePairs(lane, pairs))
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

func closePairs(lane *unix.Lane, pairs [][2]int) error {
	var errs []error
	for _, p := range pairs {
		errs = append(errs, os.NewSyscallError("close", lane.Close(p[0])), os.NewSyscallError("close", lane.Close(p[1])))
	}
	return errors.Join(errs...)
}
