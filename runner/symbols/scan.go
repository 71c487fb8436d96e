package symbols

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// scanFunctions are what cells get for the functions of package fmt that scan:
// they store through pointers, which they find in boxes.
func scanFunctions() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Fscan": reflect.ValueOf(func(r io.Reader, args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Fscan(r, to...) })
		}),
		"Fscanf": reflect.ValueOf(func(r io.Reader, format string, args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Fscanf(r, format, to...) })
		}),
		"Fscanln": reflect.ValueOf(func(r io.Reader, args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Fscanln(r, to...) })
		}),
		"Scan": reflect.ValueOf(func(args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Scan(to...) })
		}),
		"Scanf": reflect.ValueOf(func(format string, args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Scanf(format, to...) })
		}),
		"Scanln": reflect.ValueOf(func(args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Scanln(to...) })
		}),
		"Sscan": reflect.ValueOf(func(s string, args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Sscan(s, to...) })
		}),
		"Sscanf": reflect.ValueOf(func(s, format string, args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Sscanf(s, format, to...) })
		}),
		"Sscanln": reflect.ValueOf(func(s string, args ...any) (int, error) {
			return scan(args, func(to []any) (int, error) { return fmt.Sscanln(s, to...) })
		}),
	}
}

// scan calls into with what args hold; where that makes an error, it names types
// as the cells do.
func scan(args []any, into func([]any) (int, error)) (int, error) {
	var names []string
	to := make([]any, len(args))
	for i, x := range args {
		to[i] = x
		b, ok := x.(boxed)
		if !ok {
			continue
		}
		t, v := b.open().t, b.open().v
		to[i] = v
		if f, ok := calls[func(any, fmt.ScanState, rune) error](t, "Scan"); ok {
			to[i] = scanner{v, f}
		}
		names = append(names, ": "+reflect.TypeOf(v).String(), ": "+t.name)
	}
	n, err := into(to)
	if err != nil && len(names) > 0 {
		text := err.Error()
		if strings.HasPrefix(text, "can't scan type: ") || strings.HasPrefix(text, "type not a pointer: ") {
			return n, errors.New(strings.NewReplacer(names...).Replace(text))
		}
	}
	return n, err
}

// scanner is a value with a method Scan.
type scanner struct {
	v any
	f func(any, fmt.ScanState, rune) error
}

func (s scanner) Scan(state fmt.ScanState, verb rune) error { return s.f(s.v, state, verb) }
