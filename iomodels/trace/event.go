package trace

import (
	"math"
	"time"
)

// Time is a moment in nanoseconds since the recorder's start, on the monotonic
// clock. Times compare only with Times of the same record; [Clock] relates them
// to the wall clock.
type Time int64

// Sub returns t-u.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t - u) }

// Kind says what an [Event] is. Only Syscall events are system calls: an SQE and
// a CQE are reads and writes of memory shared with the kernel.
type Kind uint8

const (
	Syscall Kind = iota // a system call, from its entry to its return
	SQE                 // a request put in a submission queue (or an iocb made ready)
	CQE                 // a completion seen in a completion queue; Enter is the last look that did not see it, Exit the first that did
	Signal              // a signal seen by the program
	Work                // the program's own computing, counted
	Probe               // a look at the kernel's state by a witness (/proc, SIOCINQ, mincore …)
	Mark                // a named moment in the program; Enter == Exit
)

// Event is one thing that happened on one lane.
//
// Enter <= Exit. Seq counts the events of a lane from 0 without gaps, except
// that an event with a Run stands for Run.Count of them: its Seq is the first's.
type Event struct {
	Kind  Kind
	Lane  int    // index into Trace.Lanes
	Seq   int    // position on its lane, from 0
	Name  string // "recvmsg", "IORING_OP_RECV", "SIGIO", "thread state", …
	NR    int    // number of the system call on the recording machine; -1 for other kinds
	Args  []Arg
	Ret   int64 // what the kernel returned: -1 when Errno is set; for a CQE its res (-1 when Errno is set); of a Probe that counts, the number
	Errno Errno // zero when the call succeeded
	Enter Time
	Exit  Time

	Usage *Usage   // what the thread spent in the call; nil at level 1
	Stamp *Stamp   // the kernel's own time for the data's arrival; nil when there is none
	Ring  *Ring    // of an SQE or a CQE
	Sig   *Sig     // of a Signal
	Work  int64    // of Work: how often the program's own loop went round; with a Usage, how many accesses to memory it made
	Note  string   // of a Probe: what it saw, in words
	Why   []string // for each thing that could have been measured and was not: what, and why ("arrival: a pipe has no kernel stamp"); what is arrival, CPU or rusage where derived quantities want it
	Run   *Run     // set when this event stands for many alike
}

// Arg is one argument of a system call or request.
type Arg struct {
	Raw  uint64 // the register's (or the field's) content
	Text string // decoded: "3 <udp 127.0.0.1:40112>", "O_RDONLY|O_CLOEXEC", `"hello"`, "{sa_family=AF_INET, …}"
}

// Errno is an error number of the recording machine, decoded.
type Errno struct {
	Num  int
	Name string // "EAGAIN"
	Text string // "resource temporarily unavailable"
}

// Usage is what the calling thread spent between entry and return: level 2
// measures CPU, level 3 all of it (getrusage(2), RUSAGE_THREAD). The calls that
// measure it stand outside Enter…Exit, so CPU has a floor: see Trace.Overhead. The kernel
// of a virtual machine may count it short, since it takes off what the host says it has
// stolen, some of it late (CONFIG_PARAVIRT_TIME_ACCOUNTING): a copy of 16 MiB that took
// 2 ms was seen with 0.04 ms, on a busy machine.
type Usage struct {
	CPU     time.Duration // CLOCK_THREAD_CPUTIME_ID
	Rusage  bool          // the fields below were measured
	Nvcsw   int64         // voluntary context switches: 1 or more when the thread slept; Unknown in a traced process
	Nivcsw  int64         // involuntary ones; Unknown likewise
	Minflt  int64
	Majflt  int64
	Inblock int64 // 512-byte units read from a device on behalf of this thread
	Oublock int64
}

// Unknown stands for a count of context switches, or a quantity that rests on one, of
// a process that was being traced by ptrace(2): each of the tracer's stops is counted
// as a switch, so that the count says nothing. It is no number that could be measured.
const Unknown = math.MinInt64

// Stamp is a time that the kernel itself put on the data.
type Stamp struct {
	At          Time          // converted from CLOCK_REALTIME by Trace.Clock
	Uncertainty time.Duration // ± of that conversion
	Source      string        // "rx-software", "tx-sched", "tx-software", "tx-ack"
}

// Ring is what a submission or completion queue entry says of itself.
type Ring struct {
	UserData uint64
	Flags    uint32
}

// Sig is what siginfo says of a signal (sigaction(2)).
type Sig struct {
	Signo int
	Code  int
	Band  int64
	FD    int
}

// Run summarises Count calls in a row that were alike (lane, name, arguments,
// result): Min, Median, Max and Sum are of their durations. Its event lasts from the
// first of them to the last, and its Usage is the sum of theirs. Where a lane became
// too long to be kept whole, a Run stands for calls between which there were others,
// and Why says in what they were not alike.
type Run struct {
	Count                 int
	Min, Median, Max, Sum time.Duration
}

// Duration is the time between entry and return.
func (e *Event) Duration() time.Duration { return e.Exit.Sub(e.Enter) }
