//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// WillNeed takes the two phases of reading a file apart. posix_fadvise(2) with
// POSIX_FADV_WILLNEED has the kernel begin to read a cold file into the page cache and
// does not wait for it: the first phase. The program computes meanwhile and now and
// then looks, by mincore(2), how far it is; its buffer is untouched. When all is there
// pread(2) only copies: the second phase, and the calling thread's own.
//
// That makes no asynchronous I/O of it: nobody promises that the pages stay until they
// are read, and the first call may itself wait until the disk has taken the requests.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func WillNeed(f File) (trace.Trace, error) {
	return alone("POSIX_FADV_WILLNEED, then pread", "willneed", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		data := make([]byte, file.size)
		if err := file.prepare(data, true); err != nil {
			return err
		}
		if err := file.bringIn(); err != nil {
			return err
		}
		lookAtBuffer(p.lane, data, file.content)
		n, err := p.lane.Pread(file.fd, data, 0)
		if err != nil {
			return os.NewSyscallError("pread64", err)
		}
		lookAtBuffer(p.lane, data, file.content)
		return file.verify(data[:n])
	})
}

// bringIn advises the kernel to read the file, and computes until it has. Advice may be
// followed in part, by a kernel that is short of memory above all: then it is given
// again.
func (t *temporary) bringIn() error {
	const tries = 5
	for range tries {
		for at := 0; at < t.size; at += adviceSize {
			if err := t.lane.Fadvise(t.fd, int64(at), min(adviceSize, int64(t.size-at)), unix.FADV_WILLNEED); err != nil {
				return os.NewSyscallError("fadvise64", err)
			}
		}
		if all, err := t.workUntilResident(gateLimit / tries); all || err != nil {
			return err
		}
	}
	n, _, err := t.probe.look(t.fd, t.size)
	return errors.Join(err, fmt.Errorf("%s: %v after POSIX_FADV_WILLNEED %d of %d pages are in the page cache", t.where, gateLimit, n, pagesOf(t.size)))
}

// adviceSize is how much is asked for at once. Of an advice the kernel takes no more
// than the disk reads ahead or takes in one request, read_ahead_kb and max_sectors_kb
// in /sys, of which the former is rarely less.
const adviceSize = 128 << 10

// workUntilResident computes until all pages of the file are in the page cache, which it
// reports, or until the limit has passed. The last look is recorded from the beginning
// of the last look in vain on: between these two the last page came.
func (t *temporary) workUntilResident(limit time.Duration) (all bool, err error) {
	const roundsPerLook = 50 // some µs, as long as a look takes
	start, rounds, looks, x := unix.Now(), int64(0), 1, uint64(1)
	vain := start
	for ; ; looks++ {
		at := unix.Now()
		n, _, err := t.probe.look(t.fd, t.size)
		if err != nil {
			return false, err
		}
		found := unix.Now()
		if all = n == pagesOf(t.size); all || at.Sub(start) > limit {
			if rounds > 0 {
				t.lane.Event(trace.Event{Kind: trace.Work, Name: "own work", Enter: start, Exit: at, Work: rounds})
			}
			if all {
				t.lane.Event(trace.Event{
					Kind: trace.Probe, Name: trace.PageCacheProbe, Args: []trace.Arg{unix.Descriptor(t.fd)}, Enter: vain, Exit: found,
					Note: fmt.Sprintf("%s, in look %d", trace.Residency{Probe: t.probe.name, Pages: n, All: n}.Note(), looks),
				})
			}
			return all, nil
		}
		vain = at
		for range roundsPerLook {
			rounds, x = rounds+1, compute(x)
		}
	}
}
