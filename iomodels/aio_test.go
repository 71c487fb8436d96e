//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

func init() {
	catalog["IOUring"] = entry{run: scenario(IOUring), facts: facts(
		inSequence("SQE", "io_uring_enter enter", "io_uring_enter exit", "sendto enter", "arrival", "CQE"),
		callsOf("io_uring_enter", 1), workDone(true), bufferLooks("untouched: 100 ", "holds the data: 100 "),
	)}
	catalog["IOUringReady"] = entry{run: scenario(IOUringReady), facts: facts(
		callsOf("io_uring_enter", 1), workDone(false), bufferLooks("holds the data"),
		inSequence("sendto exit", "SIOCINQ", "SQE", "CQE enter", "io_uring_enter enter", "io_uring_enter exit", "CQE exit"),
	)}
	catalog["IOUringWait"] = entry{run: scenario(IOUringWait), facts: facts(
		callsOf("io_uring_enter", 1), workDone(false),
		inSequence("io_uring_enter enter", "sendto enter", "io_uring_enter exit"),
	)}
	catalog["IOUringDeferTaskrun"] = entry{run: scenario(IOUringDeferTaskrun), facts: facts(
		callsOf("io_uring_enter", 2), bufferLooks("untouched", "holds the data"),
	)}
	catalog["IOUringFileWarm"] = entry{run: file(IOUringFileWarm), facts: facts(callsOf("io_uring_enter", 1), workDone(false))}
	catalog["IOUringFileCold"] = entry{run: file(IOUringFileCold), facts: facts(callsOf("io_uring_enter", 1))}
	catalog["IOUringFileAsync"] = entry{run: file(IOUringFileAsync), facts: facts(callsOf("io_uring_enter", 1))}
	catalog["LinuxAIODirect"] = entry{run: file(LinuxAIODirect), facts: facts(callsOf("io_submit", 1))}
	catalog["LinuxAIOBuffered"] = entry{run: file(LinuxAIOBuffered), facts: facts(callsOf("io_submit", 1))}
	catalog["LinuxAIOSocket"] = entry{run: scenario(LinuxAIOSocket), transports: Transports, facts: func(s setting) []fact {
		return []fact{callsOf("io_submit", 1), inSequence("io_submit enter", s.sends()+" enter", "io_submit exit"), bufferLooks("holds the data")}
	}}
	catalog["POSIXAIO"] = entry{run: scenario(POSIXAIO), transports: Transports, facts: func(s setting) []fact {
		return []fact{workDone(true), callsOf(s.receives(), 0)}
	}}
	catalog["POSIXAIOFile"] = entry{run: file(POSIXAIOFile), facts: facts(callsOf("pread64", 0))}
	catalog["AIO"] = entry{run: scenario(AIO), facts: facts(callsOf("recvmsg", 0))}
	catalog["BlockingFileCold"] = entry{run: file(BlockingFileCold), facts: facts(callsOf("pread64", 1))}
	catalog["BlockingFileWarm"] = entry{run: file(BlockingFileWarm), facts: facts(callsOf("pread64", 1))}
	mutants = append(mutants,
		mutant{"recvmsg for io_uring", "IOUring", "Blocking"},
		mutant{"waiting in the submission for going on", "IOUring", "IOUringWait"},
		mutant{"Linux AIO for io_uring", "IOUring", "LinuxAIOSocket"},
	)
}

// onRing is run for models that need io_uring; a kernel that refuses it is a skip.
func onRing(t *testing.T, f func(Scenario) (trace.Trace, error)) trace.Trace {
	t.Helper()
	return run(t, func(s Scenario) (trace.Trace, error) {
		tr, err := f(s)
		if no := (*uring.Refused)(nil); errors.As(err, &no) {
			t.Skip(err)
		}
		return tr, err
	}, "io_uring")
}

func skipUnlessCold(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, ErrNotCold) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestIOUring(t *testing.T) {
	tr := onRing(t, IOUring)
	noReads(t, tr)
	count(t, tr, "io_uring_enter", 1)
	inOrder(t, tr, "SQE", "io_uring_enter enter", "io_uring_enter exit", "sendto enter", "arrival", "CQE")
	buffer(t, tr, "untouched: 100 ", "holds the data: 100 ")
	stampedInSend(t, tr, onlyCompletion(t, tr, "receiver", 100))
	if tr.WorkDone() < 1 {
		t.Error("no work was done between the submission and the completion")
	}
	// From the return of the one call until the completion was seen, and until
	// the data were looked at, the program made no system call.
	enter, last := tr.Find("io_uring_enter"), buffers(tr)[1]
	for _, e := range tr.Calls() {
		if e.Enter >= enter.Exit && e.Enter <= last.Exit {
			t.Errorf("%s was called before the data were found", e.Name)
		}
	}
}

