// The second file of a tangled program that tells what each of its cells did: see
// cell.TangleProbed. It writes lines of JSON to the descriptor that it is given as
// number 3; what the program prints stays as it is, in files. All its names begin
// with probe, since those of the cells stand beside them.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/runner/nb"
)

// probeReportsFD is out of the way of the descriptors that cells open.
const probeReportsFD = 255

// probeSaid is one report; the offsets are of stdout and stderr.
type probeSaid struct {
	Begin, Done    bool `json:",omitempty"`
	Inline         bool `json:",omitempty"`
	Index          int  // of the cell or inline expression
	Stdout, Stderr int64
	Value          *probeValue `json:",omitempty"`
	Check          *nb.Entry   `json:",omitempty"`
	Failed         bool        `json:",omitempty"`
}

// probeValue is one result of a last expression.
type probeValue struct{ Text, Type string }

var (
	probeCurrent probeSaid // which cell runs
	probeResult  []func()  // report its value
	probeReports *os.File
)

func init() {
	runtime.LockOSThread() // as in nbrun's worker
	if err := unix.Dup3(3, probeReportsFD, unix.O_CLOEXEC); err != nil {
		panic(err)
	}
	unix.Close(3)
	probeReports = os.NewFile(probeReportsFD, "reports")
	nb.SetSink(func(e nb.Entry) {
		switch s := probeCurrent; e.Kind {
		case nb.CheckEntry:
			s.Check = &e
			probeSay(s)
		case nb.ShowEntry:
			s.Value = &probeValue{fmt.Sprintf("%v", e.Value), fmt.Sprintf("%T", e.Value)}
			probeSay(s)
		}
	})
}

func probeSay(s probeSaid) {
	s.Stdout, _ = unix.Seek(1, 0, 1)
	s.Stderr, _ = unix.Seek(2, 0, 1)
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	probeReports.Write(append(b, '\n'))
}

// probeCell runs a cell. One that must fail is survived, unless it is the one whose
// panic is to be seen as the runtime prints it: PROBE_DIE is its number.
func probeCell(i int, mustFail bool, cell func()) {
	probeCurrent = probeSaid{Index: i}
	probeBegin()
	if mustFail && os.Getenv("PROBE_DIE") != strconv.Itoa(i) {
		probeSurvive(cell)
	} else {
		cell()
	}
	probeDone()
}

func probeSurvive(cell func()) {
	defer func() {
		if p := recover(); p != nil {
			s := probeCurrent
			s.Failed = true
			probeSay(s)
			probeResult = nil
		}
	}()
	cell()
}

func probeInline(i int, value func()) {
	probeCurrent = probeSaid{Index: i, Inline: true}
	probeBegin()
	value()
	probeDone()
}

func probeBegin() {
	s := probeCurrent
	s.Begin = true
	probeSay(s)
}

// probeDone reports the value as it is now, after the cell's defers.
func probeDone() {
	for _, f := range probeResult {
		f()
	}
	probeResult = nil
	s := probeCurrent
	s.Done = true
	probeSay(s)
}

func probeKeep[T any](v T) {
	probeResult = append(probeResult, func() {
		t := reflect.TypeFor[T]()
		if t == reflect.TypeFor[error]() && any(v) == nil && !probeCurrent.Inline {
			return // a call that went well shows nothing
		}
		text := fmt.Sprintf("%v", v)
		if d, ok := any(v).(time.Duration); ok && probeCurrent.Inline {
			text = trace.FormatDuration(d) // in prose it is rounded
		}
		s := probeCurrent
		s.Value = &probeValue{text, t.String()}
		probeSay(s)
	})
}

func probeValue1[A any](a A)                 { probeKeep(a) }
func probeValue2[A, B any](a A, b B)         { probeKeep(a); probeKeep(b) }
func probeValue3[A, B, C any](a A, b B, c C) { probeKeep(a); probeKeep(b); probeKeep(c) }
func probeValue4[A, B, C, D any](a A, b B, c C, d D) {
	probeKeep(a)
	probeKeep(b)
	probeKeep(c)
	probeKeep(d)
}
func probeValue5[A, B, C, D, E any](a A, b B, c C, d D, e E) {
	probeKeep(a)
	probeKeep(b)
	probeKeep(c)
	probeKeep(d)
	probeKeep(e)
}
