package trace

import (
	"fmt"
	"strings"
)

// An exchange is a request and its answer, found in a trace: the indexes of the events
// that make it up.
type exchange struct {
	*Trace
	connect, ask    int   // the peer's
	received        []int // what the peer received of the answer
	accept, request int   // the program's; request is the call that brought the last of it
	open            int
	reads           []int // calls that brought the file to the program
	sendfiles       []int // calls that sent it without
	answers         []int // all calls that sent, those among them
}

// exchange finds the first connection that a peer made and the program accepted, the
// request received on it, the file opened then and what was sent. It is nil when the
// trace has no such thing.
func (t *Trace) exchange() *exchange {
	x := &exchange{Trace: t}
	x.connect = x.next(0, Peer, func(e *Event) bool { return e.Name == "connect" })
	x.accept = x.next(0, App, func(e *Event) bool { return strings.HasPrefix(e.Name, "accept") })
	if x.connect < 0 || x.accept < 0 {
		return nil
	}
	client, conn := x.fd(x.connect), uint64(t.Events[x.accept].Ret)
	x.ask = x.next(x.connect, Peer, func(e *Event) bool { return e.class() == sendCall && on(e, client) })
	x.open = x.next(x.accept, App, (*Event).opens)
	if x.ask < 0 || x.open < 0 {
		return nil
	}
	file, opened := uint64(t.Events[x.open].Ret), t.Events[x.open].Enter
	x.request = -1
	for i := range t.Events {
		e := &t.Events[i]
		switch {
		case e.Kind != Syscall || e.failed() || e.Lane < 0 || e.Lane >= len(t.Lanes):
		case t.Lanes[e.Lane].Role == Peer && e.class() == receiveCall && on(e, client) && e.Ret > 0:
			x.received = append(x.received, i)
		case !t.onApp(e):
		case e.class() == receiveCall && on(e, conn) && e.Enter < opened:
			x.request = i
		case e.class() == receiveCall && on(e, file):
			x.reads = append(x.reads, i)
		case e.class() == sendCall && on(e, conn):
			x.answers = append(x.answers, i)
			if e.Name == "sendfile" && len(e.Args) > 1 && e.Args[1].Raw == file {
				x.sendfiles = append(x.sendfiles, i)
			}
		}
	}
	if x.request < 0 || len(x.answers) == 0 || len(x.reads)+len(x.sendfiles) == 0 {
		return nil
	}
	return x
}

// next returns the index of the first call at i or later on a lane of that role that
// succeeded and is wanted, -1 when there is none.
func (x *exchange) next(i int, role Role, want func(*Event) bool) int {
	for ; i < len(x.Events); i++ {
		e := &x.Events[i]
		if e.Kind == Syscall && !e.failed() && e.Lane >= 0 && e.Lane < len(x.Lanes) && x.Lanes[e.Lane].Role == role && want(e) {
			return i
		}
	}
	return -1
}

// on reports whether a descriptor is the event's first argument.
func on(e *Event, fd uint64) bool { return len(e.Args) > 0 && e.Args[0].Raw == fd }

// fd is the descriptor that the event at i is about.
func (x *exchange) fd(i int) uint64 {
	if args := x.Events[i].Args; len(args) > 0 {
		return args[0].Raw
	}
	return 0
}

// conn is the program's end of the connection.
func (x *exchange) conn() uint64 { return uint64(x.Events[x.accept].Ret) }

// data are the calls in which the kernel had to have the file.
func (x *exchange) data() []int {
	if len(x.reads) > 0 {
		return x.reads
	}
	return x.sendfiles
}

// span is the time from the first of some calls to the last.
func (x *exchange) span(is []int) (from, to Time) {
	return x.Events[is[0]].Enter, x.Events[is[len(is)-1]].Exit
}

// sum is what some calls returned in all.
func (x *exchange) sum(is []int) (n int64) {
	for _, i := range is {
		n += x.Events[i].Ret * int64(x.Events[i].count())
	}
	return n
}

// named is a call by its name, with how often it was made when that is not once.
func (x *exchange) named(is []int) string {
	name, n := x.Events[is[len(is)-1]].Name, 0
	for _, i := range is {
		n += x.Events[i].count()
	}
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s, %d times,", name, n)
}

// sent returns the index of the event with the last stamp of that source of what was
// sent on fd, -1 when there is none. The last stamp is that of the last byte.
func (x *exchange) sent(fd uint64, source string) int {
	last := -1
	for i := range x.Events {
		k := x.Events[i].Stamp
		if k != nil && k.Source == source && on(&x.Events[i], fd) && (last < 0 || k.At > x.Events[last].Stamp.At) {
			last = i
		}
	}
	return last
}

// probe returns what the last look of that name at fd (at any, when fd is -1) within
// two times saw; or the first, when first is set. It is "" when there was none.
func (x *exchange) probe(name string, fd int64, from, to Time, first bool) (note string) {
	for i := range x.Events {
		e := &x.Events[i]
		if e.Kind != Probe || e.Name != name || e.Enter < from || e.Exit > to || fd >= 0 && !on(e, uint64(fd)) {
			continue
		}
		if note = e.Note; first {
			return note
		}
	}
	return note
}

// fromDevice is how many bytes were asked of a device for the thread in the calls that
// needed the file, and what counted them; why is set when nothing did.
func (x *exchange) fromDevice() (n int64, counter, why string) {
	for _, i := range x.data() {
		e := &x.Events[i]
		if e.Usage == nil || !e.Usage.Rusage {
			why = e.reason("rusage", "the lane records no rusage")
			break
		}
		n += 512 * e.Usage.Inblock
	}
	if why == "" {
		return n, fmt.Sprintf("ru_inblock: %d blocks of 512", n/512), ""
	}
	_, to := x.span(x.data())
	if seen, _ := fmt.Sscanf(x.probe("read_bytes", -1, to, maxTime, true), "+%d ", &n); seen == 1 {
		return n, "read_bytes in /proc/thread-self/io", ""
	}
	return 0, "", why
}

// pages says how many pages of the file were in the page cache before and after the
// calls that needed it.
func (x *exchange) pages() (before, after Residency) {
	from, to := x.span(x.data())
	before, _ = parseResidency(x.probe(PageCacheProbe, -1, x.Events[0].Enter, from, false))
	after, _ = parseResidency(x.probe(PageCacheProbe, -1, to, maxTime, true))
	return before, after
}

const maxTime = Time(1<<63 - 1)
