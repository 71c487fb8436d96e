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

// Table puts a table on the page, of which the first row is the head. It panics when
// another row has fewer cells or more.
func Table(rows [][]string) {
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			panic(fmt.Sprintf("nb.Table: row %d has %s, and the head, row 0, has %s", i, cells(len(row)), cells(len(rows[0]))))
		}
	}
	sink(Entry{Kind: TableEntry, Rows: rows})
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}

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
