package runner

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	recorder "nbrun/iomodels/unix"
	"nbrun/render/notebook"
	"nbrun/runner/nb"
)

// The worker's protocol sits on high descriptors, out of the way of those that a
// cell opens (its first is 3) and below the usual lower limit of 256.
const (
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
	acks    chan struct{}
	runs    chan run
	engine  *engine

	cellMu sync.Mutex // guards what follows: flush reads it while the cell runs
	start  trace.Time
	mode   notebook.TraceMode
}

// Work is the worker: it takes orders until they end. It is to be called on the
// main goroutine, by a process started by a Runner, and returns an exit status.
func Work() int {
	runtime.LockOSThread() // cells run one after another on this thread
	debug.SetMaxStack(maxStack)
	debug.SetGCPercent(400)
	if err := moveProtocol(); err != nil {
		fmt.Fprintln(os.Stderr, "nbrun worker: is started by nbrun, not by hand:", err)
		return 2
	}
	w := &worker{
		reports: os.NewFile(reportsFD, "reports"),
		acks:    make(chan struct{}),
		runs:    make(chan run),
	}
	starts := make(chan start)
	go w.listen(os.NewFile(ordersFD, "orders"), starts)
	var err error
	if w.engine, err = newEngine(<-starts, w.exit); err != nil {
		fmt.Fprintln(os.Stderr, "nbrun worker:", err)
		return 2
	}
	nb.SetSink(w.entry)
	w.report(report{Ready: &ready{TID: unix.Gettid()}})
	for r := range w.runs {
		w.run(r)
	}
	return 0
}

// moveProtocol takes the pipes from where exec put them (3 and 4) to where a cell
// does not find them.
func moveProtocol() error {
	for near, far := range map[int]int{3: ordersFD, 4: reportsFD} {
		if err := unix.Dup3(near, far, unix.O_CLOEXEC); err != nil {
			return os.NewSyscallError("dup3", err)
		}
		unix.Close(near)
	}
	return nil
}

// listen hands on nbrun's orders. When they end, nbrun is gone and so is all that
// the worker started.
func (w *worker) listen(orders *os.File, starts chan<- start) {
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
		case o.Ack:
			w.acks <- struct{}{}
		case o.Flush:
			w.flush()
		}
	}
	os.RemoveAll(os.TempDir()) // the run's own: workerEnv
	_ = unix.Kill(0, unix.SIGKILL)
}

// report tells nbrun something and waits until it has been taken.
func (w *worker) report(r report) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.write(r)
	<-w.acks
}

// write sends a report. When nbrun does not take it there is nobody left to tell.
func (w *worker) write(r report) {
	b, err := json.Marshal(r)
	if err != nil {
		b, _ = json.Marshal(report{Output: &notebook.Output{
			Kind: notebook.Error, Text: "nbrun: an output could not be sent: " + err.Error()}}) // strings marshal always
	}
	_, _ = w.reports.Write(append(b, '\n'))
}

// run executes one cell and reports its outputs and its end.
func (w *worker) run(r run) {
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
			w.report(valueReport(v, r.Inline))
		}
	}
	if rep, ok := w.recorded(from, recorder.Now()); ok {
		w.report(rep)
	}
	if failure != nil {
		w.report(report{Output: failure})
	}
	w.report(report{Done: &done{Failed: failure != nil, Start: from, Took: took}})
}

// recorded is a report of the system calls that the cell made by itself, if any.
func (w *worker) recorded(from, to trace.Time) (report, bool) {
	w.cellMu.Lock()
	mode := w.mode
	w.cellMu.Unlock()
	defer recorder.Forget(to)
	if mode == notebook.TraceOff {
		return report{}, false
	}
	t := recorder.Shared(from, to)
	if len(t.Events) == 0 {
		return report{}, false
	}
	if mode != notebook.TraceFull {
		t = trace.Collapse(t)
	}
	return report{Output: &notebook.Output{Kind: notebook.Traced, Traces: []int{0}, Auto: true}, Traces: []trace.Trace{t}}, true
}

// flush reports what is recorded of a cell that is about to be killed. It does
// not wait for acks, which its own goroutine takes.
func (w *worker) flush() {
	w.cellMu.Lock()
	from := w.start
	w.cellMu.Unlock()
	if rep, ok := w.recorded(from, recorder.Now()); ok {
		w.write(rep)
	}
	w.write(report{Flushed: true})
}

// exit is what os.Exit is in cells.
func (w *worker) exit(code int) {
	if rep, ok := w.recorded(w.start, recorder.Now()); ok {
		w.report(rep)
	}
	w.report(report{Exit: &code})
	os.Exit(code)
}
