//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unsafe"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ErrNotCold is returned by the models of cold files where a file cannot be made
// cold: on a file system in memory, or one that keeps its pages, or where nothing
// shows whether it did.
//
// Cold means: not in the page cache of this kernel. The disk has a cache of its own,
// and under a virtual machine the host may well have the file in memory.
var ErrNotCold = errors.New("the file cannot be put out of the page cache")

// A residencyProbe counts the pages of an open file that are in the page cache, and
// some tell which: present then has a byte for each page, whose lowest bit is set when it
// is there. It looks and does not touch: what was not in the cache is not brought there.
//
// preadv2(2) with RWF_NOWAIT is no such probe, though it tells the same: to say
// EAGAIN it begins to read.
type residencyProbe struct {
	name string
	look func(fd, size int) (pages int, present []byte, err error)
}

// residencyProbes are all that there are, the more reliable one first.
var residencyProbes = []*residencyProbe{{"mincore", mincore}, {"cachestat", cachestat}}

// mincore counts by mincore(2), which wants the file mapped. It counts pages that
// have been read, and not those that are still being read. Of a file that the process
// neither owns nor may write it would say that all is there.
func mincore(fd, size int) (pages int, present []byte, err error) {
	mem, err := sys.Mmap(fd, 0, size, sys.PROT_READ, sys.MAP_SHARED)
	if err != nil {
		return 0, nil, os.NewSyscallError("mmap", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("munmap", sys.Munmap(mem))) }()
	present = make([]byte, pagesOf(size))
	_, _, errno := sys.Syscall(sys.SYS_MINCORE, uintptr(unsafe.Pointer(unsafe.SliceData(mem))), uintptr(len(mem)), uintptr(unsafe.Pointer(unsafe.SliceData(present))))
	if errno != 0 {
		return 0, nil, os.NewSyscallError("mincore", errno)
	}
	for _, p := range present {
		pages += int(p & 1) // the other bits are undefined
	}
	return pages, present, nil
}

// runsOf are the runs of pages that are present.
func runsOf(present []byte) (runs []trace.Pages) {
	for i, p := range present {
		switch n := len(runs); {
		case p&1 == 0:
		case n > 0 && runs[n-1].Last == i-1:
			runs[n-1].Last = i
		default:
			runs = append(runs, trace.Pages{First: i, Last: i})
		}
	}
	return runs
}

// cachestat counts by cachestat(2), of Linux 6.5. It counts pages that are still being
// read too; of the files of an overlayfs it says 0, and no error.
func cachestat(fd, size int) (pages int, present []byte, err error) {
	stat, err := cacheOf(fd, size)
	return int(stat.Cache), nil, err
}

// cacheOf is cachestat(2): besides the pages in the cache, those that are newer than
// the disk and those that are on their way to it.
func cacheOf(fd, size int) (stat sys.Cachestat_t, err error) {
	err = sys.Cachestat(uint(fd), &sys.CachestatRange{Len: uint64(size)}, &stat, 0)
	return stat, os.NewSyscallError("cachestat", err)
}

// calibrate finds a probe that sees what must be seen: the file was just written, so
// it is in the cache.
func (t *temporary) calibrate() {
	var no []string
	for _, p := range residencyProbes {
		n, _, err := p.look(t.fd, t.size)
		switch {
		case err != nil:
			no = append(no, err.Error())
		case n == 0:
			no = append(no, p.name+" sees no page of a file just written")
		default:
			t.probe = p
			return
		}
	}
	t.blind = fmt.Sprintf("residency: not observable on this file system (%s): %s", t.kind, strings.Join(no, "; "))
}

// resident counts the pages of the file in the page cache, and records the look, which
// is evidence and no call of the program. Without a probe it records why.
func (t *temporary) resident() (pages int, err error) {
	e := trace.Event{Kind: trace.Probe, Name: trace.PageCacheProbe, Args: []trace.Arg{unix.Descriptor(t.fd)}, Enter: unix.Now()}
	var present []byte
	if t.probe != nil {
		if pages, present, err = t.probe.look(t.fd, t.size); err != nil {
			return 0, err
		}
	}
	e.Exit = unix.Now()
	if t.probe == nil {
		e.Note, e.Why = "not known", []string{t.blind}
	} else {
		e.Note = trace.Residency{Probe: t.probe.name, Pages: pages, All: pagesOf(t.size), Which: runsOf(present)}.Note()
	}
	t.lane.Event(e)
	return pages, nil
}

// prepare fills the buffer, which makes its pages present, and has the file in the
// page cache or out of it.
func (t *temporary) prepare(data []byte, cold bool) error {
	fill(data)
	if !cold {
		t.hold()
	}
	if err := t.warm(); err != nil {
		return err
	}
	if cold {
		return t.evict()
	}
	_, err := t.resident() // a reader wants to see it
	return err
}

// hold locks the file's pages in memory until it is closed, if the process may lock so
// many (RLIMIT_MEMLOCK): a kernel that is short of memory takes back pages that nobody
// has locked, at any time before a model reads them. How a read finds its pages does
// not change by it. Where it may not, looks at the page cache tell what was there.
func (t *temporary) hold() {
	if mem, err := sys.Mmap(t.fd, 0, t.size, sys.PROT_READ, sys.MAP_SHARED|sys.MAP_POPULATE|sys.MAP_LOCKED); err == nil {
		t.held = mem
	}
}

// release ends what hold began.
func (t *temporary) release() error {
	if t.held == nil {
		return nil
	}
	err := sys.Munmap(t.held)
	t.held = nil
	return os.NewSyscallError("munmap", err)
}

// warm has all of the file in the page cache. It was just written, so it should be; but
// a kernel that is short of memory takes back what is on the disk too.
func (t *temporary) warm() error {
	const tries = 10
	for range tries {
		if t.probe == nil {
			return nil
		}
		n, _, err := t.probe.look(t.fd, t.size)
		if err != nil || n == pagesOf(t.size) {
			return err
		}
		// Mapping it so reads it all (mmap(2)), a file opened with O_DIRECT too.
		mem, err := sys.Mmap(t.fd, 0, t.size, sys.PROT_READ, sys.MAP_SHARED|sys.MAP_POPULATE)
		if err != nil {
			return os.NewSyscallError("mmap", err)
		}
		if err := sys.Munmap(mem); err != nil {
			return os.NewSyscallError("munmap", err)
		}
	}
	return fmt.Errorf("%s: the kernel keeps taking pages of the file back", t.where)
}

// evict puts the file out of the page cache and makes sure that it is out: advice may
// be ignored (posix_fadvise(2)).
func (t *temporary) evict() error {
	if t.probe == nil {
		return fmt.Errorf("%s: %s: %w", t.where, t.blind, ErrNotCold)
	}
	if _, err := t.resident(); err != nil {
		return err
	}
	if err := t.lane.Fadvise(t.fd, 0, 0, unix.FADV_DONTNEED); err != nil {
		return os.NewSyscallError("fadvise64", err)
	}
	after, err := t.resident()
	if err != nil {
		return err
	}
	if after > 0 {
		return fmt.Errorf("%s: after fsync and POSIX_FADV_DONTNEED %d of %d pages stay: %w", t.where, after, pagesOf(t.size), ErrNotCold)
	}
	return nil
}

func pagesOf(size int) int { return size / os.Getpagesize() }
