//go:build linux && (amd64 || arm64)

package unix

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// few is what lanes keep in these tests, in place of keptRows.
const few = 16 * rowsPerChunk

// emptyPipe returns a pipe with nothing in it, which does not block.
func emptyPipe(t *testing.T) (r, w int) {
	t.Helper()
	var p [2]int
	if err := unix.Pipe2(p[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(p[0]); unix.Close(p[1]) })
	return p[0], p[1]
}

// A lane that spins for ever keeps how it began and how it ended, counts what was
// between, and takes no more memory than its limit.
func TestALongSpinIsCounted(t *testing.T) {
	const calls = 40*few + 77
	r, w := emptyPipe(t)
	var before, after runtime.MemStats
	l := onLane(t, 3, func(l *Lane) {
		l.limit = few
		p := make([]byte, 8)
		runtime.GC()
		runtime.ReadMemStats(&before)
		for range calls {
			l.Read(r, p)
		}
		l.Write(w, []byte("x"))
		l.Read(r, p)
		runtime.GC()
		runtime.ReadMemStats(&after)
	})
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 2*few*200 {
		t.Errorf("the record takes %d bytes after %d calls, want no more than those of %d", grown, calls, 2*few)
	}
	tr := Window("", "", l)
	if err := tr.Check(); err != nil {
		t.Fatal(err)
	}
	if got := tr.CountErrno("read", "EAGAIN"); got != calls {
		t.Errorf("%d reads are counted that found nothing, want %d", got, calls)
	}
	if n := len(tr.Events); n > few+rowsPerChunk || n < few-2*rowsPerChunk {
		t.Errorf("%d events, want about %d", n, few)
	}
	last := tr.Events[len(tr.Events)-1]
	if last.Name != "read" || last.Ret != 1 || last.Seq != calls+1 {
		t.Errorf("the last event is %s = %d with seq %d, want the read that succeeded", last.Name, last.Ret, last.Seq)
	}
	runs := runsOf(tr)
	if len(runs) != 1 {
		t.Fatalf("%d runs, want one", len(runs))
	}
	run := runs[0]
	if run.Name != "read" || run.Errno.Name != "EAGAIN" || len(run.Args) != 3 || run.Run.Count+len(tr.Events) != calls+3 {
		t.Errorf("the run is %+v of %d", run, run.Run.Count)
	}
	if run.Usage == nil || run.Usage.CPU <= 0 || run.Usage.Rusage == Traced() {
		t.Errorf("the run's usage is %+v", run.Usage)
	}
	if len(tr.Notes) != 1 || !strings.Contains(tr.Notes[0], "lane test:") {
		t.Errorf("the notes are %q, want one on what was left out", tr.Notes)
	}
	again, err := trace.ParseText(trace.Collapse(tr).Text())
	if err != nil || again.CountErrno("read", "EAGAIN") != calls {
		t.Errorf("read back: %v", err)
	}
}

func runsOf(tr trace.Trace) (runs []trace.Event) {
	for _, e := range tr.Events {
		if e.Run != nil {
			runs = append(runs, e)
		}
	}
	return runs
}

// What was not alike in a gap has a run each, and what is no call is in the notes.
func TestAGapOfDifferentCalls(t *testing.T) {
	const rounds = few
	r, _ := emptyPipe(t)
	l := onLane(t, 1, func(l *Lane) {
		l.limit = few
		p := make([]byte, 8)
		for i := range rounds {
			l.Read(r, p[i%2:])
			l.Getppid()
			if i == few*2/3 {
				l.Why("of a call that is left out")
				at := Now()
				l.Event(trace.Event{Kind: trace.Mark, Name: "here", Enter: at, Exit: at})
			}
		}
	})
	tr := Window("", "", l)
	if err := tr.Check(); err != nil {
		t.Fatal(err)
	}
	if reads, others := tr.Count("read"), tr.Count("getppid"); reads != rounds || others != rounds {
		t.Errorf("%d reads and %d getppid, want %d of each", reads, others, rounds)
	}
	runs := runsOf(tr)
	if len(runs) != 2 {
		t.Fatalf("%d runs, want 2", len(runs))
	}
	if read := runs[0]; read.Args != nil || len(read.Why) != 1 || !strings.HasPrefix(read.Why[0], "arguments: ") {
		t.Errorf("the reads had different buffers, and their run says %v %q", read.Args, read.Why)
	}
	if !strings.HasSuffix(tr.Notes[0], "1 of here are not shown") {
		t.Errorf("the notes are %q", tr.Notes)
	}
	if len(l.whys) != 0 {
		t.Errorf("%d reasons are kept of calls that are not", len(l.whys))
	}
}

