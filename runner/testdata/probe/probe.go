// The second file of a tangled program that tells what each of its cells did: see
// cell.TangleProbed. It writes lines of JSON to the descriptor that it is given as
// number 3; what the program prints stays as it is, in files.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"

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
	End            bool      `json:",omitempty"`
}

// value is one result of a last expression.
type value struct{ Text, Type string }

var (
	current said     // which cell runs
	result  []func() // report its value
	reports *os.File
)

func init() {
	runtime.LockOSThread() // as in nbrun's worker
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

func probeCell(i int, mustFail bool, cell func()) {
	current = said{Index: i}
	begin()
	if mustFail {
		func() {
			defer func() {
				if p := recover(); p != nil {
					printPanic(p)
					result = nil
				}
			}()
			cell()
		}()
	} else {
		cell()
	}
	done()
}

func probeInline(i int, value func()) {
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

func probeEnd() { say(said{End: true}) }

func keep[T any](v T) {
	result = append(result, func() {
		t := reflect.TypeFor[T]()
		if t == reflect.TypeFor[error]() && any(v) == nil && !current.Inline {
			return // a call that went well shows nothing
		}
		s := current
		s.Value = &value{fmt.Sprintf("%v", v), t.String()}
		say(s)
	})
}

func probeValue1[A any](a A)                         { keep(a) }
func probeValue2[A, B any](a A, b B)                 { keep(a); keep(b) }
func probeValue3[A, B, C any](a A, b B, c C)         { keep(a); keep(b); keep(c) }
func probeValue4[A, B, C, D any](a A, b B, c C, d D) { keep(a); keep(b); keep(c); keep(d) }
func probeValue5[A, B, C, D, E any](a A, b B, c C, d D, e E) {
	keep(a)
	keep(b)
	keep(c)
	keep(d)
	keep(e)
}

// printPanic prints what the runtime prints of a panic that nobody recovers.
func printPanic(p any) {
	print("panic: ")
	v := reflect.ValueOf(p)
	before, after, quote := "", "", ""
	if v.Type().PkgPath() != "" {
		before, after, quote = v.Type().String()+"(", ")", `"`
	}
	switch x := p.(type) {
	case error:
		print(indented(x.Error()))
		before, after, v = "", "", reflect.Value{}
	case fmt.Stringer:
		print(indented(x.String()))
		before, after, v = "", "", reflect.Value{}
	}
	print(before)
	switch {
	case !v.IsValid():
	case v.Kind() == reflect.Bool:
		print(v.Bool())
	case v.CanInt():
		print(v.Int())
	case v.CanUint():
		print(v.Uint())
	case v.CanFloat():
		print(v.Float())
	case v.CanComplex():
		print(v.Complex())
	case v.Kind() == reflect.String:
		print(quote, indented(v.String()), quote)
	default:
		print("a ", v.Type().String(), ", by its address")
	}
	print(after, "\n\ngoroutine 1 [running]:\n")
}

func indented(s string) string { return strings.ReplaceAll(s, "\n", "\n\t") }
