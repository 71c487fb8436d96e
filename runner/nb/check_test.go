package nb

import (
	"errors"
	"io"
	"math"
	"os"
	"syscall"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// said collects what f says.
func said(t *testing.T, f func()) []Entry {
	t.Helper()
	var list []Entry
	old := sink
	defer SetSink(old)
	SetSink(func(e Entry) { list = append(list, e) })
	f()
	return list
}

func TestChecks(t *testing.T) {
	for _, tt := range []struct {
		name string
		say  func()
		want Entry
	}{
		{"true", func() { True("c", true) }, Entry{Claim: "c", Verdict: pass, Got: "true"}},
		{"false", func() { True("c", false) }, Entry{Claim: "c", Verdict: fail, Got: "false"}},
		{"equal ints", func() { Equal("c", 1, 1) }, Entry{Claim: "c", Verdict: pass, Got: "1", Want: "= 1"}},
		{"equal across types", func() { Equal("c", int64(1), 1) }, Entry{Claim: "c", Verdict: pass, Got: "1", Want: "= 1"}},
		{"ints that a float64 does not tell apart", func() { Equal("c", int64(1<<53), int64(1<<53+1)) },
			Entry{Claim: "c", Verdict: fail, Got: "9007199254740992", Want: "= 9007199254740993"}},
		{"uints that a float64 does not tell apart", func() { Equal("c", uint64(1<<63), uint64(1<<63+1)) },
			Entry{Claim: "c", Verdict: fail, Got: "9223372036854775808", Want: "= 9223372036854775809"}},
		{"a limit that a float64 does not tell apart", func() { AtMost("c", int64(1<<53+1), int64(1<<53)) },
			Entry{Claim: "c", Verdict: fail, Got: "9007199254740993", Want: "≤ 9007199254740992"}},
		{"NaN", func() { AtMost("c", math.NaN(), 1.0) }, Entry{Claim: "c", Verdict: fail, Got: "NaN", Want: "≤ 1"}},
		{"floats that three digits do not tell apart", func() { Equal("c", 1.00049, 1.0) },
			Entry{Claim: "c", Verdict: fail, Got: "1.00049", Want: "= 1"}},
		{"nil and empty", func() { Equal("c", []int(nil), []int{}) },
			Entry{Claim: "c", Verdict: fail, Got: "[]int(nil)", Want: "= []int{}"}},
		{"equal strings", func() { Equal("c", "a", "b") }, Entry{Claim: "c", Verdict: fail, Got: `"a"`, Want: `= "b"`}},
		{"equal errors", func() { Equal("c", error(syscall.EAGAIN), syscall.EAGAIN) },
			Entry{Claim: "c", Verdict: pass, Got: "EAGAIN (resource temporarily unavailable)", Want: "= EAGAIN (resource temporarily unavailable)"}},
		{"an error with its call", func() { Note("c", os.NewSyscallError("open", syscall.ELOOP)) },
			Entry{Claim: "c", Verdict: note, Got: "open: ELOOP (too many levels of symbolic links)"}},
		{"another error", func() { Note("c", io.EOF) }, Entry{Claim: "c", Verdict: note, Got: "EOF"}},
		{"no error", func() { Equal("c", error(nil), nil) }, Entry{Claim: "c", Verdict: pass, Got: "no error", Want: "= no error"}},
		{"a call's 0", func() { Equal("c", syscall.Errno(0), syscall.EIO) },
			Entry{Claim: "c", Verdict: fail, Got: "no error", Want: "= EIO (input/output error)"}},
		{"equal slices", func() { Equal("c", []int{1}, []int{1}) }, Entry{Claim: "c", Verdict: pass, Got: "[1]", Want: "= [1]"}},
		{"at least", func() { AtLeast("c", 2*time.Millisecond, time.Millisecond) },
			Entry{Claim: "c", Verdict: pass, Got: "2.00 ms", Want: "≥ 1.00 ms"}},
		{"at most", func() { AtMost("c", 2, 1) }, Entry{Claim: "c", Verdict: fail, Got: "2", Want: "≤ 1"}},
		{"note", func() { Note("c", 7) }, Entry{Claim: "c", Verdict: note, Got: "7"}},
		{"skip", func() { Skip("c", errors.New("no")) }, Entry{Claim: "c", Verdict: skip, Got: "no"}},
		{"exercise", func() { Exercise("c", false) }, Entry{Claim: "c", Verdict: exercise, Got: "false"}},
	} {
		list := said(t, tt.say)
		if len(list) != 1 {
			t.Errorf("%s: said %v", tt.name, list)
			continue
		}
		got := list[0]
		if got.Claim != tt.want.Claim || got.Verdict != tt.want.Verdict || got.Got != tt.want.Got || got.Want != tt.want.Want {
			t.Errorf("%s: said %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// A ratio is measured again until it is on the right side, three times at most.
func TestRatio(t *testing.T) {
	for _, tt := range []struct {
		values   []float64
		bound    Bound
		verdict  Verdict
		attempts int
	}{
		{[]float64{0.1}, AtMostOf, pass, 1},
		{[]float64{0.9, 0.8, 0.1}, AtMostOf, pass, 3},
		{[]float64{0.9, 0.8, 0.7, 0.1}, AtMostOf, fail, 3},
		{[]float64{0.1, 0.9}, AtLeastOf, pass, 2},
	} {
		i := 0
		list := said(t, func() {
			Ratio("c", tt.bound, 0.5, func() float64 { i++; return tt.values[i-1] })
		})
		if got := list[0]; got.Verdict != tt.verdict || got.Attempts != tt.attempts || i != tt.attempts {
			t.Errorf("%v: %s after %d attempts and %d measurements, want %s after %d", tt.values, got.Verdict, got.Attempts, i, tt.verdict, tt.attempts)
		}
	}
}

// A reader sees sizes and no exponents; a bound stands as it was written.
func TestFigure(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 0.000344: "0.000344", 0.05: "0.05", 1.0249: "1.02", 999.6: "1000", 1024: "1024", 96_582.4: "96600", -1234.5: "-1230", 1e6: "1000000", 2.5e20: "2.5e+20",
	} {
		if got := figure(f); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
}

// What has no order cannot be compared by it.
func TestNoOrder(t *testing.T) {
	defer func() {
		if got, want := recover(), "nb.AtLeast compares numbers and durations, not string"; got != want {
			t.Errorf("panic %v, want %v", got, want)
		}
	}()
	AtLeast("c", "a", 1)
}

// What stops of a tracer spoil is not judged in a traced process, and only there.
func TestTraced(t *testing.T) {
	old := traced
	defer func() { traced = old }()
	checks := func() {
		AtLeast("a", int64(trace.Unknown), 1)
		Equal("b", time.Duration(trace.Unknown), 0)
		Note("c", int64(trace.Unknown))
		Ratio("d", AtLeastOf, 1, func() float64 { return 0 })
		Equal("e", 1, 1)
	}
	for _, tt := range []struct {
		traced bool
		want   []Verdict
	}{
		{true, []Verdict{skip, skip, skip, skip, pass}},
		{false, []Verdict{fail, fail, note, fail, pass}},
	} {
		traced = func() bool { return tt.traced }
		for i, e := range said(t, checks) {
			if e.Verdict != tt.want[i] {
				t.Errorf("traced %v: %q: %s, want %s", tt.traced, e.Claim, e.Verdict, tt.want[i])
			}
		}
	}
}

// A table has a head and rows as long as it.
func TestTable(t *testing.T) {
	for _, tt := range []struct {
		rows [][]string
		want string // of the panic
	}{
		{nil, ""},
		{[][]string{{"a", "b"}}, ""},
		{[][]string{{"a", "b"}, {"1", ""}}, ""},
		{[][]string{{"a", "b"}, {"1", "2"}, {"3"}}, "nb.Table: row 2 has 1 cell, and the head, row 0, has 2 cells"},
		{[][]string{{"a"}, {}}, "nb.Table: row 1 has 0 cells, and the head, row 0, has 1 cell"},
		{[][]string{{"a"}, {"1", "2"}}, "nb.Table: row 1 has 2 cells, and the head, row 0, has 1 cell"},
	} {
		entries, said := 0, ""
		SetSink(func(Entry) { entries++ })
		func() {
			defer func() {
				if r := recover(); r != nil {
					said = r.(string)
				}
			}()
			Table(tt.rows)
		}()
		SetSink(toTerminal)
		if said != tt.want || (entries == 1) != (tt.want == "") {
			t.Errorf("%q: panic %q and %d tables, want %q", tt.rows, said, entries, tt.want)
		}
	}
}
