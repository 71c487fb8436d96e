//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	catalog["ReadDirect"] = entry{run: file(ReadDirect), facts: func(s setting) []fact {
		all := []fact{
			onlyCalls("openat", "statx", "fadvise64", "pread64", "close"), callsOf("pread64", 3),
			bufferLooks("untouched", "holds the data"), eachReadsDevice,
		}
		if fs := fileSystem(s.dir); fs == "ext4" || fs == "xfs" { // others may read it by way of the page cache
			all = append(all, errnos("pread64", "EINVAL", 1), cached("all", "none", "none"))
		}
		return all
	}}
	catalog["ReadAhead"] = entry{run: file(ReadAhead), facts: facts(
		onlyCalls("openat", "fadvise64", "pread64", "close"), callsOf("pread64", 2), readsAhead,
	)}
	catalog["ReadNowait"] = entry{run: file(ReadNowait), facts: facts(
		onlyCalls("openat", "fadvise64", "preadv2", "close"), cached("all", "none"), bufferLooks("holds the data"),
		brought("preadv2", 1<<20), firstAskedInVain,
	)}
	catalog["ReadNowaitWarm"] = entry{run: file(ReadNowaitWarm), facts: facts(
		onlyCalls("openat", "preadv2", "close"), callsOf("preadv2", 1), returned("preadv2", 1<<20), cached("all"),
		readDevice("preadv2", false),
	)}
	catalog["ReadNowaitHelper"] = entry{run: file(ReadNowaitHelper), facts: facts(
		onlyCalls("openat", "fadvise64", "preadv2", "eventfd2", "ppoll", "close"), bufferLooks("untouched", "holds the data"),
		inSequence("preadv2 enter", "eventfd2 exit", "pread64 enter", "pread64 exit", "write enter", "ppoll exit"),
		helperMade("pread64", "write"),
	)}
	catalog["NonBlockingFile"] = entry{run: file(NonBlockingFile), facts: facts(
		refusedByEpoll, alwaysReady, notAsync,
		errnos("pread64", "EAGAIN", 0), brought("pread64", 1<<20), callsOf("pread64", 2), coldOrSaysSo,
	)}
	catalog["MmapFault"] = entry{run: file(MmapFault), facts: facts(
		onlyCalls("openat", "fadvise64", "mmap", "munmap", "close"), faults, faultsRead,
		inSequence("mmap exit", "page cache#3", "touch#1", "page cache#4", "munmap enter"),
	)}
	catalog["WriteBack"] = entry{run: file(WriteBack), facts: facts(
		onlyCalls("openat", "pwrite64", "fsync", "close"), callsOf("pwrite64", 1), returned("pwrite64", 1<<20), callsOf("fsync", 1),
		dirtied("none", "all", "none"), chargedToWrite, inSequence("pwrite64 exit", "dirty pages#2", "fsync enter", "fsync exit", "dirty pages#3"),
	)}
	catalog["WriteDsync"] = entry{run: file(WriteDsync), facts: facts(
		onlyCalls("openat", "pwrite64", "close"), callsOf("pwrite64", 1), returned("pwrite64", 1<<20),
		dirtied("none", "none"), chargedToWrite, inSequence("pwrite64 exit", "dirty pages#2"),
	)}
	catalog["WillNeed"] = entry{run: file(WillNeed), facts: facts(
		onlyCalls("openat", "fadvise64", "pread64", "close"), callsOf("pread64", 1), returned("pread64", 1<<20),
		cached("all", "none", "all"), bufferLooks("untouched", "holds the data"),
		inSequence("fadvise64#2 exit", "page cache#3", "buffer#1", "pread64 enter", "pread64 exit", "buffer#2"), readDevice("pread64", false),
	)}
	mutants = append(mutants,
		mutant{"forgetting O_DIRECT", "ReadDirect", "BlockingFileCold"},
		mutant{"O_DIRECT where the page cache is meant", "BlockingFileCold", "ReadDirect"},
		mutant{"reading it all", "ReadAhead", "BlockingFileCold"},
		mutant{"asking for what is in the page cache", "ReadNowait", "ReadNowaitWarm"},
		mutant{"asking for what is not in the page cache", "ReadNowaitWarm", "ReadNowait"},
		mutant{"asking again where a helper is to wait", "ReadNowaitHelper", "ReadNowait"},
		mutant{"a helper without having asked", "ReadNowaitHelper", "POSIXAIOFile"},
		mutant{"RWF_NOWAIT where O_NONBLOCK is meant", "NonBlockingFile", "ReadNowait"},
		mutant{"pread for a page fault", "MmapFault", "BlockingFileCold"},
		mutant{"O_DSYNC for writing back later", "WriteBack", "WriteDsync"},
		mutant{"forgetting O_DSYNC", "WriteDsync", "WriteBack"},
		mutant{"leaving both phases to pread", "WillNeed", "BlockingFileCold"},
		mutant{"no waiting left for pread", "BlockingFileCold", "WillNeed"},
	)
}

