//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"unsafe"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// File is what the models that read from a disk read: a temporary file, which has
// lost its name before they read it. The zero File is one of 1 MiB.
type File struct {
	Dir  string // when empty, the first of the temporary, the current and /var/tmp that is not in memory
	Size int    // bytes, rounded up to whole pages; 1 MiB when zero
}

// ErrNotCold is returned by the models of cold files where a file cannot be made
// cold: on a file system in memory, or one that keeps its pages.
var ErrNotCold = errors.New("the file cannot be put out of the page cache")

// temporary is an open file with a known content, all of which is on the disk.
type temporary struct {
	lane    *unix.Lane
	fd      int
	size    int
	content []byte
	where   string // directory and kind of file system, for messages
}

// open makes the file and opens it for reading, with flags such as O_DIRECT, on
// the program's lane. What writes it is not recorded.
func (f File) open(p *program, flags int) (*temporary, error) {
	page := os.Getpagesize()
	switch {
	case f.Size < 0:
		return nil, fmt.Errorf("a file of %d bytes", f.Size)
	case f.Size == 0:
		f.Size = 1 << 20
	}
	f.Size = (f.Size + page - 1) &^ (page - 1)
	if f.Dir == "" {
		f.Dir = diskDir()
	}
	t := &temporary{lane: p.lane, size: f.Size, content: pattern(f.Size), where: f.Dir + " (" + fileSystem(f.Dir) + ")"}
	name, err := write(f.Dir, t.content)
	if err != nil {
		return nil, err
	}
	if t.fd, err = p.lane.Openat(unix.AT_FDCWD, name, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0); err != nil {
		return nil, errors.Join(&os.PathError{Op: "openat", Path: name, Err: err}, os.Remove(name))
	}
	if err := os.Remove(name); err != nil {
		return nil, errors.Join(err, t.close())
	}
	p.payload = f.Size
	return t, nil
}

// write makes a file and has the kernel write it to the disk: as long as its pages
// are newer than the disk they cannot be put out of the cache (posix_fadvise(2)).
func write(dir string, content []byte) (name string, err error) {
	file, err := os.CreateTemp(dir, "nbrun-*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

func (t *temporary) close() error { return os.NewSyscallError("close", t.lane.Close(t.fd)) }

// evict puts the file out of the page cache and makes sure that it is out. It asks
// mincore(2), which looks and does not touch; cachestat(2) says 0 for every file of
// an overlayfs, and preadv2(2) with RWF_NOWAIT starts to read.
func (t *temporary) evict() error {
	before, err := t.resident()
	if err != nil {
		return err
	}
	if err := t.lane.Fadvise(t.fd, 0, 0, unix.FADV_DONTNEED); err != nil {
		return os.NewSyscallError("fadvise64", err)
	}
	after, err := t.resident()
	if err != nil {
		return err
	}
	if before == 0 {
		return fmt.Errorf("%s: no page of a file just written is seen in the cache, so mincore tells nothing here: %w", t.where, ErrNotCold)
	}
	if after > 0 {
		return fmt.Errorf("%s: after fsync and POSIX_FADV_DONTNEED %d pages stay: %w", t.where, after, ErrNotCold)
	}
	return nil
}

// resident counts the pages of the file in the page cache, and records the look.
func (t *temporary) resident() (int, error) {
	at := unix.Now()
	mem, err := sys.Mmap(t.fd, 0, t.size, sys.PROT_READ, sys.MAP_SHARED)
	if err != nil {
		return 0, os.NewSyscallError("mmap", err)
	}
	pages := make([]byte, t.size/os.Getpagesize())
	_, _, errno := sys.Syscall(sys.SYS_MINCORE, uintptr(unsafe.Pointer(unsafe.SliceData(mem))), uintptr(len(mem)), uintptr(unsafe.Pointer(unsafe.SliceData(pages))))
	if err := sys.Munmap(mem); err != nil {
		return 0, os.NewSyscallError("munmap", err)
	}
	if errno != 0 {
		return 0, os.NewSyscallError("mincore", errno)
	}
	n := 0
	for _, p := range pages {
		n += int(p & 1) // the other bits are undefined
	}
	t.lane.Event(trace.Event{
		Kind: trace.Probe, Name: "page cache", Enter: at, Exit: unix.Now(),
		Args: []trace.Arg{unix.Descriptor(t.fd)}, Note: fmt.Sprintf("%d of %d pages resident (mincore)", n, len(pages)),
	})
	return n, nil
}

// verify checks that data are what the file holds.
func (t *temporary) verify(data []byte) error {
	if !bytes.Equal(data, t.content) {
		return fmt.Errorf("read %d bytes %.40q…, the file has %d bytes %.40q…", len(data), data, len(t.content), t.content)
	}
	return nil
}

// diskDir is a directory that is on a disk, or else the temporary one.
func diskDir() string {
	for _, dir := range []string{os.TempDir(), ".", "/var/tmp"} {
		var fs sys.Statfs_t
		if sys.Statfs(dir, &fs) == nil && fs.Type != sys.TMPFS_MAGIC && fs.Type != sys.RAMFS_MAGIC {
			return dir
		}
	}
	return os.TempDir()
}

// fileSystem names the kind of file system of a directory (statfs(2)).
func fileSystem(dir string) string {
	var fs sys.Statfs_t
	if err := sys.Statfs(dir, &fs); err != nil {
		return "statfs: " + err.Error()
	}
	switch int64(fs.Type) {
	case sys.EXT4_SUPER_MAGIC:
		return "ext4"
	case sys.XFS_SUPER_MAGIC:
		return "xfs"
	case sys.BTRFS_SUPER_MAGIC:
		return "btrfs"
	case sys.OVERLAYFS_SUPER_MAGIC:
		return "overlayfs"
	case sys.TMPFS_MAGIC, sys.RAMFS_MAGIC:
		return "in memory"
	}
	return fmt.Sprintf("file system %#x", fs.Type)
}
