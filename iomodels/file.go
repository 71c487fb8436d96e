//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/unix"
)

// File is what the models of disks read and write: a temporary file, which has lost
// its name before they do. The zero File is one of 1 MiB.
type File struct {
	Dir  string // when empty, the first of the temporary, the current and /var/tmp that can be written to and is not in memory
	Size int    // bytes, rounded up to whole pages; 1 MiB when zero
}

// temporary is an open file with a known content, all of which is on the disk.
type temporary struct {
	lane    *unix.Lane
	fd      int
	size    int
	content []byte
	kind    string // of file system
	where   string // directory and kind of file system, for messages
	probe   *residencyProbe
	blind   string // why there is no probe
	held    []byte // a mapping that keeps its pages in the page cache; nil when there is none
}

// complete returns f with its zeros filled in, or an error when there is no such file.
func (f File) complete() (File, error) {
	page := os.Getpagesize()
	switch {
	case f.Size < 0:
		return f, fmt.Errorf("a file of %d bytes", f.Size)
	case f.Size == 0:
		f.Size = 1 << 20
	}
	f.Size = (f.Size + page - 1) &^ (page - 1)
	if f.Dir == "" {
		f.Dir = diskDir()
	}
	return f, nil
}

// open makes the file and opens it on the program's lane, for reading if flags, such as
// O_DIRECT, do not say otherwise. What writes it is not recorded.
func (f File) open(p *program, flags int) (*temporary, error) {
	f, err := f.complete()
	if err != nil {
		return nil, err
	}
	kind := fileSystem(f.Dir)
	t := &temporary{lane: p.lane, size: f.Size, content: unordered(f.Size), kind: kind, where: f.Dir + " (" + kind + ")"}
	name, err := write(f.Dir, t.content)
	if err != nil {
		return nil, err
	}
	if t.fd, err = p.lane.Openat(unix.AT_FDCWD, name, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0); err != nil {
		if err == unix.EINVAL && flags&unix.O_DIRECT != 0 {
			err = fmt.Errorf("%w: %w", err, refusedDirect(kind))
		}
		return nil, errors.Join(&os.PathError{Op: "openat", Path: name, Err: err}, os.Remove(name))
	}
	if err := os.Remove(name); err != nil {
		return nil, errors.Join(err, t.close())
	}
	t.calibrate()
	p.payload = f.Size
	return t, nil
}

// unordered returns n bytes that are known and never [untouched]: some lines of the
// pattern at the beginning of each 4 KiB, for people, and behind them bytes of no order,
// which a file system that compresses (btrfs, ZFS) stores as they are. Of compressed ones
// it reads other blocks, and more pages, than it was asked for.
func unordered(n int) []byte {
	const block, readable = 4096, 104
	b := pattern(n)
	x := uint64(1)
	for i := range b {
		if i%block < readable {
			continue
		}
		x ^= x << 13 // Marsaglia's xorshift
		x ^= x >> 7
		x ^= x << 17
		if b[i] = byte(x >> 32); b[i] == untouched {
			b[i] = 0
		}
	}
	return b
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

func (t *temporary) close() error {
	return errors.Join(t.release(), os.NewSyscallError("close", t.lane.Close(t.fd)))
}

// verify checks that data are what the file holds.
func (t *temporary) verify(data []byte) error {
	if !bytes.Equal(data, t.content) {
		return fmt.Errorf("read %d bytes %.40q…, the file has %d bytes %.40q…", len(data), data, len(t.content), t.content)
	}
	return nil
}
