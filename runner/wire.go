package runner

import (
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// The protocol between nbrun and its worker is JSON, a message a line, on two
// pipes of its own. Orders go down, reports come up. Each report is a barrier:
// the worker waits for its ack, which nbrun sends after it has read all that was
// written to the worker's stdout and stderr before. So prints, checks, values and
// traces of one thread arrive in their order.

// order is what nbrun tells the worker; one field is set.
type order struct {
	Start *start `json:",omitempty"`
	Run   *run   `json:",omitempty"`
	Ack   *ack   `json:",omitempty"`
	Flush bool   `json:",omitempty"` // report what is recorded of the running cell, now: it is about to be killed
}

// ack says that a report has been taken.
type ack struct {
	Undrawn string `json:",omitempty"` // why a figure that the output asks for cannot be drawn
}

// start readies the interpreter and gives it all the code that there will be.
type start struct {
	Path    string // of the notebook, for positions
	Imports []string
	Prelude []cell.Unit
	Codes   []cell.Code // of the cells and inline expressions, in the order in which they run
}

// run executes one cell or inline expression.
type run struct {
	Code   int  // index into start.Codes
	Inline bool // its value is text within prose
	Trace  notebook.TraceMode
}

// report is what the worker tells nbrun; one of the pointers is set.
type report struct {
	Ready   *ready           `json:",omitempty"`
	Output  *notebook.Output `json:",omitempty"`
	Traces  []trace.Trace    `json:",omitempty"` // of Output, whose Traces index this slice
	Done    *done            `json:",omitempty"`
	Exit    *int             `json:",omitempty"` // the cell called os.Exit with this code; the worker is about to
	Flushed bool             `json:",omitempty"`
	At      *stack           `json:",omitempty"` // of Output, Exit, Flushed

	// What the worker says in case that it dies of it, and waits for no ack: that a
	// panic ends a goroutine, and where one is that is deep in calls.
	Panics *ending `json:",omitempty"`
	Deep   *stack  `json:",omitempty"`
}

// ending is a panic that ends a goroutine.
type ending struct {
	Text string // as Go's runtime says it
	At   *stack
}

// ready says that the interpreter is up.
type ready struct {
	PID int // of the worker, which nbrun need not have started itself
	TID int // of the thread that runs cells
}

// done says that a cell has ended.
type done struct {
	Failed bool // it panicked; the error has been reported
	Start  trace.Time
	Took   time.Duration
}
