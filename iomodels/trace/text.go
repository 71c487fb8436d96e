package trace

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The text form is for people to read and to write by hand: a header, an empty line,
// then one line an event. Lines that are empty or begin with # say nothing.
//
//	nbrun trace 1
//	title "Blocking recvmsg on UDP"
//	model "blocking"
//	payload 100
//	clock 2026-03-01T12:00:00.123456789Z ±150ns drift 5ns
//	overhead 0s 50ns 1.2µs 1.9µs
//	note "Loopback is not a network"
//	lane "receiver" app tid 4711 level 3
//	lane "sender" peer tid 4712 level 1
//	call recvmsg 47
//	errno EAGAIN 11
//
//	4711 receiver.0 0.000102000 recvmsg(3 <udp 127.0.0.1:40112>, {…}, 0) = 100 <0.050308048> {cpu=54.432µs vcsw=1}
//	4711 receiver.1 0.050500000 recvmsg(3 <udp 127.0.0.1:40112>, {…}, 0) = -1 EAGAIN (resource temporarily unavailable) <0.000000470>
//	4711 receiver.2 0.050600000 -- cqe IORING_OP_RECV = 100 <0.000000090> {user_data=7 flags=0x0}
//
// All of the header but its first line may be left out; so may a lane's level, which
// is then 1. The clock's time is UTC. A call's line gives its number, an errno's its
// number, for all events of that name.
//
// An event's line is the thread id of its lane, the lane's name (its index, when the
// names of the lanes are not all different words) and the Seq, Enter in seconds, what
// happened, its duration in seconds and, in braces, what else is known of it. What
// happened is name(arguments) = result for a system call, and a result that is an
// error is followed by its name and text. The other kinds are not system calls and
// look different: -- and the kind, the name, arguments in [ ] if there are any, and a
// result only if it is not 0.
//
// A word is a name as in Go, with - and / as well. Any other text in the place of a
// word or an argument is written %"…", quoted as in Go, which keeps bytes that are not
// UTF-8. An argument stands as it is if its brackets and quotes are balanced and no
// comma is outside of them; one without text is its raw content as 0x3. In braces:
//
//	nr=47 errno=11            numbers that differ from the header's
//	raw=0x3,0x7ffe10,0x0      raw arguments, unless they are the numbers that the texts begin with
//	cpu=95µs vcsw=1 ivcsw=0 minflt=0 majflt=0 inblock=0 oublock=0
//	                          Usage; vcsw stands there when getrusage measured, the others only if not 0
//	stamp=rx-software@0.050792000±150ns
//	user_data=7 flags=0x2     Ring
//	sig=29/1/65/3             Sig: number, code, band, descriptor
//	work=17700000
//	note="S (sleeping)" why="arrival: a pipe has no kernel stamp"
//	run=85819/470ns/520ns/9.1µs/45.1ms
//	                          Run: count, min, median, max, sum
//
// [ParseText] reads it back: for a trace t that passes Check and whose Clock.Start is
// in UTC, ParseText(t.Text()) gives t again (an empty slice comes back as nil).

// Text writes the trace in its text form.
func (t Trace) Text() []byte {
	p := newPrinter(&t)
	p.header()
	for i := range t.Events {
		p.event(&t.Events[i])
	}
	return p.Bytes()
}

const textHead = "nbrun trace 1"

// printer holds what the header says, so that the events need not.
type printer struct {
	bytes.Buffer
	t      *Trace
	lanes  []string // how an event names its lane
	calls  map[string]int
	errnos map[string]int
}

func newPrinter(t *Trace) *printer {
	return &printer{t: t, lanes: laneWords(t.Lanes), calls: map[string]int{}, errnos: map[string]int{}}
}

// laneWords returns the names of the lanes if they are different words, else their indexes.
func laneWords(lanes []Lane) []string {
	words := make([]string, len(lanes))
	seen := map[string]bool{}
	plain := true
	for i, l := range lanes {
		plain = plain && isWord(l.Name) && !seen[l.Name]
		seen[l.Name] = true
		words[i] = l.Name
	}
	if !plain {
		for i := range words {
			words[i] = strconv.Itoa(i)
		}
	}
	return words
}

