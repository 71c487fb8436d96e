//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ErrNoDisk is returned by the models that write to a disk where there is none: on a
// file system in memory.
var ErrNoDisk = errors.New("there is no disk under this file")

// WriteBack writes to a file by pwrite(2) and then calls fsync(2). The write is done
// when the data are in the page cache, to which the calling thread copies them: the
// pages are then newer than the disk, dirty, and the kernel writes them back when it
// finds the time, half a minute later perhaps (where the file system is mounted with the
// option sync, within the call, and the trace's Notes say so). A power cut before loses
// them. fsync
// has them written and returns when the disk has them; it is there that the thread
// sleeps. fdatasync(2) does the same and leaves out times and the like.
//
// That the pages are dirty cachestat(2) tells, of Linux 6.5. What getrusage(2) and
// /proc charge as written, ru_oublock and write_bytes, they charge when a page becomes
// dirty: to pwrite, whether the disk ever sees it or not.
//
// On a file system in memory the error is [ErrNoDisk]. Where dirty pages cannot be
// seen, the trace says why.
func WriteBack(f File) (trace.Trace, error) { return f.pwrite("pwrite and fsync", 0) }

// WriteDsync writes to a file that was opened with O_DSYNC: synchronized I/O, which is
// another word than synchronous. pwrite(2) returns when the data are on the disk, as if
// fdatasync(2) were part of it (open(2)), and that is where the thread sleeps. Both
// ways are synchronous I/O: in [WriteBack] too the data have left the program's buffer
// when the call returns.
//
// On a file system in memory the error is [ErrNoDisk].
func WriteDsync(f File) (trace.Trace, error) { return f.pwrite("pwrite with O_DSYNC", unix.O_DSYNC) }

func (f File) pwrite(title string, flags int) (trace.Trace, error) {
	return alone(title, "write", func(p *program) (err error) {
		file, err := f.open(p, unix.O_RDWR|flags)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		if inMemory(file.kind) {
			return fmt.Errorf("%s: %w", file.where, ErrNoDisk)
		}
		for i, c := range file.content {
			file.content[i] = ^c // so that nothing stays as it was
		}
		file.dirty()
		written := newMeter(p.lane, "write_bytes")
		if _, err := p.lane.Pwrite(file.fd, file.content, 0); err != nil {
			return os.NewSyscallError("pwrite64", err)
		}
		newer, seen := file.dirty()
		written.record()
		if flags&unix.O_DSYNC == 0 {
			if seen && newer == 0 {
				p.notes = append(p.notes, "no page was newer than the disk when pwrite had returned: the kernel had written them already, "+
					"as it does in the call itself where a file system is mounted with the option sync (mount(8))")
			}
			if err := p.lane.Fsync(file.fd); err != nil {
				return os.NewSyscallError("fsync", err)
			}
			file.dirty()
		}
		data := make([]byte, file.size)
		if _, err := sys.Pread(file.fd, data, 0); err != nil {
			return os.NewSyscallError("pread64", err)
		}
		return file.verify(data)
	})
}

// dirty counts the pages of the file that are newer than the disk or on their way to it,
// and records the look, or why nothing can be seen.
func (t *temporary) dirty() (pages int, seen bool) {
	e := trace.Event{Kind: trace.Probe, Name: "dirty pages", Args: []trace.Arg{unix.Descriptor(t.fd)}, Enter: unix.Now()}
	stat, err := cacheOf(t.fd, t.size)
	e.Exit = unix.Now()
	e.Note = fmt.Sprintf("%d of %d, and %d on their way to the disk (cachestat)", stat.Dirty, pagesOf(t.size), stat.Writeback)
	switch {
	case err != nil:
		e.Note, e.Why = "not known", []string{"dirty pages: " + err.Error()}
	case stat.Cache == 0:
		e.Note = "not known"
		e.Why = []string{fmt.Sprintf("dirty pages: not observable on this file system (%s): cachestat sees no page of a file just written", t.kind)}
	}
	t.lane.Event(e)
	return int(stat.Dirty + stat.Writeback), e.Why == nil
}
