package witness

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Log is what strace saw of a process: the calls of each thread.
type Log struct {
	threads map[int]*thread
}

// thread is what strace saw of one thread.
type thread struct {
	calls []Call // in order of entry, without the marks
	marks []mark // that announce calls, in order
	edges []mark // the others, in order

	open int // index of the call under way, -1 when there is none
	cut  int // index of the call that a signal cut short, of which the end is not known yet; -1 when there is none
}

// longestLine is the length of a log's line that Parse reads.
const longestLine = 1 << 16

// Parse reads the log of a command that [Command] made. Its last line may be cut.
func Parse(log io.Reader) (*Log, error) {
	l := &Log{threads: map[int]*thread{}}
	in := bufio.NewReaderSize(log, longestLine)
	for n := 1; ; n++ {
		text, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF): // text is what strace was writing when it died
			return l, nil
		case err != nil:
			return nil, fmt.Errorf("line %d of strace's log: %w", n, err)
		}
		if err := l.line(strings.TrimSuffix(string(text), "\n")); err != nil {
			return nil, fmt.Errorf("line %d of strace's log: %w", n, err)
		}
	}
}

// thread returns that of the id, which is new when it has not been seen.
func (l *Log) thread(tid int) *thread {
	t := l.threads[tid]
	if t == nil {
		t = &thread{open: -1, cut: -1}
		l.threads[tid] = t
	}
	return t
}

// Calls returns the calls of a thread in order of entry, without its lane's marks.
func (l *Log) Calls(tid int) []Call {
	if t := l.threads[tid]; t != nil {
		return t.calls
	}
	return nil
}
