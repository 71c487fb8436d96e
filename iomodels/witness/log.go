package witness

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// A Log is what strace saw of a process: the calls of each thread.
type Log struct {
	threads map[int][]*thread // by id: the kernel gives that of a thread that has ended to another
}

// thread is what strace saw of one thread.
type thread struct {
	calls []Call // in order of entry, without the marks
	marks []mark // that announce calls, in order
	edges []mark // the others, in order

	open int  // index of the call under way, -1 when there is none
	cut  int  // index of the call that a signal cut short, of which the end is not known yet; -1 when there is none
	over bool // it has ended
}

// longestLine is the length of a log's line that Parse reads.
const longestLine = 1 << 16

// Parse reads the log of a command that [Command] made. Its last line may be cut.
func Parse(log io.Reader) (*Log, error) {
	l := &Log{threads: map[int][]*thread{}}
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

// thread returns the living one of the id, which is new when there is none.
func (l *Log) thread(tid int) *thread {
	lives := l.threads[tid]
	if n := len(lives); n > 0 && !lives[n-1].over {
		return lives[n-1]
	}
	t := &thread{open: -1, cut: -1}
	l.threads[tid] = append(lives, t)
	return t
}

// threadAt returns that of the id on which lanes recorded before a moment, the last one
// if the id was given again; nil when strace saw none.
func (l *Log) threadAt(tid int, at trace.Time) (found *thread) {
	for _, t := range l.threads[tid] {
		if first, marked := t.first(); found == nil || marked && first <= at {
			found = t
		}
	}
	return found
}

// first is the time of the thread's first mark, if it has one.
func (t *thread) first() (at trace.Time, marked bool) {
	for _, m := range slices.Concat(t.edges, t.marks) {
		if !marked || m.at < at {
			at, marked = m.at, true
		}
	}
	return at, marked
}
