//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	file := func(f func(File) (trace.Trace, error), more ...fact) entry {
		return entry{run: file(f), facts: facts(append(more,
			callsOf("io_submit", 1), callsOf("io_getevents", 1), answered(1<<20),
			bufferLooks("holds the data: 1048576 "), readDevice("io_submit", true))...)}
	}
	catalog["LinuxAIODirect"] = file(LinuxAIODirect, callsOf("read", 0), cached("all", "none", "none"))
	// Buffered, the submission is the whole operation.
	catalog["LinuxAIOBuffered"] = file(LinuxAIOBuffered, workDone(false), cached("all", "none", "all"), inSequence("CQE enter", "io_submit enter", "io_submit exit", "CQE exit"))
	catalog["LinuxAIOEventfd"] = file(LinuxAIOEventfd, workDone(false), callsOf("read", 1),
		inSequence("SQE", "io_submit exit", "read enter", "read exit", "io_getevents enter"))
	catalog["LinuxAIOSocket"] = entry{run: scenario(LinuxAIOSocket), transports: Transports, facts: func(s setting) []fact {
		return []fact{
			callsOf("io_submit", 1), callsOf(s.receives(), 0), answered(100), sleptIn("io_submit"), workDone(false),
			bufferLooks("holds the data: 100 "),
			// The submission was asleep until the sender sent.
			inSequence("SQE", "io_submit enter", s.sends()+" enter", "io_submit exit"),
		}
	}}
	catalog["LinuxAIOPoll"] = entry{run: scenario(LinuxAIOPoll), transports: Transports, facts: func(s setting) []fact {
		return []fact{
			callsOf("io_submit", 1), callsOf(s.receives(), 1), returned(s.receives(), 100), workDone(true),
			// Complete is the waiting, not the transfer.
			bufferLooks("untouched: 100 "), completedWith(unix.POLLIN),
			inSequence("SQE", "io_submit exit", s.sends()+" enter", "CQE", s.receives()+" enter"),
		}
	}}
	mutants = append(mutants,
		mutant{"a buffered file for O_DIRECT and an eventfd", "LinuxAIOEventfd", "LinuxAIOBuffered"},
		mutant{"looking for sleeping", "LinuxAIOEventfd", "LinuxAIODirect"},
		mutant{"sleeping for looking", "LinuxAIODirect", "LinuxAIOEventfd"},
		mutant{"O_DIRECT for buffered", "LinuxAIOBuffered", "LinuxAIODirect"},
		mutant{"a submission that returns for one that sleeps", "LinuxAIOSocket", "LinuxAIOPoll"},
		mutant{"reading for polling", "LinuxAIOPoll", "LinuxAIOSocket"},
		mutant{"io_uring for Linux AIO", "LinuxAIOPoll", "IOUring"},
		mutant{"a blocking call for Linux AIO on a socket", "LinuxAIOSocket", "Blocking"},
	)
}

// completedWith says that the one completion has these bits in its result.
func completedWith(bits int64) fact {
	return fact{claim: fmt.Sprintf("the completion has %#x", bits), holds: func(t trace.Trace) bool {
		found := entries(t, trace.CQE)
		return len(found) == 1 && found[0].Ret > 0 && found[0].Ret&bits == bits
	}}
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
