package symbols

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"unsafe"
)

// fmtFunctions are what cells get for the functions of package fmt that print:
// these look at the types of operands, which boxes would show their own of.
func fmtFunctions() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Append":   reflect.ValueOf(fmtAppend),
		"Appendf":  reflect.ValueOf(fmtAppendf),
		"Appendln": reflect.ValueOf(fmtAppendln),
		"Errorf":   reflect.ValueOf(fmtErrorf),
		"Fprint":   reflect.ValueOf(fmtFprint),
		"Fprintf":  reflect.ValueOf(fmtFprintf),
		"Fprintln": reflect.ValueOf(fmtFprintln),
		"Print":    reflect.ValueOf(fmtPrint),
		"Printf":   reflect.ValueOf(fmtPrintf),
		"Println":  reflect.ValueOf(fmtPrintln),
		"Sprint":   reflect.ValueOf(fmtSprint),
		"Sprintf":  reflect.ValueOf(Sprintf),
		"Sprintln": reflect.ValueOf(fmtSprintln),
	}
}

func fmtAppend(b []byte, args ...any) []byte {
	if !needed(args) {
		return fmt.Append(b, args...)
	}
	p := printer{buf: b}
	p.print(args)
	return p.buf
}

func fmtAppendf(b []byte, format string, args ...any) []byte {
	if !needed(args) {
		return fmt.Appendf(b, format, args...)
	}
	f := formatting{printer: printer{buf: b}, format: format, args: args}
	f.run()
	return f.buf
}

func fmtAppendln(b []byte, args ...any) []byte {
	if !needed(args) {
		return fmt.Appendln(b, args...)
	}
	p := printer{buf: b}
	p.println(args)
	return p.buf
}

func fmtFprint(w io.Writer, args ...any) (int, error)   { return w.Write(fmtAppend(nil, args...)) }
func fmtFprintln(w io.Writer, args ...any) (int, error) { return w.Write(fmtAppendln(nil, args...)) }
func fmtPrint(args ...any) (int, error)                 { return fmtFprint(os.Stdout, args...) }
func fmtPrintln(args ...any) (int, error)               { return fmtFprintln(os.Stdout, args...) }
func fmtSprint(args ...any) string                      { return string(fmtAppend(nil, args...)) }
func fmtSprintln(args ...any) string                    { return string(fmtAppendln(nil, args...)) }

func fmtFprintf(w io.Writer, format string, args ...any) (int, error) {
	return w.Write(fmtAppendf(nil, format, args...))
}

func fmtPrintf(format string, args ...any) (int, error) {
	return fmtFprintf(os.Stdout, format, args...)
}

// Sprintf is fmt.Sprintf, and prints boxes as the values in them.
func Sprintf(format string, args ...any) string {
	return string(fmtAppendf(nil, format, args...))
}

func fmtErrorf(format string, args ...any) error {
	if !needed(args) {
		return fmt.Errorf(format, args...)
	}
	f := formatting{printer: printer{wrapsErrors: true}, format: format, args: args}
	f.run()
	text := string(f.buf)
	if len(f.wrapped) == 0 {
		return errors.New(text)
	}
	some := errors.New("")
	if len(f.wrapped) == 1 {
		err, _ := args[f.wrapped[0]].(error)
		return fill(fmt.Errorf("%w", some), text, &err)
	}
	if f.reordered {
		slices.Sort(f.wrapped)
	}
	var errs []error
	for _, i := range slices.Compact(f.wrapped) {
		if err, ok := args[i].(error); ok {
			errs = append(errs, err)
		}
	}
	return fill(fmt.Errorf("%w%w", some, some), text, &errs)
}

// fill writes over the two fields of an error that fmt.Errorf made, which are its
// text and what it wraps: fmt would have printed what it wraps itself.
func fill[T any](err error, text string, wraps *T) error {
	v := reflect.ValueOf(err).Elem()
	*(*string)(unsafe.Pointer(v.Field(0).UnsafeAddr())) = text
	*(*T)(unsafe.Pointer(v.Field(1).UnsafeAddr())) = *wraps
	return err
}
