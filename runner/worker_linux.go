package runner

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	recorder "nbrun/iomodels/unix"
	"nbrun/render/notebook"
	"nbrun/runner/nb"
	"nbrun/runner/symbols"
)

// The worker's protocol sits on high descriptors, out of the way of those that a
// cell opens (its first is 3) and below the usual lower limit of 256.
const (
	stdoutFD  = 252 // what 1 and 2 are at the start of each cell
	stderrFD  = 253
	ordersFD  = 254
	reportsFD = 255
)

// maxStack is where Go ends a goroutine that recurses for ever: small enough to
// be reached quickly, large enough for any recursion that ends.
const maxStack = 256 << 20

// worker is the process in which cells run.
type worker struct {
	reports *os.File
	mu      sync.Mutex // one report and its ack at a time
	writing sync.Mutex // of a report
	acks    chan ack
	runs    chan run
	engine  *engine
	tid     int  // of the thread that runs cells
	inline  bool // it runs an expression within prose; its own to know

	cellMu    sync.Mutex // guards what follows: flush reads it while the cell runs
	start     trace.Time
	mode      notebook.TraceMode
	collected trace.Time // when the calls of the last cell were taken from the recorder
}

// Work is the worker: it takes orders until they end. It is to be called on the
// main goroutine, by a process started by a Runner, and returns an exit status.
func Work() int {
	runtime.LockOSThread() // cells run one after another on this thread
	debug.SetMaxStack(maxStack)
	debug.SetGCPercent(400)
	os.Args = os.Args[:1] // a cell has no arguments
	memory, err := moveProtocol()
	if err != nil {
		fmt.Fprintln(os.Stderr, "nbrun worker: is started by nbrun, not by hand:", err)
		return 2
	}
	w := &worker{
		reports: os.NewFile(reportsFD, "reports"),
		acks:    make(chan ack),
		runs:    make(chan run),
	}
	starts := make(chan start)
	go w.listen(os.NewFile(ordersFD, "orders"), starts, os.Getenv("TMPDIR"))
	begin := <-starts
	lines := symbols.NewLines(memory.sites())
	lines.Panics = func(text string, sites []int) { w.write(report{Panics: &ending{text, newStack(sites)}}) }
	lines.Deep = func(sites []int) { w.write(report{Deep: newStack(sites)}) }
	recorder.SetSites(lines.Here)
	if w.engine, err = newEngine(begin, lines, w.exit); err != nil {
		fmt.Fprintln(os.Stderr, "nbrun worker:", err)
		return 2
	}
	w.tid = unix.Gettid()
	nb.SetSink(w.entry)
	w.report(report{Ready: &ready{PID: os.Getpid(), TID: w.tid}})
	// What goes wrong from here on is a failure of the first cell, and on the page.
	if err := w.engine.load(begin.Prelude, begin.Codes); err != nil {
		fmt.Fprintln(os.Stderr, "nbrun worker:", err)
		return 2
	}
	for r := range w.runs {
		w.run(r)
	}
	return 0
}

// moveProtocol takes the pipes from where exec put them (3 and 4) to where a cell
// does not find them, and keeps a copy of stdout and stderr there. It returns the
// memory whose descriptor is 5.
func moveProtocol() (slots, error) {
	for near, far := range map[int]int{1: stdoutFD, 2: stderrFD, 3: ordersFD, 4: reportsFD} {
		if err := unix.Dup3(near, far, unix.O_CLOEXEC); err != nil {
			return nil, os.NewSyscallError("dup3", err)
		}
	}
	s, err := openSlots(5, unix.PROT_READ|unix.PROT_WRITE)
	for fd := 3; fd <= 5; fd++ {
		unix.Close(fd)
	}
	return s, err
}

// restoreOutput makes descriptors 1 and 2 the page's again: a cell may have closed
// or redirected them, and the next one would print into the void.
func restoreOutput() {
	for near, far := range map[int]int{1: stdoutFD, 2: stderrFD} {
		// It fails when the cell has closed the copy too: then there is nothing left to print to.
		_ = unix.Dup3(far, near, 0)
	}
}

