package witness

import "slices"

// Left counts the calls of a trace's threads that are not compared, since no lane
// announced them: from the start of a lane to its end and, on the threads of package
// functions, from the first call of the trace to the last.
type Left struct {
	Measuring int            // clock_gettime(2), getrusage(2) and gettid(2), by which a lane measures and finds itself
	Looks     int            // made by a look at the kernel's state, which is a row of the record and no system call
	Runtime   int            // of the kinds that Go's runtime makes for itself
	Others    map[string]int // by name: those of packages os and net, and what else is not recorded
}

func (l *Left) add(c *Call, looking bool) {
	switch {
	case c.measures():
		l.Measuring++
	case looking:
		l.Looks++
	case c.ofRuntime():
		l.Runtime++
	default:
		if l.Others == nil {
			l.Others = map[string]int{}
		}
		l.Others[c.Name]++
	}
}

// left counts those of the thread's calls [from, to) that no lane announced.
func (th *matched) left(l *Left, from, to int) {
	looks := th.looks()
	for k := from; k < to; k++ {
		if !th.calls[k] {
			l.add(&th.thread.calls[k], looks[k])
		}
	}
}

// extent is the range of the thread's calls in which the lanes of the trace were at
// work; it is to be asked while only calls of the record are marked in th.calls.
func (th *matched) extent(lanes map[uint32]span) (from, to int) {
	from, to = slices.Index(th.calls, true), lastTrue(th.calls)+1
	for _, e := range th.edges {
		if _, ofTrace := lanes[e.lane]; !ofTrace && len(lanes) > 0 {
			continue
		}
		if e.kind == laneStart && (from < 0 || e.next < from) {
			from = e.next
		} else {
			to = max(to, e.next)
		}
	}
	return max(from, 0), to
}

// looks is the set of the calls that were part of a look.
func (th *matched) looks() map[int]bool {
	set := map[int]bool{}
	begin := 0
	for _, e := range th.edges {
		for k := e.next - 1; e.kind == look && k >= begin && !th.calls[k]; k-- {
			set[k] = true
		}
		begin = e.next
	}
	return set
}

func lastTrue(set []bool) int {
	i := len(set) - 1
	for i >= 0 && !set[i] {
		i--
	}
	return i
}

const (
	clockThreadCPU = 3 // CLOCK_THREAD_CPUTIME_ID
	rusageThread   = 1 // RUSAGE_THREAD
)

// measures reports whether a call is of those by which a lane measures itself.
func (c *Call) measures() bool {
	switch c.Name {
	case "clock_gettime":
		return len(c.Args) > 0 && c.Args[0] == clockThreadCPU
	case "getrusage":
		return len(c.Args) > 0 && c.Args[0] == rusageThread
	}
	return c.Name == "gettid"
}

const (
	mapAnonymous = 0x20       // MAP_ANONYMOUS
	prSetVMA     = 0x53564d41 // PR_SET_VMA: the runtime names its memory
)

// ofRuntime reports whether a call is such as the Go runtime makes on any thread:
// to park and wake threads, for memory, for signals and new threads.
func (c *Call) ofRuntime() bool {
	switch c.Name {
	case "futex", "sched_yield", "nanosleep", "getpid", "tgkill", "rt_sigreturn", "rt_sigprocmask", "sigaltstack",
		"madvise", "munmap", "mprotect", "clone", "clone3", "exit":
		return true
	case "mmap":
		return len(c.Args) > 3 && c.Args[3]&mapAnonymous != 0
	case "prctl":
		return len(c.Args) > 0 && c.Args[0] == prSetVMA
	}
	return false
}
