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
		"Fatal":   reflect.ValueOf(func(args ...any) { LoggerFatal(l, args...) }),
		"Fatalf":  reflect.ValueOf(func(format string, args ...any) { LoggerFatalf(l, format, args...) }),
		"Fatalln": reflect.ValueOf(func(args ...any) { LoggerFatalln(l, args...) }),
		"Panic":   reflect.ValueOf(func(args ...any) { LoggerPanic(l, args...) }),
		"Panicf":  reflect.ValueOf(func(format string, args ...any) { LoggerPanicf(l, format, args...) }),
		"Panicln": reflect.ValueOf(func(args ...any) { LoggerPanicln(l, args...) }),
		"Print":   reflect.ValueOf(func(args ...any) { LoggerPrint(l, args...) }),
		"Printf":  reflect.ValueOf(func(format string, args ...any) { LoggerPrintf(l, format, args...) }),
		"Println": reflect.ValueOf(func(args ...any) { LoggerPrintln(l, args...) }),
	}
}

// logged writes an entry; where nothing is kept, nothing is printed for it.
func logged(l *log.Logger, text func() string) {
	if l.Writer() != io.Discard {
		l.Output(2, text())
	}
}

// LoggerPrint is (*log.Logger).Print.
func LoggerPrint(l *log.Logger, args ...any) {
	logged(l, func() string { return fmtSprint(args...) })
}

// LoggerPrintf is (*log.Logger).Printf.
func LoggerPrintf(l *log.Logger, format string, args ...any) {
	logged(l, func() string { return Sprintf(format, args...) })
}

// LoggerPrintln is (*log.Logger).Println.
func LoggerPrintln(l *log.Logger, args ...any) {
	logged(l, func() string { return fmtSprintln(args...) })
}

// LoggerFatal is (*log.Logger).Fatal.
func LoggerFatal(l *log.Logger, args ...any) {
	l.Output(2, fmtSprint(args...))
	os.Exit(1)
}

// LoggerFatalf is (*log.Logger).Fatalf.
func LoggerFatalf(l *log.Logger, format string, args ...any) {
	l.Output(2, Sprintf(format, args...))
	os.Exit(1)
}

// LoggerFatalln is (*log.Logger).Fatalln.
func LoggerFatalln(l *log.Logger, args ...any) {
	l.Output(2, fmtSprintln(args...))
	os.Exit(1)
}

// LoggerPanic is (*log.Logger).Panic.
func LoggerPanic(l *log.Logger, args ...any) {
	s := fmtSprint(args...)
	l.Output(2, s)
	panic(s)
}

// LoggerPanicf is (*log.Logger).Panicf.
func LoggerPanicf(l *log.Logger, format string, args ...any) {
	s := Sprintf(format, args...)
	l.Output(2, s)
	panic(s)
}

// LoggerPanicln is (*log.Logger).Panicln.
func LoggerPanicln(l *log.Logger, args ...any) {
	s := fmtSprintln(args...)
	l.Output(2, s)
	panic(s)
}