// Whoever reads while the gap grows sees each call once: kept or counted.
func TestReadingWhileTheGapGrows(t *testing.T) {
	const calls = few + 300*rowsPerChunk
	lanes := make(chan *Lane)
	var wg sync.WaitGroup
	wg.Go(func() {
		l := Start("writer", trace.App, 1)
		defer l.End()
		l.limit = few
		lanes <- l
		for range calls {
			l.Getppid()
		}
	})
	l := <-lanes
	for before := 0; before < calls; {
		if l.head.Load().n.Load() == 0 {
			continue
		}
		tr := Window("", "", l)
		if err := tr.Check(); err != nil {
			t.Fatal(err)
		}
		n := 0
		if len(tr.Events) > 0 {
			n = tr.Count("getppid")
		}
		if n < before {
			t.Fatalf("the record shrank from %d to %d calls", before, n)
		}
		before = n
	}
	wg.Wait()
}

// Of a gap that lies partly before a window nothing can be said but that it is there,
// and forgetting what lies before it does not touch it.
func TestForgetAroundAGap(t *testing.T) {
	l := onLane(t, 1, func(l *Lane) {
		l.limit = few
		for range 2 * few {
			l.Getppid()
		}
	})
	window := func(from, to trace.Time) (events []trace.Event, notes []string) {
		d := newDecoder(l.from)
		return d.lane(nil, 0, l, from, to), d.notes
	}
	all, _ := window(0, maxTime)
	gap := runsOf(trace.Trace{Events: all})[0]
	events, notes := window(gap.Enter+(gap.Exit-gap.Enter)/2, maxTime)
	if len(runsOf(trace.Trace{Events: events})) != 0 || len(notes) != 1 || !strings.Contains(notes[0], "outside of this trace") {
		t.Errorf("of half a gap: %d events, notes %q", len(events), notes)
	}
	if _, notes := window(gap.Exit+1, maxTime); len(notes) != 0 {
		t.Errorf("after the gap: notes %q", notes)
	}
	l.forget(gap.Enter)
	if events, notes := window(0, maxTime); len(runsOf(trace.Trace{Events: events})) != 1 || len(notes) != 1 {
		t.Errorf("forgetting what lies before the gap has forgotten it: %q", notes)
	}
	l.forget(maxTime)
	if events, notes := window(0, maxTime); len(events) > rowsPerChunk || len(notes) != 0 {
		t.Errorf("%d events are left, and the notes %q", len(events), notes)
	}
}

func TestSpread(t *testing.T) {
	var s spread
	for d := range 4001 {
		s.add(time.Duration(d))
	}
	if m, exact := s.median(); m != 2000 || !exact {
		t.Errorf("median %v, exact %v, want 2 µs and exact", m, exact)
	}
	for _, d := range []time.Duration{exactBelow - 1, exactBelow, exactBelow + 63, 12345, 1 << 20, time.Hour, 1<<63 - 1} {
		s := new(spread)
		s.add(d)
		if m, exact := s.median(); m > d || d-m > d/stepsPerOctave || exact != (d < exactBelow) || s.sum != d || s.longest != d {
			t.Errorf("the median of %d alone is %d, exact %v", d, m, exact)
		}
	}
}
