package trace

import "time"

// Trace is a window over named lanes: what happened on them, in order of Enter
// (then of lane, then of Seq).
//
// The models are "blocking", "nonblocking", "select", "poll", "epoll", "signal-driven",
// "io_uring", "linux-aio", "posix-aio" and, where a thread of the process plays the C
// library's part, "posix-aio-emulated". Other traces are of "mmap", "willneed", "write"
// and "go-net".
type Trace struct {
	Title  string // what a figure is headed by: "Blocking recvmsg on UDP"
	Model  string // the I/O model, or what else it is of: see below; "" for a cell's own calls
	Lanes  []Lane
	Events []Event
	Clock  Clock
	// Overhead is what recording adds to a call: the smallest duration seen of a
	// recorded call that does nothing (getppid), per lane level; index 0 is unused.
	Overhead [4]time.Duration
	Notes    []string // what the reader must know of this run: what was refused, emulated, not measured
	Payload  int      // bytes that the scenario sends; 0 when it sends none
}

// Lane is one operating-system thread whose events are recorded in order.
type Lane struct {
	Name  string // "receiver", "sender", "watcher", "cell"
	Role  Role
	TID   int // the kernel's thread id
	Level int // of evidence: 1 times, arguments, result; 2 and CPU; 3 and rusage
}

// Role says whose side a lane is on.
type Role uint8

const (
	App     Role = iota // the program under study
	Peer                // who sends to it or receives from it
	Witness             // who only looks
	Helper              // a thread that works for the program (the pool of POSIX AIO)
)

// Clock relates Times to the wall clock.
type Clock struct {
	Start       time.Time     // the wall clock at Time 0
	Uncertainty time.Duration // ± of reading the two clocks at once
	Drift       time.Duration // how much their offset moved while the trace was recorded
}
