//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	catalog["GoNet"] = entry{
		run:   func(setting) (trace.Trace, error) { return GoNet(GoNetOptions{}) },
		facts: facts(slices.Concat(netFacts, fileFacts, rawFacts)...),
	}
	// What GoNet must not be taken for.
	catalog["GoNet/raw reads"] = entry{
		run:   func(setting) (trace.Trace, error) { return GoNetOptions{}.play(openRawReads) },
		facts: facts(slices.Concat(fileFacts, rawFacts)...),
	}
	catalog["GoNet/level"] = entry{
		run:   func(setting) (trace.Trace, error) { return GoNetOptions{}.play(openLevelReads) },
		facts: facts(slices.Concat([]fact{fewThreads, nonblocking}, fileFacts, rawFacts)...),
	}
	mutants = append(mutants,
		mutant{"raw blocking reads for net", "GoNet", "GoNet/raw reads"},
		mutant{"level for edge", "GoNet", "GoNet/level"},
	)
}

var (
	fewThreads = fact{claim: "many goroutines wait in Read, and there are at most 10 threads more", holds: func(t trace.Trace) bool {
		threads := t.Seen("threads")
		return t.Seen("goroutines in Read")[0] >= 20 && threads[1]-threads[0] <= 10
	}}
	nonblocking = fact{claim: "the connection is non-blocking", holds: func(t trace.Trace) bool {
		return t.Seen("F_GETFL")[0]&sys.O_NONBLOCK != 0
	}}
	edgeTriggered = fact{claim: "each connection is a member of an epoll, edge-triggered", holds: func(t trace.Trace) bool {
		return t.Seen("epolls")[0] >= 1 && t.Seen("edge-triggered")[0] == t.Seen("goroutines in Read")[0]
	}}
	runtimesDeadline = fact{claim: "a deadline ends each Read, and the socket has none", holds: func(t trace.Trace) bool {
		return t.Seen("deadline")[0] == t.Seen("goroutines in Read")[0] && t.Seen("SO_RCVTIMEO")[0] == 0
	}}
	netFacts = []fact{fewThreads, nonblocking, edgeTriggered, runtimesDeadline}

	fileFacts = []fact{
		{claim: "a regular file is blocking and in no epoll, where epoll refuses it", holds: func(t trace.Trace) bool {
			return t.Seen("F_GETFL")[1]&sys.O_NONBLOCK == 0 && t.Seen("edge-triggered")[1] == 0 || t.CountErrno("epoll_ctl", "EPERM") == 0
		}},
		refusedByEpoll,
		{claim: "Fd makes a pipe blocking", holds: func(t trace.Trace) bool {
			flags := t.Seen("F_GETFL")
			return flags[2]&sys.O_NONBLOCK != 0 && flags[3]&sys.O_NONBLOCK == 0
		}},
	}

	rawFacts = []fact{
		onlyCalls("epoll_create1", "epoll_ctl", "close", "read"),
		{claim: "each raw read has a thread of its own", holds: func(t trace.Trace) bool {
			tids := map[int]bool{}
			for _, e := range rawReadsOf(t) {
				tids[t.Lanes[e.Lane].TID] = true
			}
			return len(tids) == t.Payload && t.Count("read") == t.Payload && int(t.Seen("threads")[3]) >= t.Payload
		}},
		{claim: "all raw reads were under way when the threads were counted", holds: func(t trace.Trace) bool {
			look := kind(t, "watcher", trace.Probe)
			counted := look[len(look)-1]
			return counted.Name == "threads" && !slices.ContainsFunc(rawReadsOf(t), func(e trace.Event) bool {
				return e.Enter > counted.Enter || e.Exit < counted.Exit
			})
		}},
		{claim: "each raw read slept", switches: true, holds: func(t trace.Trace) bool {
			return !slices.ContainsFunc(rawReadsOf(t), func(e trace.Event) bool { return e.Usage.Nvcsw < 1 })
		}},
	}
)

func rawReadsOf(t trace.Trace) (reads []trace.Event) {
	for _, e := range t.Calls() {
		if e.Name == "read" {
			reads = append(reads, e)
		}
	}
	return reads
}

// Each mistake breaks the fact that it is about, whatever else it breaks.
func TestGoNetMistakes(t *testing.T) {
	for name, want := range map[string]fact{"GoNet/raw reads": fewThreads, "GoNet/level": edgeTriggered} {
		tr := runEntry(t, catalog[name], setting{})
		if got := broken(netFacts, tr); !slices.Contains(got, want.claim) {
			t.Errorf("%s: not true are %q, and %q is none of them", name, got, want.claim)
		}
	}
}