func buffers(tr trace.Trace) (looks []trace.Event) {
	for _, e := range tr.Events {
		if e.Name == "buffer" {
			looks = append(looks, e)
		}
	}
	return looks
}

func TestIOUringReady(t *testing.T) {
	tr := onRing(t, IOUringReady)
	count(t, tr, "io_uring_enter", 1)
	inOrder(t, tr, "sendto exit", "SIOCINQ", "SQE", "CQE enter", "io_uring_enter enter", "io_uring_enter exit", "CQE exit")
	if work := kind(tr, "receiver", trace.Work); len(work) != 0 {
		t.Errorf("%d rounds of work: the completion was not there when io_uring_enter returned", work[0].Work)
	}
	onlyCompletion(t, tr, "receiver", 100)
	buffer(t, tr, "holds the data")
}

func TestIOUringWait(t *testing.T) {
	tr := onRing(t, IOUringWait)
	noReads(t, tr)
	inOrder(t, tr, "io_uring_enter enter", "sendto enter", "io_uring_enter exit")
	if u := tr.Find("io_uring_enter").Usage; u.Nvcsw < 1 {
		t.Errorf("io_uring_enter did not sleep: %+v", u)
	}
	stampedInSend(t, tr, onlyCompletion(t, tr, "receiver", 100))
}

func TestIOUringDeferTaskrun(t *testing.T) {
	tr := onRing(t, IOUringDeferTaskrun)
	noReads(t, tr)
	count(t, tr, "io_uring_enter", 2)
	if got := notes(tr, "completion queue"); len(got) != 1 || !strings.HasPrefix(got[0], "0 completions in 1000 looks") {
		t.Errorf("completions after the arrival: %q, want none", got)
	}
	buffer(t, tr, "untouched: 100 ", "holds the data: 100 ")
	inOrder(t, tr, "io_uring_enter#1 exit", "sendto enter", "SIOCINQ", "completion queue", "io_uring_enter#2 enter", "CQE")
	stampedInSend(t, tr, onlyCompletion(t, tr, "receiver", 100))
}

func TestIOUringFile(t *testing.T) {
	for name, f := range map[string]func(File) (trace.Trace, error){
		"warm": IOUringFileWarm, "cold": IOUringFileCold, "async": IOUringFileAsync,
	} {
		t.Run(name, func(t *testing.T) {
			tr, err := f(File{})
			if no := (*uring.Refused)(nil); errors.As(err, &no) {
				t.Skip(err)
			}
			skipUnlessCold(t, err)
			noReads(t, tr)
			count(t, tr, "io_uring_enter", 1)
			onlyCompletion(t, tr, "reader", 1<<20)
			buffer(t, tr, "holds the data: 1048576 ")
			switch work := kind(tr, "reader", trace.Work); name {
			case "warm": // it was done inside the submission
				if len(work) != 0 {
					t.Errorf("%d rounds of work before the completion of a warm read", work[0].Work)
				}
			case "async": // a kernel thread of ours did it
				if got := notes(tr, "kernel workers"); len(got) != 1 || !strings.Contains(got[0], "iou-wrk-") {
					t.Errorf("kernel workers: %q", got)
				}
			}
		})
	}
}

func TestLinuxAIOSocket(t *testing.T) {
	tr := run(t, LinuxAIOSocket, "linux-aio")
	noReads(t, tr)
	// The submission was asleep until the sender sent.
	inOrder(t, tr, "SQE", "io_submit enter", "sendto enter", "io_submit exit")
	if u := tr.Find("io_submit").Usage; u.Nvcsw < 1 {
		t.Errorf("io_submit did not sleep: %+v", u)
	}
	if work := kind(tr, "receiver", trace.Work); len(work) != 0 {
		t.Errorf("%d rounds of work: the completion was not there when io_submit returned", work[0].Work)
	}
	onlyCompletion(t, tr, "receiver", 100)
	buffer(t, tr, "holds the data: 100 ")
}

