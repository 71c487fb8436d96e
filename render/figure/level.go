package figure

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// mostLevels is how many rows a figure of a level has at most.
const mostLevels = 48

// level is how many bytes lay in the kernel between a writer and a reader, as it follows
// from what their calls returned, while it is laid out.
type level struct {
	t       *trace.Trace
	buffer  pipeline
	others  int // buffers that are not drawn
	rows    []levelRow
	left    int // how many rows in the middle are left out, before rows[rest]
	rest    int
	unknown bool // somewhere a call was under way
	seen    bool // somewhere a look at the buffer counts

	tongue
	sheet
	marks []Mark
}

// pipeline is a buffer of the kernel's with a way in and a way out.
type pipeline struct {
	key    string // of where it leads
	kind   string // "unix", "pipe", "tcp", "udp"
	moves  []int  // events that wrote to it or read from it, or tried
	volume int64
}

var (
	levelIn  = []string{"write", "writev", "sendto", "sendmsg"}
	levelOut = []string{"read", "readv", "recvfrom", "recvmsg"}
	asking   = []string{"poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2"}
)

// drawLevel draws how many bytes lay in the kernel's buffer between the ends of a stream
// or of datagrams, after each call. Of several buffers it is the one that most went through.
func drawLevel(in Input) (Figure, error) {
	if len(in.Traces) != 1 || in.Series != nil {
		return Figure{}, fmt.Errorf("a level is drawn from 1 trace, not from %d", len(in.Traces))
	}
	d := &level{t: &in.Traces[0], tongue: tongueOf(in.Lang)}
	if err := d.t.Check(); err != nil {
		return Figure{}, fmt.Errorf("a figure of what cannot have happened: %w", err)
	}
	if err := d.find(); err != nil {
		return Figure{}, fmt.Errorf("level of %q: %w", d.t.Title, err)
	}
	if err := d.follow(); err != nil {
		return Figure{}, fmt.Errorf("level of %q: %w", d.t.Title, err)
	}
	d.shorten()
	return d.draw(), nil
}

// find picks the buffer that most bytes went through.
func (d *level) find() error {
	var all []pipeline
	closed := map[string]int{} // how often a number of a descriptor was closed
	for i := range d.t.Events {
		e := &d.t.Events[i]
		switch {
		case e.Kind == trace.CQE && e.Ret > 0:
			return errors.New("io_uring moved bytes, and what it moved when is not known from returns of calls")
		case e.Kind == trace.Probe && e.Name == "dropped":
			return NotMeasured{"the kernel dropped some of what was sent"}
		case e.Kind != trace.Syscall:
			continue
		case e.Name == "close" && e.Errno.Num == 0:
			closed[descriptorOf(e)]++
		}
		key, kind := leadsTo(e)
		if key == "" || e.Ret > 0 && peeks(e) {
			continue
		}
		if kind == "udp" && e.Ret > 0 && slices.ContainsFunc(e.Args, func(a trace.Arg) bool { return strings.Contains(a.Text, "MSG_TRUNC") }) {
			return errors.New("a datagram was cut: how much of it lay there no call said")
		}
		if kind == "unix" || kind == "pipe" { // numbers are used again
			key += fmt.Sprint(" after ", closed[key])
		}
		k := slices.IndexFunc(all, func(p pipeline) bool { return p.key == key })
		if k < 0 {
			k, all = len(all), append(all, pipeline{key: key, kind: kind})
		}
		all[k].moves = append(all[k].moves, i)
		all[k].volume += moved(e)
	}
	for _, p := range all {
		if p.volume > d.buffer.volume {
			d.buffer = p
		}
		if p.volume > 0 {
			d.others++
		}
	}
	d.others--
	if d.buffer.volume == 0 {
		return errors.New("no recorded call moved bytes through a socket or a pipe")
	}
	return nil
}

// leadsTo names where the buffer that a call writes to or reads from leads, and what
// kind of a buffer it is; "" when the call does neither.
func leadsTo(e *trace.Event) (key, kind string) {
	in, out := slices.Contains(levelIn, e.Name), slices.Contains(levelOut, e.Name)
	if !in && !out {
		return "", ""
	}
	name := strings.ReplaceAll(wholeName(e), "->", "→")
	kind, rest, _ := strings.Cut(name, " ")
	mine, peer, connected := strings.Cut(rest, "→")
	switch {
	case kind == "unix" && strings.HasPrefix(rest, "pair of "), kind == "pipe" && strings.HasPrefix(rest, "to "):
		if in {
			return rest[strings.LastIndex(rest, " ")+1:], kind
		}
		return descriptorOf(e), kind
	case kind == "pipe" && strings.HasPrefix(rest, "from ") && out:
		return descriptorOf(e), kind
	case kind == "tcp" && connected && in:
		return rest, kind
	case kind == "tcp" && connected:
		return peer + "→" + mine, kind
	case kind == "udp" && connected && in:
		return peer, kind
	case kind == "udp" && in && len(e.Args) > 4:
		return strings.TrimSuffix(strings.TrimPrefix(e.Args[4].Text, "{AF_INET "), "}"), kind
	case kind == "udp" && out:
		return mine, kind
	}
	return "", ""
}

// descriptorOf is the descriptor that a call is about.
func descriptorOf(e *trace.Event) string {
	if len(e.Args) == 0 {
		return ""
	}
	n, _, _ := strings.Cut(e.Args[0].Text, " ")
	return n
}

// peeks reports whether a call left in the buffer what it brought.
func peeks(e *trace.Event) bool {
	return slices.ContainsFunc(e.Args, func(a trace.Arg) bool { return strings.Contains(a.Text, "MSG_PEEK") })
}

// moved is how many bytes a call moved.
func moved(e *trace.Event) int64 {
	n := max(e.Ret, 0)
	if e.Run != nil {
		n *= int64(e.Run.Count)
	}
	return n
}
