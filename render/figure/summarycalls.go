package figure

import (
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// receives reports whether a system call brings data to the program.
func receives(e *trace.Event) bool {
	if e.Kind != trace.Syscall {
		return false
	}
	switch e.Name {
	case "recvmsg", "recvfrom", "recv", "recvmmsg", "read", "readv", "pread64", "preadv", "preadv2":
		return !readsNews(e)
	}
	return false
}

// readsNews reports whether a call reads a descriptor that brings news of others.
func readsNews(e *trace.Event) bool {
	switch strings.TrimSuffix(wholeName(e), ">") {
	case "signalfd", "eventfd", "timerfd":
		return strings.HasPrefix(e.Name, "read")
	}
	return false
}

// waits reports whether a system call only waits, and brings no data itself.
func waits(e *trace.Event) bool {
	if e.Kind != trace.Syscall {
		return false
	}
	switch e.Name {
	case "poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2",
		"rt_sigtimedwait", "rt_sigsuspend", "pause", "io_getevents", "io_pgetevents":
		return true
	}
	return readsNews(e)
}

// submits reports whether a system call hands over requests.
func submits(e *trace.Event) bool {
	return e.Kind == trace.Syscall && (e.Name == "io_uring_enter" || e.Name == "io_submit")
}

// prepares reports whether a system call only changes how others will behave.
func prepares(e *trace.Event) bool {
	return e.Kind == trace.Syscall && (e.Name == "fcntl" || e.Name == "rt_sigaction" || e.Name == "rt_sigprocmask" || e.Name == "signalfd4")
}

// registers reports whether one that prepares asks for signals.
func registers(e *trace.Event) bool {
	if e.Name != "fcntl" {
		return prepares(e)
	}
	for _, a := range e.Args {
		if strings.Contains(a.Text, "F_SETOWN") || strings.Contains(a.Text, "F_SETSIG") || strings.Contains(a.Text, "ASYNC") {
			return true
		}
	}
	return false
}

// tells reports whether the event is a signal by which the kernel tells of data.
func tells(e *trace.Event) bool {
	return e.Kind == trace.Signal && (e.Name == "SIGIO" || e.Name == "SIGPOLL" || strings.HasPrefix(e.Name, "SIGRT"))
}

// completes reports whether the event is the completion of a request for data.
func completes(e *trace.Event) bool {
	if e.Kind != trace.CQE {
		return false
	}
	op := strings.TrimPrefix(strings.TrimPrefix(e.Name, "IORING_OP_"), "IOCB_CMD_")
	return strings.HasPrefix(op, "RECV") || strings.HasPrefix(op, "READ") || strings.HasPrefix(op, "PREAD") || op == "aio_read"
}

// callsOf names the calls of a trace's operation that ask, wait and receive, and the
// signals among them, each once: "recvmsg × 85,836", "ppoll + recvmsg".
func callsOf(t *trace.Trace) string {
	from, to, _ := t.Operation()
	var names []string
	count := map[string]int64{}
	for i := range t.Events {
		e := &t.Events[i]
		if t.Lanes[e.Lane].Role != trace.App || e.Enter < from || e.Exit > to {
			continue
		}
		if !receives(e) && !waits(e) && !submits(e) && !tells(e) && !strings.HasPrefix(e.Name, "aio_") || e.Kind == trace.CQE {
			continue
		}
		if !slices.Contains(names, e.Name) {
			names = append(names, e.Name)
		}
		if e.Run != nil {
			count[e.Name] += int64(e.Run.Count)
		} else {
			count[e.Name]++
		}
	}
	for i, n := range names {
		if count[n] > 1 {
			names[i] = n + " × " + thousands(count[n])
		}
	}
	if len(names) > 3 {
		names = append(names[:3:3], "…")
	}
	return strings.Join(names, " + ")
}
