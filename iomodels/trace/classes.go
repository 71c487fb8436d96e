package trace

import "strings"

// class says what a system call is for, as far as the phases of I/O go.
type class uint8

const (
	otherCall   class = iota
	receiveCall       // brings data, or a connection, to the program
	waitCall          // waits for readiness or completion and brings no data itself
	pauseCall         // sleeps for another reason than data: time, a lock, a child's end
	submitCall        // hands requests to the kernel
	sendCall          // takes data from the program
	flushCall         // returns when data that were written are on the disk
)

// classOf knows the calls by the kernel's names for them, which are those that a
// trace holds (ppoll for a C program's poll on some machines).
func classOf(name string) class {
	switch name {
	case "recvmsg", "recvfrom", "recv", "recvmmsg", "read", "readv",
		"pread64", "preadv", "preadv2", "accept", "accept4":
		return receiveCall
	case "poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2",
		"rt_sigtimedwait", "rt_sigsuspend", "pause", "io_getevents", "io_pgetevents":
		return waitCall
	case "futex", "nanosleep", "clock_nanosleep", "wait4", "waitid":
		return pauseCall
	case "io_submit", "io_uring_enter":
		return submitCall
	case "sendto", "sendmsg", "sendmmsg", "send", "write", "writev",
		"pwrite64", "pwritev", "pwritev2", "sendfile", "splice":
		return sendCall
	case "fsync", "fdatasync", "syncfs", "sync_file_range", "msync":
		return flushCall
	case "readahead":
		return submitCall
	}
	return otherCall
}

// class returns the class of a system call; other kinds have none.
func (e *Event) class() class {
	if e.Kind != Syscall {
		return otherCall
	}
	switch {
	case e.Name == "fadvise64" && e.flag("WILLNEED"):
		return submitCall // the kernel begins to read
	case e.Name == "read" && e.readsNews():
		return waitCall
	}
	return classOf(e.Name)
}

// Touches reports whether the event is an access of the program's to memory that was
// measured as a call is, since it may fault: then the kernel does I/O and no call
// says so. It is Work with a Usage, and its Args say what was accessed.
func (e *Event) Touches() bool { return e.Kind == Work && e.Usage != nil }

// positioned reports whether the call reads at an offset, as only files let it.
func (e *Event) positioned() bool { return strings.HasPrefix(e.Name, "pread") }

// readsNews reports whether a call reads a descriptor that brings news of others and
// no data: a signal, a count, that a time was up.
func (e *Event) readsNews() bool {
	if len(e.Args) == 0 {
		return false
	}
	_, what, _ := strings.Cut(e.Args[0].Text, " <")
	return what == "signalfd>" || what == "eventfd>" || what == "timerfd>"
}

// again reports whether the call said "not now": the answer of a descriptor that
// does not block.
func (e *Event) again() bool {
	return e.Errno.Name == "EAGAIN" || e.Errno.Name == "EWOULDBLOCK"
}

// failed reports whether the kernel answered with an error.
func (e *Event) failed() bool { return e.Errno.Num != 0 }

// received returns the kernel's stamp of the data that the event brought. A stamp
// of data on its way out (tx-…) is no such thing.
func (e *Event) received() (*Stamp, bool) {
	if e.Stamp == nil || len(e.Stamp.Source) >= 3 && e.Stamp.Source[:3] == "tx-" {
		return nil, false
	}
	return e.Stamp, true
}

// slept reports whether the thread gave up the processor in the call, and whether
// that was measured.
func (e *Event) slept() (yes, measured bool) {
	if e.Usage == nil || !e.Usage.Rusage || e.Usage.Nvcsw == Unknown {
		return false, false
	}
	return e.Usage.Nvcsw > 0, true
}

// count is how many happenings the event stands for.
func (e *Event) count() int {
	if e.Run != nil {
		return e.Run.Count
	}
	return 1
}
