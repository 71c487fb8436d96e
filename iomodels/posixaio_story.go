//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"nbrun/iomodels/trace"
)

// A glibcStory is what the program of [POSIXAIOGlibc] tells, line by line, put into
// events: see posixaio_glibc.c.txt for the lines.
type glibcStory struct {
	guest   *guest
	library string
	fd      int    // of the request
	name    string // of the transport
	want    []byte // what is to be received
	helper  int    // the library's thread; 0 as long as there is none
	done    bool   // the data were in the buffer when the program was told
}

// read reads the story to its end. It calls waiting, with the library's thread, when
// the program says that it has made its request and works.
func (g *glibcStory) read(r io.Reader, waiting func(helper int)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		if word == "working" {
			if g.helper == 0 {
				return fmt.Errorf("%s has started no thread for its aio_read", g.library)
			}
			waiting(g.helper)
			continue
		}
		if err := g.line(word, rest); err != nil {
			return fmt.Errorf("the C program said %.80q: %w", lines.Text(), err)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if !g.done {
		return fmt.Errorf("the C program ended without the data")
	}
	return nil
}

// line puts one line into an event.
func (g *glibcStory) line(word, rest string) error {
	switch word {
	case "library":
		g.library = rest
		return nil
	case "error":
		return fmt.Errorf("%s", rest)
	}
	fields := strings.Fields(rest)
	if len(fields) < 2 {
		return fmt.Errorf("two times were expected")
	}
	from, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return err
	}
	to, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return err
	}
	e := trace.Event{Enter: g.guest.at(from), Exit: g.guest.at(to)}
	if err := g.fill(&e, word, fields[2:]); err != nil {
		return err
	}
	if e.Kind != trace.Work || e.Work > 0 {
		g.guest.add(e)
	}
	return nil
}

// fill fills in what the event is.
func (g *glibcStory) fill(e *trace.Event, word string, fields []string) error {
	switch word {
	case "threads":
		if len(fields) == 0 {
			return fmt.Errorf("it sees no thread of its own (/proc/self/task)")
		}
		e.Kind, e.Name = trace.Probe, "threads"
		e.Note = fmt.Sprintf("%d of the process: %s", len(fields), strings.Join(fields, ", "))
		for _, tid := range fields {
			if n, err := strconv.Atoi(tid); err != nil {
				return err
			} else if n != g.guest.TID {
				g.helper = n
			}
		}
	case "request":
		e.Kind, e.Name, e.Ring = trace.SQE, "aio_read", &trace.Ring{UserData: receiveID}
		e.Args = []trace.Arg{
			{Raw: uint64(g.fd), Text: fmt.Sprintf("%d <%s>", g.fd, g.name)},
			{Raw: uint64(len(g.want)), Text: fmt.Sprint(len(g.want))},
		}
	case "buffer":
		return g.buffer(e, fields)
	case "work":
		e.Kind, e.Name = trace.Work, "own work"
		return scanInts(fields, &e.Work)
	case "completion":
		var n, errno int64
		if err := scanInts(fields, &n, &errno); err != nil {
			return err
		}
		if errno != 0 {
			n = -errno
		}
		seen := lookout{vain: e.Enter, found: e.Exit}
		*e = seen.completion("aio_read", receiveID, n, "arrival: aio_read brings no kernel stamp")
	default:
		return fmt.Errorf("no such line was expected")
	}
	return nil
}

// buffer is a look at the program's buffer, as lookAtBuffer is at ours.
func (g *glibcStory) buffer(e *trace.Event, fields []string) error {
	if len(fields) != 2 {
		return fmt.Errorf("a number and bytes were expected")
	}
	data, err := hex.DecodeString(fields[1])
	if err != nil {
		return err
	}
	e.Kind, e.Name, e.Note = trace.Probe, "buffer", describeBuffer(data, g.want)
	g.done = bytes.Equal(data, g.want)
	return nil
}

// scanInts reads as many numbers as are asked for, and no more may be there.
func scanInts(fields []string, to ...*int64) (err error) {
	if len(fields) != len(to) {
		return fmt.Errorf("%d numbers were expected", len(to))
	}
	for i, f := range fields {
		if *to[i], err = strconv.ParseInt(f, 10, 64); err != nil {
			return err
		}
	}
	return nil
}
