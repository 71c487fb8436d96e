package witness

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

// logs are pieces of strace's logs and what they say: of each thread its calls, and
// its marks between them.
var logs = []struct{ name, log, want string }{
	{"calls", `
7 1795422435.427578 getpid() = 0x2637 <0.000026>
7 1795422435.427600 read(0x3, 0xc000012000, 0x40)   = -1 EAGAIN (Resource temporarily unavailable) <0.000009>
7 1795422435.427601 ioctl(0x3, 0x1, 0) = -1 (errno 530) <0.000009>
7 1795422435.427700 exit_group(0) = ?
7 1795422435.427800 +++ exited with 0 +++
`, "7: getpid() = 9783; read(0x3, 0xc000012000, 0x40) = -1 EAGAIN; ioctl(0x3, 0x1, 0) = -1 errno 530; exit_group(0) = ?"},
	{"two threads", `
7 1795422435.427578 read(0x3, 0xc0, 0x40 <unfinished ...>
8 1795422435.427579 write(0x4, 0xd0, 0x1 <unfinished ...>
7 1795422435.427580 <... read resumed>) = 0x1 <0.000002>
8 1795422435.427581 <... write resumed>) = 0x1 <0.000002>
`, "7: read(0x3, 0xc0, 0x40) = 1 | 8: write(0x4, 0xd0, 0x1) = 1"},
	{"begun again", `
7 1795422435.427578 read(0x3, 0xc0, 0x40) = -1 ERESTARTSYS (Unknown error 512) <0.022933>
7 1795422435.427579 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_TKILL, si_pid=9783, si_uid=0} ---
7 1795422435.427580 futex(0x5aa7a0, 0x81, 0x1, 0, 0, 0) = 0x1 <0.000009>
7 1795422435.427581 rt_sigreturn( <unfinished ...>
7 1795422435.427582 <... rt_sigreturn resumed>) = 0 <0.000079>
7 1795422435.427583 read(0x3, 0xc0, 0x40 <unfinished ...>
7 1795422435.427584 <... read resumed>) = 0x5 <0.000079>
`, "7: read(0x3, 0xc0, 0x40) = 5; futex(0x5aa7a0, 0x81, 0x1, 0, 0, 0) = 1; rt_sigreturn() = 0"},
	{"interrupted", `
7 1795422435.427578 nanosleep(0xc0, 0xd0 <unfinished ...>
7 1795422435.427579 <... nanosleep resumed>) = -1 ERESTART_RESTARTBLOCK (Unknown error 516) <0.016138>
7 1795422435.427580 --- SIGUSR1 {si_signo=SIGUSR1} ---
7 1795422435.427581 rt_sigreturn() = -1 EINTR (Interrupted system call) <0.000048>
7 1795422435.427582 nanosleep(0xc0, 0xd0) = 0 <0.000048>
`, "7: nanosleep(0xc0, 0xd0) = -1 EINTR; rt_sigreturn() = -1 EINTR; nanosleep(0xc0, 0xd0) = 0"},
	{"gone on with after a stop", `
7 1795422435.427578 nanosleep(0xc0, 0xd0) = -1 ERESTART_RESTARTBLOCK (Unknown error 516) <0.016138>
7 1795422435.427579 --- stopped by SIGSTOP ---
7 1795422435.427580 --- SIGCONT {si_signo=SIGCONT} ---
7 1795422435.427581 restart_syscall(0xc0) = 0 <0.000048>
`, "7: nanosleep(0xc0, 0xd0) = 0"},
	{"killed in a call", `
7 1795422435.427578 read(0x3, 0xc0, 0x40 <unfinished ...>
8 1795422435.427579 read(0x3, 0xc0, 0x40) = ? <unavailable>
7 1795422435.427580 <... read resumed> <unfinished ...>) = ?
7 1795422435.427581 +++ killed by SIGKILL +++
8 1795422435.427582 getp`, "7: read(0x3, 0xc0, 0x40) = ? | 8: read(0x3, 0xc0, 0x40) = ?"},
	{"marks", `
7 1795422435.427578 lseek(0xffffffffffffffff, 0x64, 0x6e62000300000001) = -1 EBADF (Bad file descriptor) <0.000026>
7 1795422435.427579 lseek(0xffffffffffffffff, 0x65, 0x6e62000100000001 <unfinished ...>
7 1795422435.427580 <... lseek resumed>) = -1 EBADF (Bad file descriptor) <0.000026>
7 1795422435.427581 getpid() = 0x7 <0.000026>
7 1795422435.427582 lseek(0xffffffffffffffff, 0x66, 0x6e62000200000002) = -1 EBADF (Bad file descriptor) <0.000026>
7 1795422435.427583 lseek(0xffffffffffffffff, 0x67, 0x6e62) = -1 EBADF (Bad file descriptor) <0.000026>
`, "7: lane 1 starts; own call at 101 of lane 1; getpid() = 7; shared call at 102 of lane 2; lseek(0xffffffffffffffff, 0x67, 0x6e62) = -1 EBADF"},
	{"an id that is given again", `
7 1795422435.427578 getpid() = 0x7 <0.000026>
7 1795422435.427579 read(0x3, 0xc0, 0x40 <unfinished ...>
7 1795422435.427580 +++ exited with 0 +++
7 1795422435.427581 getppid() = 0x1 <0.000026>
7 1795422435.427582 +++ exited with 0 +++
`, "7: getpid() = 7; read(0x3, 0xc0, 0x40) = ? | 7: getppid() = 1"},
	{"a name that strace does not know", `
7 1795422435.427578 syscall_0x1d3(0x1, 0, 0, 0, 0, 0) = -1 ENOSYS (Function not implemented) <0.000026>
`, "7: syscall_0x1d3(0x1, 0, 0, 0, 0, 0) = -1 ENOSYS"},
}

