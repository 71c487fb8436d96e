//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A container may have a temporary directory that is not there, or read-only, and others
// that are not.
func TestWorkDir(t *testing.T) {
	if !inChild(t, inNamespaces(syscall.CLONE_NEWNS)) {
		return
	}
	t.Chdir(diskTempDir(t))
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nonexistent"))
	if got := workDir(); got != "." {
		t.Errorf("without a temporary directory: %s, want .", got)
	}
	if _, err := BlockingFileWarm(File{}); err != nil {
		t.Errorf("without a temporary directory: %v", err)
	}

	readOnly := mounted(t, sys.MS_RDONLY)
	t.Setenv("TMPDIR", readOnly)
	if got, disk := workDir(), diskDir(); got != "." || disk == readOnly {
		t.Errorf("with one that is read-only: %s, and on a disk %s", got, disk)
	}

	t.Setenv("TMPDIR", mounted(t, sys.MS_NOEXEC))
	if _, err := POSIXAIOGlibc(quick); !errors.Is(err, ErrNoCompiler) {
		t.Errorf("where no program can be run: %v, want ErrNoCompiler", err)
	}
}

// mounted is a file system in memory that is mounted with these flags.
func mounted(t *testing.T, flags uintptr) string {
	t.Helper()
	dir := t.TempDir()
	err := errors.Join(sys.Mount("", "/", "", sys.MS_REC|sys.MS_PRIVATE, ""), sys.Mount("none", dir, "tmpfs", flags, ""))
	if err != nil {
		t.Skip("nothing can be mounted here: ", err)
	}
	t.Cleanup(func() {
		if err := sys.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// Of a regular file epoll says EPERM. Where it does not, as on FUSE, that is reported.
func TestWatchable(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	file, err := regularFile()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	onThread("test", trace.Helper, 1, func(lane *unix.Lane) {
		for f, want := range map[*os.File]bool{r: true, file: false} {
			fd, err := descriptorOf(f)
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := watchable(lane, fd); err != nil || got != want {
				t.Errorf("%s: %v, %v, want %v", f.Name(), got, err, want)
			}
		}
		if _, err := watchable(lane, -1); !errors.Is(err, sys.EBADF) {
			t.Errorf("of no descriptor: %v, want EBADF", err)
		}
	})
}

// The bytes of a file show in their heads what they are, are none that a buffer is filled
// with, and cannot be made smaller.
func TestUnordered(t *testing.T) {
	b := unordered(1 << 20)
	if bytes.IndexByte(b, untouched) >= 0 || !bytes.HasPrefix(b[8192:], []byte("cdefgh")) || !bytes.Equal(b[:1000], unordered(1000)) {
		t.Errorf("it begins with %.40q", b)
	}
	var small bytes.Buffer
	w := gzip.NewWriter(&small)
	if _, err := w.Write(b); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if small.Len() < len(b)*95/100 {
		t.Errorf("%d bytes are compressed to %d", len(b), small.Len())
	}
}

// A read with O_DIRECT that leaves pages in the page cache went that way, as those of ext4
// with data=journal do. Here they are there since the file was written.
func TestDirectByWayOfTheCache(t *testing.T) {
	f, err := File{Dir: diskTempDir(t), Size: 1}.complete()
	if err != nil {
		t.Fatal(err)
	}
	file, err := calibrationFile(f, unordered(f.Size))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	d := Disk{FileSystem: fileSystem(f.Dir), Mincore: Verdict{OK: true}, Evict: Verdict{OK: true}}
	c := calibration{d: &d, fd: int(file.Fd()), size: f.Size}
	if c.direct(); d.Direct.OK {
		t.Errorf("the verdict is %+v, want that it is not possible", d.Direct)
	}
	seen := true
	_, err = alone("direct", "blocking", func(p *program) error {
		file := &temporary{lane: p.lane, fd: c.fd, size: f.Size, where: "here"}
		file.calibrate()
		seen = file.probe != nil
		return file.pastCache()
	})
	if seen && !errors.Is(err, ErrNoDirect) {
		t.Errorf("%v, want ErrNoDirect", err)
	}
}
