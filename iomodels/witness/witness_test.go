//go:build linux && (amd64 || arm64)

package witness_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"nbrun/iomodels"
	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/witness"
)

const programVariable = "WITNESS_TEST_PROGRAM"

// TestMain runs the program under test when the test has started itself again.
func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		if err := json.NewEncoder(os.Stdout).Encode(record()); err != nil {
			panic(err)
		}
		return
	}
	os.Exit(m.Run())
}

// record makes calls that are hard to tell from others: such as the Go runtime and
// the lane make too, the same again and again, some that a signal cuts short.
func record() trace.Trace {
	lanes := make(chan *unix.Lane)
	go func() {
		l := unix.Start("lane", trace.App, 3)
		defer func() { l.End(); lanes <- l }()
		own(l)
		l.Event(trace.Event{Kind: trace.Probe, Name: "boot id", Enter: unix.Now(), Note: look(), Exit: unix.Now()})
		l.Event(trace.Event{Kind: trace.Work, Name: "work", Enter: unix.Now(), Exit: unix.Now(), Work: 3})
		for range 100 {
			l.Getppid()
		}
		interrupted(l)
	}()
	return unix.Window("", "", <-lanes)
}

// own makes calls of names that are left out when nobody announces them.
func own(l *unix.Lane) {
	l.Getpid()
	l.Gettid()
	l.Nanosleep(&unix.Timespec{Nsec: 1000}, nil)
	mem, _ := l.Mmap(-1, 0, 4096, unix.PROT_READ, unix.MAP_PRIVATE|unix.MAP_ANON)
	l.Madvise(mem, unix.MADV_DONTNEED)
	l.Munmap(mem)
	var ts unix.Timespec
	l.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts)
	var ru unix.Rusage
	l.Getrusage(unix.RUSAGE_THREAD, &ru)
	l.Tgkill(os.Getpid(), l.TID(), 0)
	l.Seek(-1, 12345, 0x6e62)
	l.Read(-1, make([]byte, 5))
}

func look() string {
	id, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(id))
}

// interrupted has a signal come while the thread sleeps: read(2) is begun again and
// poll(2) is not (signal(7)).
func interrupted(l *unix.Lane) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	defer signal.Stop(signals)
	p := make([]int, 2)
	l.Pipe2(p, unix.O_CLOEXEC)
	buf := make([]byte, 8)

	done := make(chan bool)
	later := iomodels.SignalWhenAsleep(unix.SIGUSR1, 0)
	go func() {
		<-signals
		syscall.Write(p[1], []byte("x"))
		later.Wait()
		done <- true
	}()
	l.Read(p[0], buf)
	<-done

	later = iomodels.SignalWhenAsleep(unix.SIGUSR1, 0)
	l.Poll([]unix.PollFd{{Fd: int32(p[0]), Events: unix.POLLIN}}, int(10*time.Second/time.Millisecond))
	go func() {
		later.Wait()
		done <- true
	}()
	<-done
}

// under runs the program under strace and returns the record and the log.
func under(t *testing.T) (trace.Trace, *witness.Log) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "log")
	cmd, err := witness.Command(file, os.Args[0])
	if errors.Is(err, witness.ErrNoStrace) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(cmd.Env, programVariable+"=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running under strace: %v", err)
	}
	var tr trace.Trace
	if err := json.Unmarshal(out, &tr); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	log, err := witness.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	return tr, log
}

