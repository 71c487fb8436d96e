package symbols

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
)

// runtimeError is a panic of Go's runtime that the interpreter words its own way.
type runtimeError string

func (e runtimeError) Error() string { return string(e) }

// RuntimeError makes e a runtime.Error.
func (e runtimeError) RuntimeError() {}

var _ runtime.Error = runtimeError("")

// goType returns the name of the type that Go panics with.
func (e runtimeError) goType() string {
	switch text, fault := strings.CutPrefix(string(e), "runtime error: "); {
	case strings.HasPrefix(text, "interface conversion: "):
		return "*runtime.TypeAssertionError"
	case strings.HasPrefix(text, "slice bounds "), strings.HasPrefix(text, "cannot convert slice "):
		return "runtime.boundsError"
	case fault:
		return "runtime.errorString"
	}
	return "runtime.plainError"
}

const nilDereference = "runtime error: invalid memory address or nil pointer dereference"

// nilError returns what Go panics with at a use of a nil pointer.
func nilError() (err error) {
	defer func() { err = recover().(error) }()
	NilDereference()
	return nil
}

// rewordings are the interpreter's and package reflect's words for what Go's
// runtime says. Their own texts know neither an index nor a length.
var rewordings = []struct{ theirs, goes string }{
	{"slice index out of range", "runtime error: index out of range"},
	{"array index out of range", "runtime error: index out of range"},
	{"string index out of range", "runtime error: index out of range"},
	{"slice index out of bounds", "runtime error: slice bounds out of range"},
	{"string slice index out of bounds", "runtime error: slice bounds out of range"},
	{"Method on nil interface value", nilDereference},
	{"zero Value", nilDereference},
	{"zero Value argument", nilDereference},
	{"nil function", nilDereference},
	{"nil pointer", nilDereference},
	{"negative len", "runtime error: makeslice: len out of range"},
	{"negative cap", "runtime error: makeslice: cap out of range"},
	{"len > cap", "runtime error: makeslice: cap out of range"},
	{"negative buffer size", "makechan: size out of range"},
}

// Recovered turns the value of a panic in interpreted code into the one that Go
// would have panicked with, as far as the interpreter tells: what recover returns,
// and what a cell that panicked shows.
func Recovered(v any) any {
	if r, ok := v.(reflect.Value); ok { // what the program panics with
		if !r.IsValid() {
			return nil
		}
		return r.Interface()
	}
	text := ""
	switch v := v.(type) {
	case string:
		text = v
	case error:
		if err, ok := v.(runtime.Error); ok {
			if err.Error() == "runtime: allocation size out of range" {
				return runtimeError("runtime error: makeslice: len out of range")
			}
			return renamed(err)
		}
		if ve := (*reflect.ValueError)(nil); errors.As(v, &ve) {
			text = "reflect: " + v.Error()
		} else if strings.Contains(reflect.TypeOf(v).String(), "interp.") { // the interpreter's own
			text = v.Error()
		}
	}
	if _, conversion, ok := strings.Cut(text, ": interface conversion: "); ok {
		return runtimeError("interface conversion: " + conversion)
	}
	if !strings.HasPrefix(text, "reflect") {
		return v
	}
	for _, r := range rewordings {
		if strings.HasSuffix(text, r.theirs) {
			if r.goes == nilDereference {
				return nilError()
			}
			return runtimeError(r.goes)
		}
	}
	return v
}