// refusedByEpoll says that epoll does not watch the file, or that it does, and where.
var refusedByEpoll = fact{claim: "epoll_ctl said EPERM, or the notes say that it takes a file here", holds: func(t trace.Trace) bool {
	return t.CountErrno("epoll_ctl", "EPERM") == 1 != strings.Contains(strings.Join(t.Notes, "\n"), "epoll watches a regular file here")
}}

// eachReadsDevice says that nothing read with O_DIRECT is kept.
var eachReadsDevice = fact{claim: "both aligned reads had the disk read", switches: true, holds: func(t trace.Trace) bool {
	read := 0
	for _, e := range t.Calls() {
		if e.Name == "pread64" && e.Ret == 1<<20 && e.Usage.Inblock > 0 {
			read++
		}
	}
	return read == 2
}}

// readsAhead says that one page was asked for and more came, and that none did after
// POSIX_FADV_RANDOM.
var readsAhead = fact{claim: "more pages came than the one that was asked for, and that one alone after POSIX_FADV_RANDOM", holds: func(t trace.Trace) bool {
	got := notes(t, "page cache")
	if len(got) != 6 {
		return false
	}
	ahead, _ := pagesSeen(got[2])
	alone, _ := pagesSeen(got[5])
	return (alone == 1 || noted("no single page").holds(t)) && (ahead > 1 || strings.HasPrefix(t.Find("read_ahead_kb").Note, "0 "))
}}

// firstAskedInVain says that the first question was not answered from the page cache:
// the disk was asked, and may have been faster than the call.
var firstAskedInVain = fact{claim: "the first preadv2 says EAGAIN, or had the disk read", holds: func(t trace.Trace) bool {
	first := t.Find("preadv2")
	return first.Errno.Name == "EAGAIN" || first.Usage.Inblock > 0
}}

// brought says how many bytes all calls of that name brought.
func brought(name string, n int64) fact {
	return fact{claim: fmt.Sprintf("%s brought %d bytes in all", name, n), holds: func(t trace.Trace) bool {
		sum := int64(0)
		for _, e := range t.Calls() {
			if e.Name == name {
				sum += max(e.Ret, 0)
			}
		}
		return sum == n
	}}
}

// helperMade says which calls the helper made.
func helperMade(names ...string) fact {
	return fact{claim: "the helper called " + strings.Join(names, ", "), holds: func(t trace.Trace) bool {
		var got []string
		for _, e := range t.Calls("helper") {
			got = append(got, e.Name)
		}
		return slices.Equal(got, names)
	}}
}

var alwaysReady = fact{claim: "poll and select call the file ready to be read and written, before and after", holds: func(t trace.Trace) bool {
	polls := 0
	for _, e := range t.Calls() {
		switch e.Name {
		case "ppoll":
			if e.Ret != 1 || !strings.Contains(e.Args[0].Text, "→ POLLIN|POLLOUT") {
				return false
			}
			polls++
		case "pselect6":
			if e.Ret != 2 {
				return false
			}
		}
	}
	return polls == 2
}}

var notAsync = fact{claim: "O_ASYNC was taken and is not kept", holds: func(t trace.Trace) bool {
	return t.CountErrno("fcntl", "EINVAL") == 0 && strings.HasPrefix(t.Find("flags of the file").Note, "O_NONBLOCK set, O_ASYNC not set")
}}

// coldOrSaysSo says that the file became ready while it was not in the page cache.
var coldOrSaysSo = fact{claim: "none of it was in the page cache when it was ready, or the notes say that this cannot be", holds: func(t trace.Trace) bool {
	if slices.ContainsFunc(t.Notes, func(n string) bool { return strings.HasPrefix(n, "nothing to wait for") }) {
		return true
	}
	return slices.Equal(looks(t), []string{"all", "none", "none"}) && (traced(t) || t.Find("pread64").Usage.Inblock > 0)
}}

var faults = fact{claim: "mapping reads nothing, the first access some of the file, all accesses all of it", holds: func(t trace.Trace) bool {
	got := looks(t)
	return len(got) == 6 && slices.Equal(got[:3], []string{"all", "none", "none"}) && got[3] != "none" && got[5] == "all"
}}