// The numbers that the looks counted are those that their sentences say.
func TestGoNetSays(t *testing.T) {
	tr, err := GoNet(GoNetOptions{Conns: 7, Threads: 3})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"goroutines in Read": "7 of 7 wait (runtime.Stack)",
		"edge-triggered":     "7 of 7 with EPOLLIN|EPOLLOUT|EPOLLRDHUP|EPOLLERR|EPOLLHUP|EPOLLET (/proc/self/fdinfo)",
		"F_GETFL":            "O_RDWR|O_NONBLOCK",
		"deadline":           `7 of 7 reads ended with "i/o timeout"`,
		"SO_RCVTIMEO":        "the socket's own timeout: 0 ns",
		"threads":            fmt.Sprintf("%d threads (/proc/self/status)", tr.Seen("threads")[0]),
		"epolls":             fmt.Sprintf("%d among the descriptors of the process (/proc/self/fd)", tr.Seen("epolls")[0]),
	} {
		if got := notes(tr, name); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := notes(tr, "edge-triggered"); got[1] != "none of 1 is a member of an epoll (/proc/self/fdinfo)" {
		t.Errorf("of the file it is said: %q", got[1])
	}
	if len(tr.Notes) == 0 || !strings.Contains(tr.Notes[0], "not recorded") {
		t.Errorf("the notes %q do not say what is not recorded", tr.Notes)
	}
}