// What strace saw is what the record says; and whatever is changed in the record is
// noticed, and nothing else is then found wrong.
func TestMatch(t *testing.T) {
	tr, log := under(t)
	r := log.Match(tr)
	if err := r.Err(); err != nil {
		t.Fatalf("%v\n%s", err, tr.Text())
	}
	if want := len(tr.Events) - 2; r.Confirmed() != want || r.Recorded() != want || r.Seen() != want || r.Before+r.After != 0 {
		t.Errorf("%d of %d confirmed, %d seen, %d before, %d after; want %d", r.Confirmed(), r.Recorded(), r.Seen(), r.Before, r.After, want)
	}
	if r.Left.Looks < 3 || len(r.Left.Others) > 0 {
		t.Errorf("left out: %+v, want a look of an open, a read and a close at least, and no others", r.Left)
	}
	if n := tr.CountErrno("ppoll", "EINTR"); n != 1 {
		t.Errorf("%d interrupted polls, want 1", n)
	}

	row := func(name string) int {
		return slices.IndexFunc(tr.Events, func(e trace.Event) bool { return e.Name == name })
	}
	last := len(tr.Events) - 1
	drop := func(i int) func(*trace.Trace) {
		return func(t *trace.Trace) { t.Events = slices.Delete(t.Events, i, i+1) }
	}
	change := func(name string, f func(e *trace.Event)) func(*trace.Trace) {
		return func(t *trace.Trace) { f(&t.Events[row(name)]) }
	}
	for name, c := range map[string]struct {
		change    func(*trace.Trace)
		confirmed int // how many fewer
		seen      int // how many fewer
		only      int
		message   string
	}{
		"nothing":                      {func(*trace.Trace) {}, 0, 0, 0, ""},
		"a result":                     {change("getpid", func(e *trace.Event) { e.Ret++ }), 1, 0, 0, "strace saw getpid() = "},
		"a result of a restarted call": {change("read", func(e *trace.Event) { e.Errno = trace.Errno{Num: 22, Name: "EINVAL"} }), 1, 0, 0, "EBADF"},
		"the first row is missing": {func(t *trace.Trace) {
			drop(0)(t)
			for i := range t.Events {
				t.Events[i].Seq--
			}
		}, 1, 0, 1, "strace saw getpid() = "},
		"a window begins later": {drop(0), 1, 1, 0, ""}, // Before says it
		"a row is missing":      {drop(row("pipe2")), 1, 0, 1, "strace saw pipe2("},
		// Named is then, it may be, a call that the runtime made on the way into this one.
		"a row that looks like the runtime's is missing": {drop(row("tgkill")), 1, 0, 1, "which is not in the record"},
		"one that asks for memory is missing":            {drop(row("madvise")), 1, 0, 1, "which is not in the record"},
		"a row that looks like a measurement is missing": {drop(row("clock_gettime")), 1, 0, 1, "clock_gettime(0x3"},
		"one of many alike is missing":                   {drop(row("getppid") + 50), 1, 0, 1, "strace saw getppid() = "},
		"the last row is missing":                        {drop(last), 1, 1, 0, ""}, // After says it
		"a pointer":                                      {change("madvise", func(e *trace.Event) { e.Args[0].Raw += 8 }), 1, 0, 0, "strace saw madvise("},
		"the last argument":                              {change("mmap", func(e *trace.Event) { e.Args[5].Raw++ }), 1, 0, 0, "strace saw mmap("},
		"an argument less":                               {change("mmap", func(e *trace.Event) { e.Args = e.Args[:5] }), 1, 0, 0, "strace saw mmap("},
		"an errno":                                       {change("ppoll", func(e *trace.Event) { e.Errno = trace.Errno{Num: 11, Name: "EAGAIN"} }), 1, 0, 0, "= -1 EINTR"},
		"a name":                                         {change("gettid", func(e *trace.Event) { e.Name = "getpid" }), 1, 0, 0, "strace saw gettid() = "},
		"two rows swapped": {func(t *trace.Trace) {
			a, b := &t.Events[row("gettid")], &t.Events[row("nanosleep")]
			a.Enter, b.Enter, a.Exit, b.Exit, a.Seq, b.Seq = b.Enter, a.Enter, b.Exit, a.Exit, b.Seq, a.Seq
			*a, *b = *b, *a
		}, 2, 0, 0, "strace saw nanosleep("},
		"two rows swapped with their times": {func(t *trace.Trace) {
			a, b := &t.Events[row("gettid")], &t.Events[row("nanosleep")]
			*a, *b = *b, *a
		}, 1, 0, 1, "strace saw no call there"},
		"a row too many": {func(t *trace.Trace) {
			i := row("gettid")
			t.Events = slices.Insert(t.Events, i, t.Events[i])
		}, 0, 0, 0, "strace saw no call there"},
		"another thread": {func(t *trace.Trace) { t.Lanes[0].TID++ }, r.Confirmed(), r.Confirmed(), 0, "strace saw no"},
		"a run":          {func(t *trace.Trace) { *t = trace.Collapse(*t) }, 0, 0, 0, ""},
		"a run of one more": {func(t *trace.Trace) {
			*t = trace.Collapse(*t)
			i := slices.IndexFunc(t.Events, func(e trace.Event) bool { return e.Run != nil })
			t.Events[i].Run = &trace.Run{Count: t.Events[i].Run.Count + 1}
		}, 84, -1, 0, "the record has 85 calls of getppid() = "},
		"a row from outside": {change("getpid", func(e *trace.Event) { e.Args, e.Why = nil, []string{"arguments: recorded outside"} }), 1, 0, 1, "strace saw getpid"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := clone(tr)
			c.change(&changed)
			got := log.Match(changed)
			if n := r.Confirmed() - got.Confirmed(); n != c.confirmed {
				t.Errorf("%d rows less are confirmed, want %d", n, c.confirmed)
			}
			if n := r.Seen() - got.Seen(); n != c.seen {
				t.Errorf("%d calls less are seen, want %d", n, c.seen)
			}
			if len(got.Only) != c.only {
				t.Errorf("strace alone saw %v, want %d calls", got.Only, c.only)
			}
			switch err := got.Err(); {
			case c.message == "" && err != nil:
				t.Errorf("found wrong: %v", err)
			case c.message != "" && (err == nil || !strings.Contains(err.Error(), c.message)):
				t.Errorf("found wrong: %v, want a word of %q", err, c.message)
			}
			if name == "the last row is missing" && got.After != 1 || name == "a window begins later" && got.Before != 1 {
				t.Errorf("%d calls before and %d after those of the record", got.Before, got.After)
			}
		})
	}
}

func clone(t trace.Trace) trace.Trace {
	t.Lanes, t.Events = slices.Clone(t.Lanes), slices.Clone(t.Events)
	for i := range t.Events {
		t.Events[i].Args = slices.Clone(t.Events[i].Args)
	}
	return t
}
