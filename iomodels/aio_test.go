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
)

func init() {
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
