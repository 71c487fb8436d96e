//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A meter shows what the kernel charged to one thread between two moments, in one of
// the lines of /proc/thread-self/io (proc_pid_io(5)): "read_bytes", which it counts
// when a read of a device is begun, or "write_bytes", which it counts when a page
// becomes newer than the disk. They are those of getrusage(2), ru_inblock and
// ru_oublock, in bytes.
type meter struct {
	lane   *unix.Lane
	line   string
	before int64
	err    error
}

func newMeter(lane *unix.Lane, line string) *meter {
	m := &meter{lane: lane, line: line}
	m.before, m.err = accounted(line)
	return m
}

// record records how much it became, or why that is not known.
func (m *meter) record() {
	e := trace.Event{Kind: trace.Probe, Name: m.line, Enter: unix.Now()}
	now, err := accounted(m.line)
	if m.err != nil {
		err = m.err
	}
	e.Note = fmt.Sprintf("+%d (/proc/thread-self/io)", now-m.before)
	if err != nil {
		e.Note, e.Why = "not known", []string{m.line + ": " + err.Error()}
	}
	e.Exit = unix.Now()
	m.lane.Event(e)
}

// accounted reads a line of the calling thread's file.
func accounted(line string) (int64, error) {
	const name = "/proc/thread-self/io"
	file, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	for l := range strings.Lines(string(file)) {
		if v, ok := strings.CutPrefix(l, line+": "); ok {
			return strconv.ParseInt(strings.TrimSpace(v), 10, 64)
		}
	}
	return 0, fmt.Errorf("%s has no line %q", name, line)
}