func TestLinuxAIOFile(t *testing.T) {
	for name, f := range map[string]func(File) (trace.Trace, error){"direct": LinuxAIODirect, "buffered": LinuxAIOBuffered} {
		t.Run(name, func(t *testing.T) {
			tr, err := f(File{})
			skipUnlessCold(t, err)
			noReads(t, tr)
			count(t, tr, "io_submit", 1)
			count(t, tr, "io_getevents", 1)
			cqe := onlyCompletion(t, tr, "reader", 1<<20)
			buffer(t, tr, "holds the data: 1048576 ")
			submit := tr.Find("io_submit")
			if submit.Usage.Inblock == 0 {
				t.Error("nothing was read from the device")
			}
			// Buffered, the submission is the whole operation.
			if name == "buffered" && cqe.Enter > submit.Exit {
				t.Errorf("the completion came after %d, io_submit had returned at %d", cqe.Enter, submit.Exit)
			}
		})
	}
}

// What the record says of a completion, which is read from the mapped queue, is what
// io_getevents says of it: for the first, and after the queue has gone round.
func TestLinuxAIOQueue(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, pattern(1000), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tr, err := alone("", "linux-aio", func(p *program) (err error) {
		c, err := newAIO(p.lane, 1000)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.close()) }()
		data, err := c.arena.Buffer(1000)
		if err != nil {
			return err
		}
		for i := range int(c.ring.entries) * 3 / 2 {
			c.pread(int(f.Fd()), data[:1+i%1000])
			if err := c.submit(); err != nil {
				return err
			}
			if err := workUntil(p.lane, nil, c.ready, nil); err != nil {
				return err
			}
			if e, err := c.reap(); err != nil || e.res != int64(1+i%1000) {
				return fmt.Errorf("completion %d: %+v, %w", i, e, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range kind(tr, "reader", trace.CQE) {
		if e.Ret != int64(1+i%1000) {
			t.Fatalf("completion %d is recorded as %d, want %d", i, e.Ret, 1+i%1000)
		}
	}
}

func TestPOSIXAIO(t *testing.T) {
	tr := run(t, POSIXAIO, "posix-aio-emulated")
	noReads(t, tr)
	buffer(t, tr, "untouched: 100 ", "holds the data: 100 ")
	inOrder(t, tr, "SQE", "recvmsg enter", "sendto enter", "recvmsg exit", "CQE", "ppoll enter")
	if tr.WorkDone() < 1 {
		t.Error("no work was done between the request and the completion")
	}
	onlyCompletion(t, tr, "receiver", 100)
	helper := tr.On("helper")
	if len(helper) != 2 || helper[0].Name != "recvmsg" || helper[1].Name != "write" {
		t.Fatalf("the helper called %v, want recvmsg and write", helper)
	}
	stampedInSend(t, tr, helper[0])
	emulatedAndSaysSo(t, tr)
}

func TestPOSIXAIOFile(t *testing.T) {
	tr, err := POSIXAIOFile(File{})
	skipUnlessCold(t, err)
	noReads(t, tr)
	onlyCompletion(t, tr, "reader", 1<<20)
	if u := tr.On("helper")[0].Usage; u.Inblock == 0 {
		t.Error("the helper read nothing from the device")
	}
	emulatedAndSaysSo(t, tr)
}

// emulatedAndSaysSo fails the test unless another thread did it and the trace says
// that this is no kernel feature.
func emulatedAndSaysSo(t *testing.T, tr trace.Trace) {
	t.Helper()
	if tr.Lanes[1].Role != trace.Helper || tr.Lanes[1].TID == tr.Lanes[0].TID {
		t.Errorf("lanes %+v, want a helper thread second", tr.Lanes)
	}
	if !strings.Contains(strings.Join(tr.Notes, "\n"), "EMULATED") {
		t.Errorf("notes %q do not say EMULATED", tr.Notes)
	}
}

// On this kernel AIO is io_uring if that is allowed, and says what it is if not.
func TestAIO(t *testing.T) {
	tr, err := AIO(quick)
	if err != nil {
		t.Fatal(err)
	}
	labelled := strings.Contains(strings.Join(tr.Notes, "\n"), "io_uring is not available here")
	if (tr.Model == "io_uring") == labelled {
		t.Errorf("model %q with notes %q", tr.Model, tr.Notes)
	}
}

func TestNotCold(t *testing.T) {
	if fileSystem("/dev/shm") != "in memory" {
		t.Skip("/dev/shm is no file system in memory here")
	}
	for _, f := range []func(File) (trace.Trace, error){LinuxAIOBuffered, LinuxAIODirect, BlockingFileCold} {
		if _, err := f(File{Dir: "/dev/shm"}); !errors.Is(err, ErrNotCold) || !strings.Contains(err.Error(), "/dev/shm") {
			t.Errorf("a file in memory: %v, want ErrNotCold and where", err)
		}
	}
}
