package runner

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// ErrInterrupted is what Run returns when its context is cancelled.
var ErrInterrupted = errors.New("interrupted")

// session is one notebook's run on one worker.
type session struct {
	proc *process
	x    *notebook.Execution
	draw func(x *notebook.Execution, cell int, o notebook.Output) error // Runner.Draw
	cur  *notebook.Result                                               // of the cell that runs; where output goes
	cell int                                                            // its index; -1 within prose
	kept int                                                            // bytes of output kept of it
	tid  int                                                            // the worker's thread that runs cells
	exit *int                                                           // the code with which the cell called os.Exit

	sites  []cell.Site
	at     *stack // where the cell was when it called os.Exit, or its time was up
	deep   *stack // where a goroutine was deep in calls
	panics *ending

	printing notebook.OutputKind // the stream of printed
	printed  []byte              // not yet an output

	wake    int // an eventfd that becomes readable when the context is cancelled
	buf     []byte
	inbox   []byte // of reports, read and not yet handled
	scanned int    // bytes of inbox known to hold no newline
	line    []byte // the report that wait has found
	ended   map[int]bool
}

// openSession starts a worker for the notebook of x.
func openSession(r *Runner, x *notebook.Execution) (*session, error) {
	s := &session{x: x, draw: r.Draw, buf: make([]byte, 1<<16), ended: map[int]bool{}}
	var err error
	if s.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC); err != nil {
		return nil, fmt.Errorf("making an eventfd: %w", err)
	}
	if s.proc, err = startProcess(r.Worker, filepath.Dir(x.Notebook.Path), r.Witness); err != nil {
		unix.Close(s.wake)
		return nil, err
	}
	return s, nil
}

// startTime is how long a worker may take to be ready for its first cell.
const startTime = 30 * time.Second

// ready has the worker set up its interpreter and waits until it has.
func (s *session) ready(o start) error {
	var talk notebook.Result
	s.begin(&talk)
	defer func() { s.cur = nil }()
	if err := s.send(order{Start: &o}); err != nil {
		return err
	}
	what, err := s.wait(time.Now().Add(startTime))
	if err != nil {
		return err
	}
	switch what {
	case interrupted:
		return ErrInterrupted
	case nothing:
		return fmt.Errorf("the worker was not ready after %v", startTime)
	case gone:
		if err := s.drain(); err != nil { // why
			return err
		}
		if s.proc.log != "" {
			return fmt.Errorf("%w: it ended before the worker was ready: %s", ErrNoWitness, bytes.TrimSpace(s.printed))
		}
		return fmt.Errorf("the worker ended before it was ready: %s", bytes.TrimSpace(s.printed))
	}
	_, err = s.handle()
	return err
}

// watch makes ctx's end visible to wait. The caller must call the function it
// returns before it closes the session.
func (s *session) watch(ctx context.Context) (stop func()) {
	done := make(chan struct{})
	joined := make(chan struct{})
	go func() {
		defer close(joined)
		select {
		case <-ctx.Done():
			var one = [8]byte{1}
			_, _ = unix.Write(s.wake, one[:]) // an eventfd takes its first 1 always
		case <-done:
		}
	}()
	return func() { close(done); <-joined }
}

// close ends the worker, when it still lives, and frees what the session holds.
func (s *session) close() error {
	_, err := s.proc.end()
	s.proc.slots.close()
	s.proc.removeLog()
	unix.Close(s.wake)
	return err
}

// send gives the worker an order. A worker that has died does not take it and
// that is no error here: wait tells it.
func (s *session) send(o order) error {
	b, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("writing to the worker: %w", err)
	}
	for b = append(b, '\n'); len(b) > 0; {
		n, err := unix.Write(s.proc.orders, b)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EPIPE):
			return nil
		case err != nil:
			return fmt.Errorf("writing to the worker: %w", err)
		}
		b = b[n:]
	}
	return nil
}

