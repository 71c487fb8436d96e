//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"syscall"

	"nbrun/iomodels/trace"
)

// decoder makes events of rows, for one trace.
type decoder struct {
	clock    trace.Clock
	traced   bool // by ptrace(2) at this moment
	collapse bool // as trace.Collapse does
	notes    []string
	sites    [][]int // of the events of each lane, in order
}

func newDecoder(from clockSample) *decoder {
	return &decoder{clock: clockBetween(from, readClocks()), traced: Traced()}
}

// decoding is a row being made an event.
type decoding struct {
	*row
	s    *signature
	data []byte // side data
}

func (d *decoding) before(i int) ([]byte, bool) { return item(d.data, tagBefore|byte(i)) }
func (d *decoding) after(i int) ([]byte, bool)  { return item(d.data, tagAfter|byte(i)) }

// event decodes row i of a chunk. Its Lane and Seq are the caller's to fill.
func (dec *decoder) event(l *Lane, c *chunk, i int) trace.Event {
	r := &c.rows[i]
	why := l.reasons(c.first + i)
	if r.nr == rowEvent {
		e := *c.events[i]
		e.Why = slices.Clone(e.Why)
		if r.sideLen > 0 { // it was measured: see Measured
			e.Usage = usageOf(c.side(r))
			dec.distrust(&e)
		}
		e.Why = append(e.Why, why...)
		return e
	}
	return dec.call(r, c.side(r), why)
}

// call decodes the row of a system call.
func (dec *decoder) call(r *row, side []byte, why []string) trace.Event {
	d := decoding{r, signatureOf(uintptr(r.nr)), side}
	e := trace.Event{
		Kind: trace.Syscall, Name: d.name(), NR: int(r.nr), Args: d.arguments(),
		Ret: r.ret, Errno: ErrnoOf(syscall.Errno(r.errno)), Enter: r.enter, Exit: r.exit,
		Usage: usageOf(d.data), Why: d.why(),
	}
	if r.nr == manyCalls {
		e.NR = -1
	}
	if stamp, ok := item(d.data, tagStamp); ok {
		e.Stamp = stampAt(int64(binary.NativeEndian.Uint64(stamp)), stamp[8], dec.clock)
	}
	dec.distrust(&e)
	e.Why = append(e.Why, why...)
	return e
}

// distrust takes back what getrusage said of switches in a process that is being
// traced.
func (dec *decoder) distrust(e *trace.Event) {
	if dec.traced && e.Usage != nil && e.Usage.Rusage {
		e.Usage.Nvcsw, e.Usage.Nivcsw = trace.Unknown, trace.Unknown
		e.Why = append(e.Why, "rusage: how often the thread gave up the processor, since this process is being traced and stops of ptrace count as context switches")
	}
}

// name is the call's name in lower case, the function's when it stands for no
// single call, and the number when that has no name.
func (d *decoding) name() string {
	if d.nr == manyCalls {
		fn, _ := item(d.data, tagName)
		return string(fn)
	}
	if d.s.name == "" {
		return "syscall_" + strconv.Itoa(int(d.nr))
	}
	return d.s.name
}

// why says what a record from outside does not have.
func (d *decoding) why() []string {
	if d.quality&outside == 0 {
		return nil
	}
	fn, _ := item(d.data, tagName)
	where := fmt.Sprintf("recorded outside of x/sys/unix's %s, which makes the call", fn)
	if d.nr == manyCalls {
		where = fmt.Sprintf("x/sys/unix's %s may make more than one system call; they were recorded as one, from outside", fn)
	}
	list := []string{"arguments: " + where}
	if d.quality&noResult != 0 {
		list = append(list, "result: "+where)
	}
	return list
}

// arguments decodes the registers. Those of a call of which nothing is known are
// all shown.
func (d *decoding) arguments() []trace.Arg {
	if d.quality&outside != 0 {
		return nil
	}
	list := make([]trace.Arg, 0, 6)
	for i, reg := range d.args {
		k := d.s.args[i]
		if k == nothing && !d.s.unknown {
			break
		}
		text := ""
		switch {
		case k == nothing:
			text = hexText(reg)
		case sets[k] != nil:
			text = sets[k].text(reg)
		default:
			text = show[k](d, i)
		}
		list = append(list, trace.Arg{Raw: reg, Text: text})
	}
	return list
}

// ErrnoOf decodes an error number; zero is the zero Errno.
func ErrnoOf(e syscall.Errno) trace.Errno {
	if e == 0 {
		return trace.Errno{}
	}
	name := ErrnoName(e)
	switch {
	case e == EOPNOTSUPP:
		name = "EOPNOTSUPP" // x/sys/unix has ENOTSUP of the two names; man pages and strace this one
	case name == "":
		name = "errno " + strconv.Itoa(int(e))
	}
	return trace.Errno{Num: int(e), Name: name, Text: e.Error()}
}
