package symbols

import (
	"io"
	"log"
	"reflect"
)

// logFunctions are what cells get for the functions of package log that print, as
// for those of fmt.
func logFunctions() map[string]reflect.Value {
	l := log.Default()
	return map[string]reflect.Value{
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

// Fatals returns, by package, what in cells ends the program in the place of package
// log's functions and methods: they call exit where those call os.Exit. The runner
// lays them over what Exports returns.
func Fatals(exit func(int)) (functions, helpers map[string]reflect.Value) {
	l := log.Default()
	return map[string]reflect.Value{
			"Fatal":   reflect.ValueOf(func(args ...any) { loggerFatal(exit)(l, args...) }),
			"Fatalf":  reflect.ValueOf(func(format string, args ...any) { loggerFatalf(exit)(l, format, args...) }),
			"Fatalln": reflect.ValueOf(func(args ...any) { loggerFatalln(exit)(l, args...) }),
		}, map[string]reflect.Value{
			"LoggerFatal":   reflect.ValueOf(loggerFatal(exit)),
			"LoggerFatalf":  reflect.ValueOf(loggerFatalf(exit)),
			"LoggerFatalln": reflect.ValueOf(loggerFatalln(exit)),
		}
}

// loggerFatal is (*log.Logger).Fatal.
func loggerFatal(exit func(int)) func(*log.Logger, ...any) {
	return func(l *log.Logger, args ...any) {
		l.Output(2, fmtSprint(args...))
		exit(1)
	}
}

// loggerFatalf is (*log.Logger).Fatalf.
func loggerFatalf(exit func(int)) func(*log.Logger, string, ...any) {
	return func(l *log.Logger, format string, args ...any) {
		l.Output(2, Sprintf(format, args...))
		exit(1)
	}
}

// loggerFatalln is (*log.Logger).Fatalln.
func loggerFatalln(exit func(int)) func(*log.Logger, ...any) {
	return func(l *log.Logger, args ...any) {
		l.Output(2, fmtSprintln(args...))
		exit(1)
	}
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