func TestParse(t *testing.T) {
	for _, c := range logs {
		t.Run(c.name, func(t *testing.T) {
			l, err := Parse(strings.NewReader(strings.TrimPrefix(c.log, "\n")))
			if err != nil {
				t.Fatal(err)
			}
			if got := l.dump(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// A life is a thread and its id, which others may have had before.
type life struct {
	tid int
	*thread
}

// lives are all threads, by id and in order.
func (l *Log) lives() (lives []life) {
	for _, tid := range slices.Sorted(maps.Keys(l.threads)) {
		for _, t := range l.threads[tid] {
			lives = append(lives, life{tid, t})
		}
	}
	return lives
}

// dump writes what is in a log: the threads' marks and calls.
func (l *Log) dump() string {
	var threads []string
	for _, lived := range l.lives() {
		tid, t := lived.tid, lived.thread
		var words []string
		marks := slices.Concat(t.edges, t.marks)
		slices.SortStableFunc(marks, func(a, b mark) int { return a.next - b.next })
		for i := range len(t.calls) + 1 {
			for _, m := range marks {
				if m.next == i {
					words = append(words, m.String())
				}
			}
			if i < len(t.calls) {
				words = append(words, t.calls[i].String())
			}
		}
		if len(words) == 0 {
			continue
		}
		threads = append(threads, fmt.Sprintf("%d: %s", tid, strings.Join(words, "; ")))
	}
	return strings.Join(threads, " | ")
}

func (m mark) String() string {
	switch m.kind {
	case ownCall:
		return fmt.Sprintf("own call at %d of lane %d", m.at, m.lane)
	case sharedCall:
		return fmt.Sprintf("shared call at %d of lane %d", m.at, m.lane)
	case laneStart:
		return fmt.Sprintf("lane %d starts", m.lane)
	}
	return fmt.Sprintf("mark %d of lane %d", m.kind, m.lane)
}

// What is no log is refused, with the line.
func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"strace: Process 7 attached\n":                        "line 1",
		"7 now getpid() = 0x7\n":                              `"now" is no time`,
		"7 1795422435.4275 getpid() = 0x7\n":                  "is no time",
		"7 1795422435.427578 getpid() = 0x7\n7\n":             "line 2",
		"7 1795422435.427578 getpid()\n":                      "without a result",
		"7 1795422435.427578 getpid() = -1\n":                 "without a result",
		"7 1795422435.427578 getpid() = seven\n":              `"seven" is no result`,
		"7 1795422435.427578 <... read resumed>) = 0x5\n":     "goes on with nothing",
		"7 1795422435.427578 open(\"a\", O_RDONLY) = 0x5\n":   "are not numbers",
		"7 1795422435.427578 what is this\n":                  "is no call",
		"7 1795422435.427578 f(" + strings.Repeat("x", 1<<17): "line 1",
	} {
		if _, err := Parse(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want a word of %q", text, err, want)
		}
	}
}

// Whatever is in a file, Parse returns; what it understands can be written as a log
// and read again; and records can be compared with it.
func FuzzParse(f *testing.F) {
	for _, c := range logs {
		f.Add(strings.TrimPrefix(c.log, "\n"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		again, err := Parse(strings.NewReader(l.text()))
		if err != nil || again.dump() != l.dump() {
			t.Fatalf("%v: %s\nwas %s\n%s", err, again.dump(), l.dump(), l.text())
		}
		for _, th := range l.lives() {
			r := l.Match(th.record(th.tid))
			if r.Recorded() != len(th.record(th.tid).Events) {
				t.Fatalf("%d rows of %d are compared", r.Recorded(), len(th.record(th.tid).Events))
			}
			_ = r.Err()
		}
	})
}

// text writes the calls and marks of a log as strace would.
func (l *Log) text() string {
	var b strings.Builder
	for _, lived := range l.lives() {
		tid, t := lived.tid, lived.thread
		marks := slices.Concat(t.edges, t.marks)
		slices.SortStableFunc(marks, func(a, b mark) int { return a.next - b.next })
		for i := range len(t.calls) + 1 {
			for ; len(marks) > 0 && marks[0].next == i; marks = marks[1:] {
				m := marks[0]
				fmt.Fprintf(&b, "%d 1.000000 lseek(0xffffffffffffffff, %#x, %#x) = -1 EBADF (Bad)\n", tid, uint64(m.at), uint64(markTag)<<48|uint64(m.kind)<<32|uint64(m.lane))
			}
			if i < len(t.calls) {
				result := t.calls[i].outcome()
				if rest, ok := strings.CutPrefix(result, "-1 errno "); ok {
					result = "-1 (errno " + rest + ")"
				} else if t.calls[i].Returned && t.calls[i].Errno == "" {
					result = fmt.Sprintf("%#x", t.calls[i].Ret)
				}
				fmt.Fprintf(&b, "%d 1.000000 %s = %s\n", tid, callText(t.calls[i].Name, t.calls[i].Args), result)
			}
		}
		if t.over {
			fmt.Fprintf(&b, "%d 1.000000 +++ exited with 0 +++\n", tid)
		}
	}
	return b.String()
}

// record is what the thread's lane would have recorded.
func (t *thread) record(tid int) trace.Trace {
	tr := trace.Trace{Lanes: []trace.Lane{{Name: "lane", TID: tid}}}
	for i, m := range t.marks {
		if k := t.likely(i); k >= 0 {
			c := t.calls[k]
			e := trace.Event{Seq: i, Name: c.Name, Enter: m.at, Exit: m.at, Ret: int64(c.Ret), Errno: trace.Errno{Name: c.Errno}}
			for _, a := range c.Args {
				e.Args = append(e.Args, trace.Arg{Raw: a})
			}
			tr.Events = append(tr.Events, e)
		}
	}
	return tr
}