// faultsRead says what the faults had the disk do. Whether the first was a major one is
// not said: the disk may be faster than the kernel's second look.
var faultsRead = fact{claim: "the first access had the disk read, by a page fault, and the second did not", switches: true, holds: func(t trace.Trace) bool {
	touches := kind(t, "reader", trace.Work)
	first, second := touches[0].Usage, touches[1].Usage
	return len(touches) == 3 && first.Inblock > 0 && first.Majflt+first.Minflt > 0 && second.Inblock == 0
}}

// dirtied says how much of the file was newer than the disk at each look: "all",
// "none" or "some". Where that cannot be seen the trace says why.
func dirtied(want ...string) fact {
	return fact{claim: "newer than the disk: " + strings.Join(want, ", then "), holds: func(t trace.Trace) bool {
		var got []string
		for _, e := range kind(t, "reader", trace.Probe) {
			if e.Name != "dirty pages" {
				continue
			}
			n, all, moving := 0, 0, 0
			_, err := fmt.Sscanf(e.Note, "%d of %d, and %d", &n, &all, &moving)
			switch {
			case err != nil && len(e.Why) > 0:
				got = append(got, want[min(len(got), len(want)-1)])
			case err != nil:
				return false
			case n+moving == all:
				got = append(got, "all")
			case n+moving == 0:
				got = append(got, "none")
			default:
				got = append(got, "some")
			}
		}
		return slices.Equal(got, want)
	}}
}

// chargedToWrite says when the kernel counts a write: when the page becomes dirty.
var chargedToWrite = fact{claim: "what is written is charged to pwrite64", switches: true, holds: func(t trace.Trace) bool {
	blocks := int64(0)
	for _, e := range t.Calls() {
		if e.Name != "pwrite64" && e.Name != "close" {
			blocks += e.Usage.Oublock
		}
	}
	write := t.Find("pwrite64").Usage
	counted := t.Find("write_bytes")
	// fsync may dirty pages of the file system's own, as that of btrfs does.
	return write.Oublock > 0 && blocks < write.Oublock/8 &&
		(strings.HasPrefix(counted.Note, fmt.Sprintf("+%d ", 512*write.Oublock)) || counted.Note == "not known" && len(counted.Why) > 0)
}}

// A kernel that is short of memory takes pages back, of a warm file too: it is made
// warm again, also when it is opened past the page cache.
func TestWarm(t *testing.T) {
	for _, flags := range []int{0, unix.O_DIRECT} {
		tr, err := alone("", "", func(p *program) (err error) {
			file, err := File{Dir: diskTempDir(t)}.open(p, flags)
			if flags == unix.O_DIRECT && errors.Is(err, unix.EINVAL) {
				t.Skipf("the file system refuses O_DIRECT: %v", err)
			}
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, file.close()) }()
			if err := p.lane.Fadvise(file.fd, 0, 1<<19, unix.FADV_DONTNEED); err != nil {
				return err
			}
			if err := file.prepare(nil, false); err != nil {
				return err
			}
			if file.held == nil {
				t.Log("this process may not lock a file's pages: nothing holds them")
				return nil
			}
			if err := p.lane.Fadvise(file.fd, 0, 0, unix.FADV_DONTNEED); err != nil {
				return err
			}
			_, err = file.resident()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range looks(tr) {
			if in != "all" {
				t.Errorf("of a warm file is in the cache: %q, want all, whatever takes pages back", in)
			}
		}
	}
}

// A model that the file system of a directory cannot show says so, and where; the
// others are as everywhere.
func TestDiskInMemory(t *testing.T) {
	if !strings.HasSuffix(fileSystem("/dev/shm"), "in memory") {
		t.Skip("/dev/shm is no file system in memory here")
	}
	for name, want := range map[string]error{
		"ReadDirect": ErrNotCold, "ReadAhead": ErrNotCold, "ReadNowait": ErrNotCold, "ReadNowaitHelper": ErrNotCold, "MmapFault": ErrNotCold,
		"WillNeed": ErrNotCold, "ReadNowaitWarm": ErrNoNowait, "WriteBack": ErrNoDisk, "WriteDsync": ErrNoDisk,
	} {
		_, err := catalog[name].run(setting{dir: "/dev/shm"})
		if !errors.Is(err, want) || !strings.Contains(err.Error(), "/dev/shm (tmpfs, in memory)") || !cannot(err) {
			t.Errorf("%s: %v, want %v and where", name, err, want)
		}
	}
	s := setting{dir: "/dev/shm"}
	tr := runEntry(t, catalog["NonBlockingFile"], s)
	if claims := broken(catalog["NonBlockingFile"].facts(s), tr); len(claims) > 0 || len(tr.Notes) == 0 {
		t.Errorf("not true in memory: %q, notes %q", claims, tr.Notes)
	}
}
