//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

func init() {
	catalog["IOUringFileWarm"] = entry{run: file(IOUringFileWarm), facts: func(s setting) []fact {
		all := []fact{callsOf("io_uring_enter", 1), nothingRead(), answered(1 << 20), bufferLooks("holds the data")}
		// Of a file that can be polled, as on FUSE, the kernel believes that it does not wait.
		if disk, err := Residency(s.dir); (err != nil || !disk.Nowait.OK) && fileSystem(s.dir) != "fuse" {
			return append(all, kernelThreads("iou-wrk-", true), noted("RWF_NOWAIT"))
		}
		return append(all, workDone(false), kernelThreads("iou-wrk-", false),
			inSequence("CQE enter", "io_uring_enter enter", "io_uring_enter exit", "CQE exit"))
	}}
	catalog["IOUringFileCold"] = entry{run: file(IOUringFileCold), facts: facts(
		callsOf("io_uring_enter", 1), nothingRead(), answered(1<<20), bufferLooks("holds the data"),
		cached("all", "none", "all"),
	)}
	catalog["IOUringFileAsync"] = entry{run: file(IOUringFileAsync), facts: facts(
		callsOf("io_uring_enter", 1), nothingRead(), answered(1<<20), bufferLooks("holds the data"), kernelThreads("iou-wrk-", true),
	)}
	catalog["IOUringFileFixed"] = entry{run: file(IOUringFileFixed), facts: facts(
		callsOf("io_uring_enter", 1), nothingRead(), answered(1<<20), bufferLooks("holds the data"),
		// What was registered needs no descriptor any more.
		inSequence("io_uring_register#3 exit", "close#1 enter", "close#1 exit", "SQE", "io_uring_enter enter"),
		requested("IORING_OP_READ_FIXED", "registered file 0 = ", "registered buffer 0", "IOSQE_FIXED_FILE"),
	)}
	catalog["IOUringFileDirect"] = entry{
		run: func(s setting) (trace.Trace, error) { return IOUringFileDirect(File{Dir: s.dir, Size: directSize}) },
		facts: facts(
			callsOf("io_uring_enter", 1), nothingRead(), answered(directSize), noCallUntilSeen(), sameChecksum(),
			bufferLooks("holds the data"), inSequence("SQE", "io_uring_enter exit", "pages", "buffer", "crc32"), inSequence("CQE", "crc32"),
			lookedWhileItWrote(),
			// Past the page cache: it was not there, and it is not there now.
			cached("all", "none", "none"),
		),
	}
	catalog["IOUringCopy"] = entry{run: file(IOUringCopy), facts: facts(
		callsOf("io_uring_enter", 1), callsOf("write", 0), callsOf("pwrite64", 0), nothingRead(),
		endedInTurn("1: 1048576", "2: 1048576"), looked("copy", "holds the data: 1048576 "),
	)}
	catalog["IOUringCopyShort"] = entry{run: file(IOUringCopyShort), facts: facts(
		callsOf("io_uring_enter", 1), nothingRead(), endedInTurn("1: 1048576", "2: ECANCELED"), looked("copy", "0 bytes"),
	)}
	mutants = append(mutants,
		mutant{"an attempt at once for IOSQE_ASYNC", "IOUringFileAsync", "IOUringFileWarm"},
		mutant{"a kernel worker for the calling thread", "IOUringFileWarm", "IOUringFileAsync"},
		mutant{"a warm file for a cold one", "IOUringFileCold", "IOUringFileWarm"},
		mutant{"pread for io_uring", "IOUringFileCold", "BlockingFileCold"},
		mutant{"a descriptor and a buffer to be looked up for registered ones", "IOUringFileFixed", "IOUringFileWarm"},
		mutant{"registered ones for a descriptor and a buffer", "IOUringFileWarm", "IOUringFileFixed"},
		mutant{"the page cache for O_DIRECT", "IOUringFileDirect", "IOUringFileCold"},
		mutant{"O_DIRECT for the page cache", "IOUringFileCold", "IOUringFileDirect"},
		mutant{"Linux AIO for io_uring, with O_DIRECT", "IOUringFileDirect", "LinuxAIODirect"},
		mutant{"a short read for a whole one", "IOUringCopy", "IOUringCopyShort"},
		mutant{"a whole read for a short one", "IOUringCopyShort", "IOUringCopy"},
	)
}

