package trace_test

import (
	"math"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

func TestFormatDuration(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{
		{0, "0 ns"},
		{7, "7 ns"},
		{470, "470 ns"},
		{999, "999 ns"},
		{1000, "1.00 µs"},
		{1234, "1.23 µs"},
		{9994, "9.99 µs"},
		{9995, "10.0 µs"},
		{99949, "99.9 µs"},
		{99950, "100 µs"},
		{116 * time.Microsecond, "116 µs"},
		{999499, "999 µs"},
		{999500, "1.00 ms"},
		{50800 * time.Microsecond, "50.8 ms"},
		{999500 * time.Microsecond, "1.00 s"},
		{3601 * time.Second, "3601 s"},
		{-1500, "-1.50 µs"},
		{math.MinInt64 + 1, "-9223372037 s"},
		{trace.Unknown, "not measured"},
	} {
		if got := trace.FormatDuration(tt.d); got != tt.want {
			t.Errorf("FormatDuration(%d ns) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{trace.Syscall.String(), "syscall"},
		{trace.Mark.String(), "mark"},
		{trace.Kind(99).String(), "Kind(99)"},
		{trace.Helper.String(), "helper"},
		{trace.Role(99).String(), "Role(99)"},
	} {
		if tt.got != tt.want {
			t.Errorf("String() = %q, want %q", tt.got, tt.want)
		}
	}
}
