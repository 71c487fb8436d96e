// Package probe is what a tangled program calls that tells what each of its cells
// did: see cell.TangleProbed. It writes lines of JSON to the descriptor that it is
// given as number 3; what the program prints stays as it is, in files.
package probe

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/runner/nb"
)

// reportsFD is out of the way of the descriptors that cells open.
const reportsFD = 255

// said is one report; the offsets are of stdout and stderr.
type said struct {
	Begin, Done    bool `json:",omitempty"`
	Inline         bool `json:",omitempty"`
	Index          int  // of the cell or inline expression
	Stdout, Stderr int64
	Value          *value    `json:",omitempty"`
	Check          *nb.Entry `json:",omitempty"`
	Failed         bool      `json:",omitempty"`
}

// value is one result of a last expression.
type value struct{ Text, Type string }

var (
	current said     // which cell runs
	result  []func() // report its value
	reports *os.File
)

func init() {
	runtime.LockOSThread()      // as in nbrun's worker
	debug.SetMaxStack(64 << 20) // it takes seconds to fill more
	if err := unix.Dup3(3, reportsFD, unix.O_CLOEXEC); err != nil {
		panic(err)
	}
	unix.Close(3)
	reports = os.NewFile(reportsFD, "reports")
	nb.SetSink(func(e nb.Entry) {
		switch s := current; e.Kind {
		case nb.CheckEntry:
			s.Check = &e
			say(s)
		case nb.ShowEntry:
			s.Value = &value{fmt.Sprintf("%v", e.Value), fmt.Sprintf("%T", e.Value)}
			say(s)
		}
	})
}

func say(s said) {
	s.Stdout, _ = unix.Seek(1, 0, 1)
	s.Stderr, _ = unix.Seek(2, 0, 1)
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	reports.Write(append(b, '\n'))
}

// Cell runs a cell. One that must fail is survived, unless it is the one whose
// panic is to be seen as the runtime prints it: PROBE_DIE is its number.
func Cell(i int, mustFail bool, cell func()) {
	current = said{Index: i}
	begin()
	if mustFail && os.Getenv("PROBE_DIE") != strconv.Itoa(i) {
		survive(cell)
	} else {
		cell()
	}
	done()
}

func survive(cell func()) {
	defer func() {
		if p := recover(); p != nil {
			s := current
			s.Failed = true
			say(s)
			result = nil
		}
	}()
	cell()
}

// Inline runs an inline expression.
func Inline(i int, value func()) {
	current = said{Index: i, Inline: true}
	begin()
	value()
	done()
}

func begin() {
	s := current
	s.Begin = true
	say(s)
}

// done reports the value as it is now, after the cell's defers.
func done() {
	for _, f := range result {
		f()
	}
	result = nil
	s := current
	s.Done = true
	say(s)
}

func keep[T any](v T) {
	result = append(result, func() {
		t := reflect.TypeFor[T]()
		if t == reflect.TypeFor[error]() && any(v) == nil && !current.Inline {
			return // a call that went well shows nothing
		}
		text := fmt.Sprintf("%v", v)
		if d, ok := any(v).(time.Duration); ok && current.Inline {
			text = trace.FormatDuration(d) // in prose it is rounded
		}
		s := current
		s.Value = &value{text, t.String()}
		say(s)
	})
}

// Value1 and its like take the values of a last expression.
func Value1[A any](a A)                 { keep(a) }
func Value2[A, B any](a A, b B)         { keep(a); keep(b) }
func Value3[A, B, C any](a A, b B, c C) { keep(a); keep(b); keep(c) }
func Value4[A, B, C, D any](a A, b B, c C, d D) {
	keep(a)
	keep(b)
	keep(c)
	keep(d)
}
func Value5[A, B, C, D, E any](a A, b B, c C, d D, e E) {
	keep(a)
	keep(b)
	keep(c)
	keep(d)
	keep(e)
}