func (p *printer) header() {
	t := p.t
	p.WriteString(textHead + "\n")
	if t.Title != "" {
		fmt.Fprintf(p, "title %q\n", t.Title)
	}
	if t.Model != "" {
		fmt.Fprintf(p, "model %q\n", t.Model)
	}
	if t.Payload != 0 {
		fmt.Fprintf(p, "payload %d\n", t.Payload)
	}
	if t.Clock != (Clock{}) {
		fmt.Fprintf(p, "clock %s ±%s drift %s\n", t.Clock.Start.UTC().Format(time.RFC3339Nano), t.Clock.Uncertainty, t.Clock.Drift)
	}
	if o := t.Overhead; o != [4]time.Duration{} {
		fmt.Fprintf(p, "overhead %s %s %s %s\n", o[0], o[1], o[2], o[3])
	}
	for _, n := range t.Notes {
		fmt.Fprintf(p, "note %q\n", n)
	}
	for _, l := range t.Lanes {
		fmt.Fprintf(p, "lane %q %s tid %d level %d\n", l.Name, l.Role, l.TID, l.Level)
	}
	for i := range t.Events {
		e := &t.Events[i]
		if _, ok := p.calls[e.Name]; !ok && e.Kind == Syscall {
			p.calls[e.Name] = e.NR
			fmt.Fprintf(p, "call %s %d\n", word(e.Name), e.NR)
		}
		if _, ok := p.errnos[e.Errno.Name]; !ok && e.Errno != (Errno{}) {
			p.errnos[e.Errno.Name] = e.Errno.Num
			fmt.Fprintf(p, "errno %s %d\n", word(e.Errno.Name), e.Errno.Num)
		}
	}
	p.WriteByte('\n')
}

func (p *printer) event(e *Event) {
	tid, lane := 0, strconv.Itoa(e.Lane)
	if e.Lane >= 0 && e.Lane < len(p.lanes) {
		tid, lane = p.t.Lanes[e.Lane].TID, p.lanes[e.Lane]
	}
	fmt.Fprintf(p, "%d %s.%d %s ", tid, lane, e.Seq, seconds(int64(e.Enter)))
	if e.Kind == Syscall {
		fmt.Fprintf(p, "%s(%s)", word(e.Name), arguments(e.Args))
	} else {
		fmt.Fprintf(p, "-- %s %s", e.Kind, word(e.Name))
		if len(e.Args) > 0 {
			fmt.Fprintf(p, "[%s]", arguments(e.Args))
		}
	}
	if e.Kind == Syscall || e.Ret != 0 || e.Errno != (Errno{}) {
		fmt.Fprintf(p, " = %d", e.Ret)
		if e.Errno != (Errno{}) {
			fmt.Fprintf(p, " %s (%s)", word(e.Errno.Name), errorText(e.Errno.Text))
		}
	}
	fmt.Fprintf(p, " <%s>", seconds(int64(e.Exit-e.Enter)))
	if as := p.attributes(e); len(as) > 0 {
		fmt.Fprintf(p, " {%s}", strings.Join(as, " "))
	}
	p.WriteByte('\n')
}

// attributes returns what stands in the braces of an event, in the order documented.
func (p *printer) attributes(e *Event) []string {
	var as []string
	add := func(format string, args ...any) { as = append(as, fmt.Sprintf(format, args...)) }
	nr := -1
	if e.Kind == Syscall {
		nr = p.calls[e.Name]
	}
	if e.NR != nr {
		add("nr=%d", e.NR)
	}
	if n := p.errnos[e.Errno.Name]; e.Errno != (Errno{}) && n != e.Errno.Num {
		add("errno=%d", e.Errno.Num)
	}
	if raw := rawArguments(e.Args); raw != "" {
		add("raw=%s", raw)
	}
	if u := e.Usage; u != nil {
		as = append(as, usage(u)...)
	}
	if k := e.Stamp; k != nil {
		add("stamp=%s@%s±%s", word(k.Source), seconds(int64(k.At)), k.Uncertainty)
	}
	if r := e.Ring; r != nil {
		add("user_data=%d flags=%#x", r.UserData, r.Flags)
	}
	if s := e.Sig; s != nil {
		add("sig=%d/%d/%d/%d", s.Signo, s.Code, s.Band, s.FD)
	}
	if e.Work != 0 {
		add("work=%d", e.Work)
	}
	if e.Note != "" {
		add("note=%q", e.Note)
	}
	for _, w := range e.Why {
		add("why=%q", w)
	}
	if r := e.Run; r != nil {
		add("run=%d/%s/%s/%s/%s", r.Count, r.Min, r.Median, r.Max, r.Sum)
	}
	return as
}

func usage(u *Usage) []string {
	as := []string{"cpu=" + u.CPU.String()}
	if u.Rusage {
		as = append(as, "vcsw="+countText(u.Nvcsw))
	}
	if u.Nivcsw != 0 {
		as = append(as, "ivcsw="+countText(u.Nivcsw))
	}
	for _, f := range []struct {
		name string
		n    int64
	}{{"minflt", u.Minflt}, {"majflt", u.Majflt}, {"inblock", u.Inblock}, {"oublock", u.Oublock}} {
		if f.n != 0 {
			as = append(as, fmt.Sprintf("%s=%d", f.name, f.n))
		}
	}
	return as
}

// countText writes a count of context switches.
func countText(n int64) string {
	if n == Unknown {
		return "?"
	}
	return strconv.FormatInt(n, 10)
}

// seconds writes nanoseconds as seconds with nine decimals.
func seconds(ns int64) string {
	sign, u := "", uint64(ns)
	if ns < 0 {
		sign, u = "-", -u
	}
	return fmt.Sprintf("%s%d.%09d", sign, u/1e9, u%1e9)
}
