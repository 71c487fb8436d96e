//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	sys "golang.org/x/sys/unix"
)

// Disk is what the files of a directory let be seen and done: see [Residency].
type Disk struct {
	Dir        string
	FileSystem string // "ext4", "tmpfs, in memory" …

	Mincore   Verdict // mincore(2) tells the pages of a file that are in the page cache from those that are not
	Cachestat Verdict // cachestat(2) does
	Evict     Verdict // after fsync(2), POSIX_FADV_DONTNEED puts a file out of the page cache
	Nowait    Verdict // preadv2(2) with RWF_NOWAIT reads what is in the cache, and otherwise says EAGAIN
	Direct    Verdict // O_DIRECT reads past the page cache
}

// Verdict is the outcome of a calibration.
type Verdict struct {
	OK   bool
	Text string // what was seen, or what is in the way
	Err  error  // the error that was in the way, if it was one
}

// Residency finds out what of the page cache can be observed in a directory (where,
// [File.Dir] says, when it is empty), by a small file of its own, which it writes to
// the disk and reads again.
//
// A probe is worth something when it has said both: that what was just written is
// there, and that what is not there is absent: a file put out of the cache, or, where
// none can be, one that is all hole. On an overlayfs cachestat fails the first; a
// kernel that answers mincore for the process's sake only (gVisor) fails the second.
// The file is out of the cache when such a probe says so, not when the kernel took the
// advice: file systems in memory take it and have nowhere to put the pages.
//
// No verdict is an error; an error is that there can be no file.
func Residency(dir string) (d Disk, err error) {
	f, err := File{Dir: dir, Size: 4 * os.Getpagesize()}.complete()
	if err != nil {
		return d, err
	}
	d.Dir, d.FileSystem = f.Dir, fileSystem(f.Dir)
	written, err := calibrationFile(f, unordered(f.Size))
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, written.Close()) }()
	hole, err := calibrationFile(f, nil)
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, hole.Close()) }()

	c := calibration{d: &d, fd: int(written.Fd()), hole: int(hole.Fd()), size: f.Size}
	c.residency()
	c.direct() // while the file is out of the page cache
	c.nowait()
	return d, nil
}

// calibrationFile makes a file without a name, of that content or all hole, and has it
// written to the disk.
func calibrationFile(f File, content []byte) (*os.File, error) {
	file, err := os.CreateTemp(f.Dir, "nbrun-*")
	if err != nil {
		return nil, err
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Truncate(int64(f.Size)), file.Sync(), os.Remove(file.Name()))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// calibration is one run of Residency.
type calibration struct {
	d        *Disk
	fd, hole int
	size     int
}

// verdicts are those of residencyProbes.
func (c *calibration) verdicts() []*Verdict { return []*Verdict{&c.d.Mincore, &c.d.Cachestat} }

// residency fills Mincore, Cachestat and Evict.
func (c *calibration) residency() {
	verdicts := c.verdicts()
	for i, p := range residencyProbes {
		*verdicts[i] = c.look(p, c.fd, c.size, "of a file just written")
	}
	if err := sys.Fadvise(c.fd, 0, 0, sys.FADV_DONTNEED); err != nil {
		c.d.Evict.fail(os.NewSyscallError("fadvise64", err))
	}
	for i, p := range residencyProbes {
		v := verdicts[i]
		if !v.OK {
			continue
		}
		evicted := c.look(p, c.fd, 0, "after POSIX_FADV_DONTNEED")
		absent := evicted
		if !evicted.OK {
			absent = c.look(p, c.hole, 0, "of a file that is all hole")
		}
		v.OK, v.Err, v.Text = absent.OK, absent.Err, v.Text+", "+absent.Text
		if v.OK && c.d.Evict.Text == "" {
			c.d.Evict = evicted
			c.d.Evict.Text = p.name + ": " + evicted.Text
		}
	}
	for _, v := range verdicts {
		if !v.OK {
			v.Text = fmt.Sprintf("residency: not observable on this file system (%s): %s", c.d.FileSystem, v.Text)
		}
	}
	if c.d.Evict.Text == "" {
		c.d.Evict.Text = "no probe shows whether the file is out"
	}
}

// look asks a probe for the pages of a file that are resident; want is how many bytes
// must be.
func (c *calibration) look(p *residencyProbe, fd, want int, of string) (v Verdict) {
	n, _, err := p.look(fd, c.size)
	if err != nil {
		v.fail(err)
		return v
	}
	return Verdict{OK: n == pagesOf(want), Text: fmt.Sprintf("%d of %d pages %s", n, pagesOf(c.size), of)}
}

// nowait fills Nowait. The file may be in the cache or not: either answer will do, but
// not that the file system does not know the question.
func (c *calibration) nowait() {
	n, err := sys.Preadv2(c.fd, [][]byte{make([]byte, c.size)}, 0, sys.RWF_NOWAIT)
	switch {
	case err == sys.EAGAIN:
		c.d.Nowait = Verdict{OK: true, Text: "EAGAIN for a file that is not in the page cache"}
	case err != nil:
		c.d.Nowait.fail(os.NewSyscallError("preadv2", err))
	default:
		c.d.Nowait = Verdict{OK: true, Text: fmt.Sprintf("%d bytes at once", n)}
	}
}

// direct fills Direct. A file system in memory takes the flag and has nothing to read
// past the cache from; others take it, and go by way of the cache all the same.
func (c *calibration) direct() {
	v := &c.d.Direct
	fd, err := sys.Open(fmt.Sprintf("/proc/self/fd/%d", c.fd), sys.O_RDONLY|sys.O_CLOEXEC|sys.O_DIRECT, 0)
	if err != nil {
		v.fail(os.NewSyscallError("open", err))
		return
	}
	defer sys.Close(fd)
	if inMemory(c.d.FileSystem) {
		v.Text = "the flag is taken and means nothing: " + c.d.FileSystem
		return
	}
	n, err := sys.Pread(fd, aligned(c.size, os.Getpagesize()), 0)
	if err != nil {
		v.fail(os.NewSyscallError("pread64", err))
		return
	}
	*v = Verdict{OK: true, Text: fmt.Sprintf("%d bytes read", n)}
	if !c.d.Evict.OK {
		return // what was there before nobody knows
	}
	for i, p := range residencyProbes {
		if pages, _, err := p.look(c.fd, c.size); c.verdicts()[i].OK && err == nil && pages > 0 {
			v.fail(fmt.Errorf("%d bytes read by way of the page cache, which has %d of %d pages then: %w", n, pages, pagesOf(c.size), ErrNoDirect))
			return
		}
	}
}

// fail makes an error the verdict.
func (v *Verdict) fail(err error) { *v = Verdict{Text: err.Error(), Err: err} }
