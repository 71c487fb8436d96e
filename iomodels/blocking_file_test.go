//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

func init() {
	catalog["BlockingFileCold"] = entry{run: file(BlockingFileCold), facts: facts(
		onlyCalls("openat", "fadvise64", "pread64", "close"), callsOf("pread64", 1), returned("pread64", 1<<20),
		cached("all", "none", "all"), inSequence("fadvise64 exit", "page cache#2", "pread64 enter", "pread64 exit", "page cache#3"),
		readDevice("pread64", true), charged("pread64"),
	)}
	catalog["BlockingFileWarm"] = entry{run: file(BlockingFileWarm), facts: facts(
		onlyCalls("openat", "pread64", "close"), callsOf("pread64", 1), returned("pread64", 1<<20),
		cached("all", "all"), readDevice("pread64", false), charged("pread64"),
	)}
	mutants = append(mutants,
		mutant{"forgetting to put the file out of the cache", "BlockingFileCold", "BlockingFileWarm"},
		mutant{"putting the file out of the cache", "BlockingFileWarm", "BlockingFileCold"},
		mutant{"Linux AIO for pread", "BlockingFileCold", "LinuxAIOBuffered"},
	)
}

// cached says how much of the file the looks at the page cache saw there, one after
// the other: "all", "none" or "some".
func cached(want ...string) fact {
	return fact{claim: "in the page cache: " + strings.Join(want, ", then "), holds: func(t trace.Trace) bool {
		return slices.Equal(looks(t), want)
	}}
}

// looks puts what the looks at the page cache saw in words.
func looks(t trace.Trace) (words []string) {
	for _, note := range notes(t, "page cache") {
		word := "some"
		switch n, all := pagesSeen(note); {
		case all < 0:
			word = note
		case n == all:
			word = "all"
		case n == 0:
			word = "none"
		}
		words = append(words, word)
	}
	return words
}

// pagesSeen reads the note of a look at the page cache; all is -1 if it saw nothing.
func pagesSeen(note string) (n, all int) {
	if _, err := fmt.Sscanf(note, "%d of %d pages resident", &n, &all); err != nil {
		return 0, -1
	}
	return n, all
}

// readDevice says whether the only call of that name had the disk read.
func readDevice(name string, did bool) fact {
	return fact{claim: fmt.Sprintf("%s read from the disk: %v", name, did), holds: func(t trace.Trace) bool {
		return (t.Find(name).Usage.Inblock > 0) == did
	}}
}

// charged says that /proc and getrusage charge the same to the call.
func charged(name string) fact {
	return fact{claim: "read_bytes are 512 for each block of " + name, holds: func(t trace.Trace) bool {
		e := t.Find("read_bytes")
		return len(e.Why) > 0 || strings.HasPrefix(e.Note, fmt.Sprintf("+%d ", 512*t.Find(name).Usage.Inblock))
	}}
}

// All of a cold file is read from the disk, and once, where it is stored as it is.
func TestColdReadsItAll(t *testing.T) {
	if fs := fileSystem(diskDir()); fs != "ext4" && fs != "xfs" {
		t.Skip("a file may take another space on the disk than its size: ", fs)
	}
	tr, err := BlockingFileCold(File{})
	skipUnlessCold(t, err)
	if got := tr.Find("pread64").Usage.Inblock; got != 2048 {
		t.Errorf("%d blocks of 512 bytes were read for 1 MiB, want 2048\n%s", got, tr.Text())
	}
}

// A file in memory cannot be made cold: who asks for one is told, and where it was.
func TestNotCold(t *testing.T) {
	if !strings.HasSuffix(fileSystem("/dev/shm"), "in memory") {
		t.Skip("/dev/shm is no file system in memory here")
	}
	for _, f := range []func(File) (trace.Trace, error){LinuxAIOBuffered, LinuxAIODirect, BlockingFileCold} {
		if _, err := f(File{Dir: "/dev/shm"}); !errors.Is(err, ErrNotCold) || !strings.Contains(err.Error(), "/dev/shm (tmpfs, in memory): after fsync and POSIX_FADV_DONTNEED 256 of 256 pages stay") {
			t.Errorf("a file in memory: %v, want ErrNotCold and where", err)
		}
	}
}