// directSize is large enough that the disk takes its time.
const directSize = 16 << 20

// requested says what the program's one request was, and what words its fields have.
func requested(op string, words ...string) fact {
	return fact{claim: op + " with " + strings.Join(words, ", "), holds: func(t trace.Trace) bool {
		sqe := entries(t, trace.SQE)
		var fields []string
		for _, a := range sqe[0].Args {
			fields = append(fields, a.Text)
		}
		has := len(sqe) == 1 && sqe[0].Name == op
		for _, w := range words {
			has = has && strings.Contains(strings.Join(fields, ", "), w)
		}
		return has
	}}
}

// endedInTurn says of which requests the completions were, and what they ended with,
// one after the other.
func endedInTurn(want ...string) fact {
	return fact{claim: "the completions were, in turn, " + strings.Join(want, ", "), holds: func(t trace.Trace) bool {
		return strings.Join(ends(t), ", ") == strings.Join(want, ", ")
	}}
}

// ends are the completions as "user data: result".
func ends(t trace.Trace) (all []string) {
	for _, e := range entries(t, trace.CQE) {
		result := fmt.Sprint(e.Ret)
		if e.Errno.Num != 0 {
			result = e.Errno.Name
		}
		all = append(all, fmt.Sprintf("%d: %s", e.Ring.UserData, result))
	}
	return all
}

// lastLook says what the last probe of that name saw.
func lastLook(name, want string) fact {
	return fact{claim: "the last look at the " + name + ": " + want, holds: func(t trace.Trace) bool {
		got := notes(t, name)
		return strings.HasPrefix(got[len(got)-1], want)
	}}
}

// sameChecksum says that buffer and file had the same checksum.
func sameChecksum() fact {
	return fact{claim: "the checksums of buffer and file are the same", holds: func(t trace.Trace) bool {
		var buffer, file uint32
		_, err := fmt.Sscanf(t.Find("crc32").Note, "%08x in the buffer, %08x in the file", &buffer, &file)
		return err == nil && buffer == file
	}}
}

// A kernel that refuses io_uring is a skip.
func skipRefused(t *testing.T, err error) {
	t.Helper()
	if no := (*uring.Refused)(nil); errors.As(err, &no) {
		t.Skip(err)
	}
	skipUnlessCold(t, err)
}

// A large read with O_DIRECT is asynchronous: when the submission returns not all is
// there, and the thread gets its own work done before it is. A thread that loses its
// processor in the wrong moment sees neither, so there are three attempts.
func TestDirectIsAsynchronous(t *testing.T) {
	for attempt := 1; ; attempt++ {
		tr, err := IOUringFileDirect(File{Size: directSize})
		skipRefused(t, err)
		first := notes(tr, "pages")[0]
		if !strings.HasPrefix(first, "0 of ") && tr.Has("WorkDone") {
			t.Logf("attempt %d: the pages at the submission's return: %s; %d rounds of work", attempt, first, tr.WorkDone())
			return
		}
		if attempt == 3 {
			t.Fatalf("three times all was there when the submission had returned\n%s", tr.Text())
		}
	}
}

// lookedWhileItWrote says that the pages were looked at before the completion was seen,
// or else were all written: a thread that comes late to the processor finds the disk
// done.
func lookedWhileItWrote() fact {
	return fact{claim: "the pages were looked at before the completion, or were all written", holds: func(t trace.Trace) bool {
		return t.InOrder("pages", "CQE") || strings.HasPrefix(t.Find("pages").Note, "0 of ")
	}}
}
