package symbols

import (
	"io"
	"log"
	"os"
	"reflect"
)

// logFunctions are what cells get for the functions of package log that print, as
// for those of fmt.
func logFunctions() map[string]reflect.Value {
	l := log.Default()
	return map[string]reflect.Value{
		"Fatal":   reflect.ValueOf(func(args ...any) { logFatal(l, args...) }),
		"Fatalf":  reflect.ValueOf(func(format string, args ...any) { logFatalf(l, format, args...) }),
		"Fatalln": reflect.ValueOf(func(args ...any) { logFatalln(l, args...) }),
		"Panic":   reflect.ValueOf(func(args ...any) { logPanic(l, args...) }),
		"Panicf":  reflect.ValueOf(func(format string, args ...any) { logPanicf(l, format, args...) }),
		"Panicln": reflect.ValueOf(func(args ...any) { logPanicln(l, args...) }),
		"Print":   reflect.ValueOf(func(args ...any) { logPrint(l, args...) }),
		"Printf":  reflect.ValueOf(func(format string, args ...any) { logPrintf(l, format, args...) }),
		"Println": reflect.ValueOf(func(args ...any) { logPrintln(l, args...) }),
	}
}

// logged writes an entry; where nothing is kept, nothing is printed for it.
func logged(l *log.Logger, text func() string) {
	if l.Writer() != io.Discard {
		l.Output(2, text())
	}
}

func logPrint(l *log.Logger, args ...any) {
	logged(l, func() string { return fmtSprint(args...) })
}

func logPrintf(l *log.Logger, format string, args ...any) {
	logged(l, func() string { return fmtSprintf(format, args...) })
}

func logPrintln(l *log.Logger, args ...any) {
	logged(l, func() string { return fmtSprintln(args...) })
}

func logFatal(l *log.Logger, args ...any) {
	l.Output(2, fmtSprint(args...))
	os.Exit(1)
}

func logFatalf(l *log.Logger, format string, args ...any) {
	l.Output(2, fmtSprintf(format, args...))
	os.Exit(1)
}

func logFatalln(l *log.Logger, args ...any) {
	l.Output(2, fmtSprintln(args...))
	os.Exit(1)
}

func logPanic(l *log.Logger, args ...any) {
	s := fmtSprint(args...)
	l.Output(2, s)
	panic(s)
}

func logPanicf(l *log.Logger, format string, args ...any) {
	s := fmtSprintf(format, args...)
	l.Output(2, s)
	panic(s)
}

func logPanicln(l *log.Logger, args ...any) {
	s := fmtSprintln(args...)
	l.Output(2, s)
	panic(s)
}
