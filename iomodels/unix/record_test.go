//go:build linux && (amd64 || arm64)

package unix

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// checkOrder holds what is true of every trace: entry before return, Seq gapless,
// events in order.
func checkOrder(t *testing.T, tr trace.Trace) {
	t.Helper()
	next := make([]int, len(tr.Lanes))
	for i, e := range tr.Events {
		if e.Enter > e.Exit {
			t.Fatalf("event %d returns at %d, before its entry at %d", i, e.Exit, e.Enter)
		}
		if i > 0 && e.Enter < tr.Events[i-1].Enter {
			t.Fatalf("event %d enters at %d, before the one above it", i, e.Enter)
		}
		if e.Seq != next[e.Lane] {
			t.Fatalf("event %d of lane %d has Seq %d, want %d", i, e.Lane, e.Seq, next[e.Lane])
		}
		next[e.Lane]++
	}
}

func openZero(tb testing.TB) int {
	fd, err := unix.Open("/dev/zero", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { unix.Close(fd) })
	return fd
}

func TestReadersSeeAPrefix(t *testing.T) {
	const calls = 5 * rowsPerChunk
	lanes := make(chan *Lane)
	var wg sync.WaitGroup
	wg.Go(func() {
		l := Start("writer", trace.App, 2)
		defer l.End()
		lanes <- l
		fd := openZero(t)
		p := make([]byte, 40)
		for range calls {
			l.Read(fd, p)
		}
	})
	l := <-lanes
	for before := 0; before < calls; {
		tr := Window("", "", l)
		checkOrder(t, tr)
		if len(tr.Events) < before {
			t.Fatalf("the record shrank from %d to %d events", before, len(tr.Events))
		}
		before = len(tr.Events)
		for _, e := range tr.Events {
			if e.Name != "read" || e.Ret != 40 || !strings.HasSuffix(e.Args[1].Text, `\x00"…`) || e.Usage == nil {
				t.Fatalf("half a row: %+v", e)
			}
		}
	}
	wg.Wait()
}

func TestReadDoesNotAllocate(t *testing.T) {
	fd, p := openZero(t), make([]byte, 16)
	onLane(t, 1, func(l *Lane) {
		if n := testing.AllocsPerRun(2000, func() { l.Read(fd, p) }); n != 0 {
			t.Errorf("a recorded Read allocates %v times", n)
		}
	})
	if n := testing.AllocsPerRun(2000, func() { Read(fd, p) }); n != 0 {
		t.Errorf("a recorded package function allocates %v times", n)
	}
}

func TestMemoryOfARow(t *testing.T) {
	const calls = 200_000 // fewer than a lane keeps
	fd, p := openZero(t), make([]byte, 1)
	var before, after runtime.MemStats
	l := onLane(t, 1, func(l *Lane) {
		runtime.GC()
		runtime.ReadMemStats(&before)
		for range calls {
			l.Read(fd, p)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
	})
	perRow := float64(int64(after.HeapAlloc)-int64(before.HeapAlloc)) / calls
	t.Logf("%.1f bytes a row", perRow)
	if perRow > 128 {
		t.Errorf("a recorded one-byte read takes %.1f bytes, want at most 128", perRow)
	}
	if n := l.length(); n != calls {
		t.Errorf("%d rows, want %d", n, calls)
	}
	runtime.KeepAlive(l)
}

func TestRowHasNoHoles(t *testing.T) {
	if n := unsafe.Sizeof(row{}); n > 96 {
		t.Errorf("a row takes %d bytes, want at most 96", n)
	}
}

func TestForget(t *testing.T) {
	fd, p := openZero(t), make([]byte, 1)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	count := func(from trace.Time) (n int) { // of this thread
		tr := Shared(from, maxTime)
		for _, e := range tr.Events {
			if tr.Lanes[e.Lane].TID == threadID() {
				n++
			}
		}
		return n
	}
	for range 2 * rowsPerChunk {
		Read(fd, p)
	}
	middle := Now()
	for range rowsPerChunk {
		Read(fd, p)
	}
	after := count(middle)
	Forget(middle)
	if n := count(0); n >= after+rowsPerChunk {
		t.Errorf("%d events are left, want less than %d", n, after+rowsPerChunk)
	}
	if n := count(middle); n != after || n < rowsPerChunk {
		t.Errorf("%d events since the middle, want %d as before and at least %d", n, after, rowsPerChunk)
	}
}

func TestLevels(t *testing.T) {
	var p [2]int
	if err := unix.Pipe2(p[:], unix.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	defer unix.Close(p[0])
	defer unix.Close(p[1])
	for level := 1; level <= 3; level++ {
		l := onLane(t, level, func(l *Lane) {
			go func() {
				for !asleep(l.TID()) {
					runtime.Gosched()
				}
				unix.Write(p[1], []byte{1})
			}()
			l.Read(p[0], make([]byte, 1))
			l.Getppid()
		})
		tr := Window("", "", l)
		checkOrder(t, tr)
		if tr.Lanes[0].Level != level {
			t.Errorf("the lane's level is %d, want %d", tr.Lanes[0].Level, level)
		}
		read, getppid := tr.Events[0].Usage, tr.Events[1].Usage
		switch {
		case (read != nil) != (level > 1):
			t.Errorf("level %d: usage is %v", level, read)
		case level > 1 && read.CPU <= 0:
			t.Errorf("level %d: CPU %v", level, read.CPU)
		case level > 1 && read.Rusage != (level == 3):
			t.Errorf("level %d: rusage measured: %v", level, read.Rusage)
		case level == 3 && read.Nvcsw < 1:
			t.Errorf("a read that slept has %d voluntary switches, want 1 or more", read.Nvcsw)
		case level == 3 && getppid.Nvcsw != 0:
			t.Errorf("getppid has %d voluntary switches, want none", getppid.Nvcsw)
		}
		if tr.Overhead[level] <= 0 || tr.Overhead[level] > time.Second {
			t.Errorf("level %d: overhead %v", level, tr.Overhead[level])
		}
	}
}

func TestEventsOfOtherKinds(t *testing.T) {
	l := onLane(t, 1, func(l *Lane) {
		l.Getppid()
		at := Now()
		l.Event(trace.Event{Kind: trace.Mark, Name: "here", NR: 7, Enter: at, Exit: at, Why: []string{"first"}})
		l.Why("second")
		l.Getppid()
	})
	tr := Window("a title", "a model", l)
	checkOrder(t, tr)
	if tr.Title != "a title" || tr.Model != "a model" || len(tr.Events) != 3 {
		t.Fatalf("trace %q of %q with %d events", tr.Title, tr.Model, len(tr.Events))
	}
	mark := tr.Events[1]
	if mark.Kind != trace.Mark || mark.NR != -1 || strings.Join(mark.Why, " ") != "first second" {
		t.Errorf("the mark is %+v", mark)
	}
	if len(tr.Events[0].Why)+len(tr.Events[2].Why) != 0 {
		t.Error("a reason stands at another event than the last one")
	}
}

func TestCallAfterEndPanics(t *testing.T) {
	onLane(t, 1, func(l *Lane) {
		l.End()
		defer func() {
			if recover() == nil {
				t.Error("a call after End does not panic")
			}
		}()
		l.Getppid()
	})
}

// asleep reports whether a thread waits in the kernel.
func asleep(tid int) bool { return threadState(tid) == 'S' }