// listen hands on nbrun's orders. When they end, nbrun is gone, and so are all that the
// worker started and tmp, the run's own temporary directory: what TMPDIR says then, a cell
// may have said.
func (w *worker) listen(orders *os.File, starts chan<- start, tmp string) {
	in := bufio.NewReaderSize(orders, 1<<16)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			break
		}
		var o order
		if err := json.Unmarshal(line, &o); err != nil {
			fmt.Fprintln(os.Stderr, "nbrun worker: order not understood:", err)
			break
		}
		switch {
		case o.Start != nil:
			starts <- *o.Start
		case o.Run != nil:
			w.runs <- *o.Run
		case o.Ack != nil:
			w.acks <- *o.Ack
		case o.Flush:
			w.flush()
		}
	}
	os.RemoveAll(tmp)
	_ = unix.Kill(0, unix.SIGKILL)
}

// report tells nbrun something and waits until it has been taken.
func (w *worker) report(r report) ack {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.write(r)
	return <-w.acks
}

// write sends a report. When nbrun does not take it there is nobody left to tell.
func (w *worker) write(r report) {
	b, err := json.Marshal(r)
	if err != nil {
		b, _ = json.Marshal(report{Output: &notebook.Output{
			Kind: notebook.Error, Text: "nbrun: an output could not be sent: " + err.Error()}}) // strings marshal always
	}
	w.writing.Lock()
	defer w.writing.Unlock()
	_, _ = w.reports.Write(append(b, '\n'))
}

// run executes one cell and reports its outputs and its end.
func (w *worker) run(r run) {
	restoreOutput()
	w.inline = r.Inline
	began := time.Now()
	from := recorder.Now()
	w.cellMu.Lock()
	w.start, w.mode = from, r.Trace
	w.cellMu.Unlock()
	values, failure := w.engine.run(r.Code)
	took := time.Since(began)
	if failure == nil {
		for _, v := range values {
			if v.v == nil && v.typ == "error" && !r.Inline {
				continue // a call that went well
			}
			if a := w.report(valueReport(v, r.Inline)); a.Undrawn != "" && failure == nil {
				failure = &notebook.Output{Kind: notebook.Error, Text: a.Undrawn}
			}
		}
	}
	for _, rep := range w.recorded(from, recorder.Now()) {
		w.report(rep)
	}
	if failure != nil {
		w.report(report{Output: failure, At: newStack(w.engine.lines.Stack())})
	}
	w.report(report{Done: &done{Failed: failure != nil, Start: from, Took: took}})
}

// recorded are reports of the system calls that the cell made by itself, if any,
// and of those that began in an earlier cell and have ended since.
func (w *worker) recorded(from, to trace.Time) []report {
	w.cellMu.Lock()
	mode, collected := w.mode, w.collected
	w.collected = to
	w.cellMu.Unlock()
	defer recorder.Forget(to)
	if mode == notebook.TraceOff {
		return nil
	}
	var reports []report
	add := func(name string, t trace.Trace, sites []int) {
		if len(t.Events) == 0 {
			return
		}
		reports = append(reports, report{
			Output: &notebook.Output{Kind: notebook.Traced, Name: name, Traces: []int{0}, Auto: true, Lines: sites},
			Traces: []trace.Trace{t},
		})
	}
	if collected > 0 {
		late := endedSince(collected, recorder.Shared(0, from))
		if mode != notebook.TraceFull {
			late = trace.Collapse(late)
		}
		add(notebook.Late, late, nil)
	}
	t, sites := recorder.SharedSites(from, to, mode != notebook.TraceFull)
	add("", t, sites)
	return reports
}

// endedSince returns t with the events that ended at t0 or later.
func endedSince(t0 trace.Time, t trace.Trace) trace.Trace {
	t.Events = slices.DeleteFunc(t.Events, func(e trace.Event) bool { return e.Exit < t0 })
	return t
}

// flush reports what is recorded of a cell that is about to be killed. It does
// not wait for acks, which its own goroutine takes.
func (w *worker) flush() {
	w.cellMu.Lock()
	from := w.start
	w.cellMu.Unlock()
	for _, rep := range w.recorded(from, recorder.Now()) {
		w.write(rep)
	}
	w.write(report{Flushed: true, At: newStack(w.engine.lines.Glimpse())})
}

// exit is what os.Exit is in cells.
func (w *worker) exit(code int) {
	w.cellMu.Lock()
	from := w.start
	w.cellMu.Unlock()
	for _, rep := range w.recorded(from, recorder.Now()) {
		w.report(rep)
	}
	w.report(report{Exit: &code, At: newStack(w.engine.lines.Stack())})
	os.Exit(code)
}
