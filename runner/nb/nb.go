// Package nb is what a cell may say about the page it stands on: that something
// must hold (the checks), and that something is to be shown.
//
// Each check appears on the page with ✓, ✗ or – and the values that it compared;
// a false one makes the run exit 1 and does not stop it. Outside nbrun, in a
// notebook tangled to a program, checks are printed, and Exit ends the program
// with status 1 when one was false.
package nb

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"text/tabwriter"

	"nbrun/iomodels/trace"
)

// Entry is one thing said about the page. Verdict is set for checks; Kind says
// which of the other fields count.
type Entry struct {
	Kind     Kind
	Claim    string // of a check: what must hold
	Verdict  Verdict
	Got      string // what was found, as text
	Want     string // what it was compared with: "= 1", "≥ 40 ms"; empty for True
	Attempts int    // of Ratio: how many measurements were made
	Value    any    // of Show
	Figure   string // of Figure: its kind
	Traces   []trace.Trace
	Rows     [][]string // of Table
}

// Kind says what an Entry is.
type Kind int

const (
	CheckEntry Kind = iota
	ShowEntry
	FigureEntry
	TableEntry
)

// Verdict is the outcome of a check.
type Verdict string

const (
	pass     Verdict = "pass"
	fail     Verdict = "fail"
	skip     Verdict = "skip"
	note     Verdict = "note"
	exercise Verdict = "exercise"
)

// sink is where entries go. It is process-wide, as the page is.
var sink = toTerminal

// SetSink sends all that is said from now on to f, which may be called from any
// goroutine. It is for the process that runs cells, not for cells.
func SetSink(f func(Entry)) { sink = f }

// Show puts a value on the page, as if it were the last expression of the cell.
func Show(v any) { sink(Entry{Kind: ShowEntry, Value: v}) }

// Figure puts a figure of this kind on the page, drawn from these traces:
// "two-lane" takes one; so does "gantt", all threads to scale; "bars", the lengths of
// their phases, and "blocked-cpu", blocked time against processor time, take any number;
// "web-request" takes one, and "summary", the five I/O models side by side, any number
// of them, or none for a schematic picture; "matrix", who slept, whose call moved the
// bytes and what the program was told of, takes any number too; "residency",
// which pages of a file the page cache held, takes those of files; "level", how many
// bytes lay in the kernel between a writer and a reader, takes one.
func Figure(kind string, traces ...trace.Trace) {
	sink(Entry{Kind: FigureEntry, Figure: kind, Traces: traces})
}

// Table puts a table on the page, of which the first row is the head.
func Table(rows [][]string) { sink(Entry{Kind: TableEntry, Rows: rows}) }

// toTerminal is the sink outside nbrun.
func toTerminal(e Entry) {
	switch e.Kind {
	case ShowEntry:
		switch v := e.Value.(type) {
		case trace.Trace:
			printTraces(v)
		case []trace.Trace:
			printTraces(v...)
		case trace.Series:
			os.Stdout.Write(v.Text())
		default:
			fmt.Printf("%v\n", v)
		}
	case FigureEntry:
		printTraces(e.Traces...)
	case TableEntry:
		columns := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		for _, row := range e.Rows {
			fmt.Fprintln(columns, strings.Join(row, "\t"))
		}
		columns.Flush()
	case CheckEntry:
		fmt.Println(e.line())
		if e.Verdict == fail {
			failed.Store(true)
		}
	}
}

func printTraces(traces ...trace.Trace) {
	for _, t := range traces {
		os.Stdout.Write(t.Text())
	}
}

// failed says that a check was false that went to the terminal.
var failed atomic.Bool

// Exit ends a program outside nbrun with status 1 when a check was false; it
// stands at the end of main. In a cell it does nothing.
func Exit() {
	if failed.Load() {
		os.Exit(1)
	}
}

// line is the entry as one line for a terminal.
func (e Entry) line() string {
	mark := map[Verdict]string{pass: "✓", fail: "✗", skip: "–", note: "·", exercise: "✎"}[e.Verdict]
	s := mark + " " + e.Claim
	if e.Got != "" {
		s += ": " + e.Got
	}
	if e.Want != "" {
		s += " (" + e.Want + ")"
	}
	return s
}