// With few descriptors there are fewer connections and threads, which is said.
func TestGoNetWithFewDescriptors(t *testing.T) {
	before := take(t)
	_, _, open, err := descriptorsLeft()
	if err != nil {
		t.Fatal(err)
	}
	limitDescriptors(t, open+keptDescriptors+50)
	tr, err := GoNet(GoNetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := tr.Seen("goroutines in Read")[0]; got != 25 || tr.Payload != 25 {
		t.Errorf("%d goroutines and %d threads, want 25 of each", got, tr.Payload)
	}
	said := strings.Join(tr.Notes, "\n")
	for _, want := range []string{"25 connections, not 300: RLIMIT_NOFILE is ", "25 threads, not 100: RLIMIT_NOFILE is "} {
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	limitDescriptors(t, open+keptDescriptors)
	if _, err := GoNet(GoNetOptions{}); err == nil || !strings.Contains(err.Error(), "no connections: RLIMIT_NOFILE") {
		t.Errorf("with all descriptors taken the error is %v", err)
	}
	before.same(t, tr.Lanes)
}

// When descriptors end midway nothing is left of what was begun.
func TestGoNetOutOfDescriptors(t *testing.T) {
	before := take(t)
	_, _, open, err := descriptorsLeft()
	if err != nil {
		t.Fatal(err)
	}
	limitDescriptors(t, open+30)
	if _, err := openConns(100); err == nil || !strings.Contains(err.Error(), "too many open files") {
		t.Errorf("100 connections with 30 descriptors: %v", err)
	}
	before.same(t, nil)
	onThread("watcher", trace.Witness, 1, func(lane *unix.Lane) {
		if _, err := (&looker{lane: lane}).threads(100); err == nil || !strings.Contains(err.Error(), "socketpair: too many open files") {
			t.Errorf("100 pairs with 30 descriptors: %v", err)
		}
	})
	before.same(t, nil)
}

func TestGoNetRefused(t *testing.T) {
	for _, o := range []GoNetOptions{{Conns: -1}, {Threads: -1}} {
		if _, err := GoNet(o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

func TestMembersOf(t *testing.T) {
	const info = "pos:\t0\nflags:\t02000002\nmnt_id:\t16\nino:\t1057\n" +
		"tfd:        4 events:       19 data: ffffffff0000000a  pos:0 ino:421 sdev:10\n" +
		"tfd:       12 events: 8000201d data: 7f0012345678  pos:0 ino:a3 sdev:9\n"
	got := membersOf([]byte(info))
	if len(got) != 2 || got[4] != 0x19 || got[12] != 0x8000201d {
		t.Errorf("members %x", got)
	}
	for events, want := range map[uint32]string{
		0x8000201d: "EPOLLIN|EPOLLOUT|EPOLLRDHUP|EPOLLERR|EPOLLHUP|EPOLLET", 0x40000001: "EPOLLIN|EPOLLONESHOT", 0: "0x0", 0x80001: "EPOLLIN|0x80000",
	} {
		if got := eventNames(events); got != want {
			t.Errorf("%#x is %q, want %q", events, got, want)
		}
	}
}

// rawReads are blocking reads of a thread each.
type rawReads struct {
	pairs   [][2]int
	tids    []atomic.Int64
	readers sync.WaitGroup
}

func openRawReads(n int) (netReads, error) {
	pairs, err := socketpairs(n, 0)
	return &rawReads{pairs: pairs, tids: make([]atomic.Int64, n)}, err
}

func (r *rawReads) start() error {
	for i, p := range r.pairs {
		r.readers.Go(func() {
			runtime.LockOSThread()
			r.tids[i].Store(int64(sys.Gettid()))
			sys.Read(p[0], make([]byte, 1))
		})
	}
	return eachAsleep(r.tids, readCall)
}

func (r *rawReads) waiting() int         { return len(r.pairs) }
func (r *rawReads) fds() ([]int, error)  { return firsts(r.pairs), nil }
func (r *rawReads) expire() (int, error) { return 0, nil }

func (r *rawReads) close() error {
	for _, p := range r.pairs {
		sys.Shutdown(p[0], sys.SHUT_RDWR)
	}
	r.readers.Wait()
	return closeSocketpairs(r.pairs)
}

// levelReads are goroutines that wait for a channel, which one thread closes when
// its epoll, level-triggered, says that there is something.
type levelReads struct {
	pairs   [][2]int
	epfd    int
	ready   map[int32]chan struct{}
	waiters sync.WaitGroup
}

func openLevelReads(n int) (netReads, error) {
	pairs, err := socketpairs(n, sys.SOCK_NONBLOCK)
	if err != nil {
		return nil, err
	}
	l := &levelReads{pairs: pairs, ready: map[int32]chan struct{}{}}
	if l.epfd, err = epollOf(firsts(pairs), 0); err != nil {
		return nil, err
	}
	for _, p := range pairs {
		l.ready[int32(p[0])] = make(chan struct{})
	}
	return l, nil
}

func (l *levelReads) start() error {
	l.waiters.Go(l.poll)
	for _, ready := range l.ready {
		l.waiters.Go(func() { l.readOne(ready) })
	}
	return settle(func() bool { return l.waiting() == len(l.pairs) }, "%d goroutines were not seen waiting", len(l.pairs))
}

func (l *levelReads) readOne(ready chan struct{}) { <-ready }

func (l *levelReads) poll() {
	for told := 0; told < len(l.ready); {
		events := make([]sys.EpollEvent, 100)
		n, err := sys.EpollWait(l.epfd, events, 1000)
		if err != nil && err != sys.EINTR {
			panic(err)
		}
		for _, e := range events[:max(n, 0)] {
			sys.EpollCtl(l.epfd, sys.EPOLL_CTL_DEL, int(e.Fd), nil)
			close(l.ready[e.Fd])
			told++
		}
	}
}

func (l *levelReads) waiting() (n int) {
	for stack := range bytes.SplitSeq(allStacks(), []byte("\n\n")) {
		if bytes.Contains(stack, []byte("[chan receive")) && bytes.Contains(stack, []byte("(*levelReads).readOne(")) {
			n++
		}
	}
	return n
}

func (l *levelReads) fds() ([]int, error)  { return firsts(l.pairs), nil }
func (l *levelReads) expire() (int, error) { return 0, nil }

func (l *levelReads) close() error {
	for _, p := range l.pairs {
		sys.Shutdown(p[0], sys.SHUT_RDWR)
	}
	l.waiters.Wait()
	sys.Close(l.epfd)
	return closeSocketpairs(l.pairs)
}

func socketpairs(n, flags int) (pairs [][2]int, err error) {
	for range n {
		p, err := sys.Socketpair(sys.AF_UNIX, sys.SOCK_STREAM|sys.SOCK_CLOEXEC|flags, 0)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

func firsts(pairs [][2]int) (fds []int) {
	for _, p := range pairs {
		fds = append(fds, p[0])
	}
	return fds
}

func closeSocketpairs(pairs [][2]int) error {
	for _, p := range pairs {
		sys.Close(p[0])
		sys.Close(p[1])
	}
	return nil
}
