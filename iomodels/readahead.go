//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ReadAhead reads the first page of a cold file, twice. The first time the kernel takes
// the read for the beginning of more and fetches some of the pages behind it as well
// (readahead(2)), so that who reads on does not wait again: they are in the page cache
// though nobody asked for them. The second time it was told by posix_fadvise(2),
// POSIX_FADV_RANDOM, that nobody will, and fetches the one page.
//
// How far it reads ahead is a property of the disk, read_ahead_kb in /sys; a disk for
// which that is 0 shows no difference. A file system that stores files in larger pieces,
// compressed ones above all, may have to read more than the page, which the trace's Notes
// say.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func ReadAhead(f File) (trace.Trace, error) {
	return alone("One page of a cold file, with and without readahead", "blocking", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		file.lookAtReadahead()
		page := make([]byte, os.Getpagesize())
		if err := file.evict(); err != nil {
			return err
		}
		if err := file.firstPage(page); err != nil {
			return err
		}
		if err := p.lane.Fadvise(file.fd, 0, 0, unix.FADV_RANDOM); err != nil {
			return os.NewSyscallError("fadvise64", err)
		}
		if err := file.evict(); err != nil {
			return err
		}
		if err := file.firstPage(page); err != nil {
			return err
		}
		if n, _, err := file.probe.look(file.fd, file.size); err != nil {
			return err
		} else if n > 1 {
			p.notes = append(p.notes, fmt.Sprintf("this file system (%s) has no single page to read: after POSIX_FADV_RANDOM too, %d came for one", file.kind, n))
		}
		return nil
	})
}

// firstPage reads it, and looks what came with it.
func (t *temporary) firstPage(page []byte) error {
	if _, err := t.lane.Pread(t.fd, page, 0); err != nil {
		return os.NewSyscallError("pread64", err)
	}
	// What nobody asked for may still be on its way.
	if err := t.settle(); err != nil {
		return err
	}
	_, err := t.resident()
	return err
}

// lookAtReadahead records how far the kernel reads ahead on the file's disk.
func (t *temporary) lookAtReadahead() {
	e := trace.Event{Kind: trace.Probe, Name: "read_ahead_kb", Args: []trace.Arg{unix.Descriptor(t.fd)}, Enter: unix.Now()}
	var st sys.Stat_t
	err := sys.Fstat(t.fd, &st)
	device := fmt.Sprintf("%d:%d", sys.Major(uint64(st.Dev)), sys.Minor(uint64(st.Dev)))
	var kb []byte
	// A partition has none of its own.
	for _, name := range []string{"/sys/class/bdi/" + device + "/read_ahead_kb", "/sys/dev/block/" + device + "/../queue/read_ahead_kb"} {
		if kb, err = os.ReadFile(name); err == nil {
			e.Note = strings.TrimSpace(string(kb)) + " (" + name + ")"
			break
		}
	}
	if err != nil {
		e.Note, e.Why = "not known", []string{"read_ahead_kb: " + err.Error()}
	}
	e.Exit = unix.Now()
	t.lane.Event(e)
}

// settle returns when no more pages of the file come into the cache.
func (t *temporary) settle() error {
	last := -1
	for {
		n, _, err := t.probe.look(t.fd, t.size)
		if err != nil || n == last {
			return err
		}
		last = n
		time.Sleep(time.Millisecond)
	}
}