// print keeps what the running cell printed, up to OutputLimit.
func (s *session) print(fd int, p []byte) {
	if s.cur == nil {
		return // before the first cell or after the last there is no page to put it on
	}
	kind := notebook.Stdout
	if fd == s.proc.stderr {
		kind = notebook.Stderr
	}
	if kind != s.printing {
		s.settle()
		s.printing = kind
	}
	keep := 0
	if s.cur.Dropped == 0 {
		keep = min(len(p), OutputLimit-s.kept)
	}
	if keep < len(p) {
		for keep > 0 && !utf8.RuneStart(p[keep]) {
			keep--
		}
	}
	s.printed = append(s.printed, p[:keep]...)
	s.kept += keep
	s.cur.Dropped += int64(len(p) - keep)
}

// settle makes what was printed since the last output an output of its own.
func (s *session) settle() {
	if len(s.printed) > 0 {
		s.cur.Outputs = append(s.cur.Outputs, notebook.Output{Kind: s.printing, Text: string(s.printed)})
		s.printed = s.printed[:0]
	}
}

// put adds an output to the running cell.
func (s *session) put(o notebook.Output) {
	s.settle()
	s.cur.Outputs = append(s.cur.Outputs, o)
}

// handle takes the report in s.line: it puts an output where it belongs and
// lets the worker go on. It returns the cell's end, when that is what it was.
func (s *session) handle() (*done, error) {
	if err := s.drain(); err != nil {
		return nil, err
	}
	var r report
	var a ack
	if err := json.Unmarshal(s.line, &r); err != nil {
		return nil, fmt.Errorf("reading a report of the worker: %w", err)
	}
	switch {
	case r.Ready != nil:
		s.proc.worker, s.tid = r.Ready.PID, r.Ready.TID
	case r.Exit != nil:
		s.exit, s.at = r.Exit, r.At
	case r.Panics != nil, r.Deep != nil:
		s.panics, s.deep = cmp.Or(r.Panics, s.panics), cmp.Or(r.Deep, s.deep)
		return nil, nil // it waits for no ack
	case r.Output != nil && s.cur != nil:
		o := *r.Output
		s.keep(&o, r.Traces)
		r.At.place(&o, s.sites)
		placeLines(o.Lines, s.sites)
		if a.Undrawn = s.undrawn(o); a.Undrawn == "" || o.Kind != notebook.Figure {
			s.put(o)
		}
	}
	if r.Flushed {
		s.at = r.At
		return nil, errFlushed
	}
	return r.Done, s.send(order{Ack: &a})
}

// undrawn says why the page cannot have a figure that an output of the running cell asks
// for, "" when it can.
func (s *session) undrawn(o notebook.Output) string {
	if s.draw != nil {
		if err := s.draw(s.x, s.cell, o); err != nil {
			return err.Error()
		}
	}
	return ""
}

// begin makes res the place where output goes.
func (s *session) begin(res *notebook.Result) {
	s.cur, s.kept = res, 0
	s.exit, s.at, s.panics, s.deep = nil, nil, nil, nil
}

// fail ends the running cell with an error that came at a place.
func (s *session) fail(status notebook.Status, text, hint string, at *stack) {
	s.cur.Status = status
	o := notebook.Output{Kind: notebook.Error, Text: text, Hint: hint}
	at.place(&o, s.sites)
	s.put(o)
}

// keep adds the traces that an output is of to the record, each once: a trace that was
// shown before, or drawn in another figure, is the same one.
func (s *session) keep(o *notebook.Output, traces []trace.Trace) {
	for i, index := range o.Traces {
		t := &traces[index]
		known := slices.IndexFunc(s.x.Traces, func(k trace.Trace) bool {
			return k.Title == t.Title && len(k.Events) == len(t.Events) && reflect.DeepEqual(k, *t)
		})
		if known < 0 {
			known = len(s.x.Traces)
			s.x.Traces = append(s.x.Traces, *t)
		}
		o.Traces[i] = known
	}
}
