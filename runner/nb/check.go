package nb

import (
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"time"

	"nbrun/iomodels/trace"
)

// True says that a claim must hold.
func True(claim string, ok bool) {
	sink(Entry{Claim: claim, Verdict: verdict(ok), Got: strconv.FormatBool(ok)})
}

// Equal says that got must be want: numbers compare by value whatever their
// types, all else as reflect.DeepEqual does.
func Equal(claim string, got, want any) {
	if unknown(claim, got, want) {
		return
	}
	ok := equal(got, want)
	g, w := text(got), text(want)
	if g == w && !ok {
		g, w = format("%#v", got), format("%#v", want) // what rounding or %v hides
	}
	sink(Entry{Claim: claim, Verdict: verdict(ok), Got: g, Want: "= " + w})
}

func equal(got, want any) bool {
	if order, ok := compare(got, want); ok {
		return order == 0
	}
	return reflect.DeepEqual(got, want)
}

// AtLeast says that got must not be less than want. Both are numbers or durations.
func AtLeast(claim string, got, want any) {
	if unknown(claim, got, want) {
		return
	}
	order, ok := mustCompare("AtLeast", got, want)
	sink(Entry{Claim: claim, Verdict: verdict(ok && order >= 0), Got: text(got), Want: "≥ " + text(want)})
}

// AtMost says that got must not be more than want. Both are numbers or durations.
func AtMost(claim string, got, want any) {
	if unknown(claim, got, want) {
		return
	}
	order, ok := mustCompare("AtMost", got, want)
	sink(Entry{Claim: claim, Verdict: verdict(ok && order <= 0), Got: text(got), Want: "≤ " + text(want)})
}

// Bound says on which side of its limit a ratio must lie.
type Bound int

const (
	AtLeastOf Bound = iota // the limit or more
	AtMostOf               // the limit or less
)

// ratioAttempts is how often Ratio measures at most: a ratio of two times can
// fail by bad luck on a busy machine, a claim that is false fails every time.
const ratioAttempts = 3

// Ratio says that what measure returns must lie on the right side of limit. It
// measures afresh up to three times until it does; the page shows how often. In a
// process that is being traced it measures nothing and says so.
func Ratio(claim string, bound Bound, limit float64, measure func() float64) {
	if traced() {
		sink(Entry{Claim: claim + noTimes, Verdict: skip})
		return
	}
	e := Entry{Claim: claim, Verdict: fail, Want: "≥ " + figure(limit)}
	if bound == AtMostOf {
		e.Want = "≤ " + figure(limit)
	}
	for e.Verdict == fail && e.Attempts < ratioAttempts {
		got := measure()
		e.Attempts++
		e.Got = figure(got)
		if bound == AtLeastOf && got >= limit || bound == AtMostOf && got <= limit {
			e.Verdict = pass
		}
	}
	sink(e)
}

// Note shows a value that is not judged.
func Note(claim string, value any) {
	if unknown(claim, value) {
		return
	}
	sink(Entry{Claim: claim, Verdict: note, Got: text(value)})
}

// Skip says that something could not be checked here, and why. It only records:
// the code that follows it runs.
func Skip(reason string, err error) {
	e := Entry{Claim: reason, Verdict: skip}
	if err != nil {
		e.Got = err.Error()
	}
	sink(e)
}

// Exercise is a check that is the reader's to make true: it is shown and not counted.
func Exercise(task string, done bool) {
	sink(Entry{Claim: task, Verdict: exercise, Got: strconv.FormatBool(done)})
}

func verdict(ok bool) Verdict {
	if ok {
		return pass
	}
	return fail
}

// compare orders two numbers by their values, exactly, whatever their types;
// durations are numbers. It is not ok when one is none, or is not a number (NaN).
func compare(got, want any) (order int, ok bool) {
	g, gotOK := number(got)
	w, wantOK := number(want)
	if !gotOK || !wantOK {
		return 0, false
	}
	return g.Cmp(w), true
}

func mustCompare(check string, got, want any) (order int, ok bool) {
	for _, v := range []any{got, want} {
		if r := value(v); !r.CanInt() && !r.CanUint() && !r.CanFloat() {
			panic(fmt.Sprintf("nb.%s compares numbers and durations, not %s", check, format("%T", v)))
		}
	}
	return compare(got, want)
}

// number returns the value of v if it is of a numeric kind, without rounding.
func number(v any) (*big.Float, bool) {
	f := new(big.Float)
	switch r := value(v); {
	case r.CanInt():
		return f.SetInt64(r.Int()), true
	case r.CanUint():
		return f.SetUint64(r.Uint()), true
	case r.CanFloat() && !math.IsNaN(r.Float()):
		return f.SetFloat64(r.Float()), true
	}
	return nil, false
}

// text is a compared value as the page shows it.
func text(v any) string {
	switch v := v.(type) {
	case time.Duration:
		return trace.FormatDuration(v)
	case float64:
		return figure(v)
	case string:
		return strconv.Quote(v)
	case interpreted:
	case error:
		return failure(v)
	case nil: // an interface that holds nothing: of those that checks compare, an error
		return noError
	}
	return format("%v", v)
}

// interpreted is a value of a type that a cell declares: the interpreter's own
// form of it has not the type's name and methods.
type interpreted interface {
	Interpreted() any
	Sprintf(format string) string
}

// format prints v with a format of one verb.
func format(verb string, v any) string {
	if x, ok := v.(interpreted); ok {
		return x.Sprintf(verb)
	}
	return fmt.Sprintf(verb, v)
}

// value is v for package reflect.
func value(v any) reflect.Value {
	if x, ok := v.(interpreted); ok {
		v = x.Interpreted()
	}
	return reflect.ValueOf(v)
}

// figure is a measured number to three digits, in full: an exponent is no size to a
// reader. A whole number, such as a bound, keeps all of its own.
func figure(f float64) string {
	size := math.Abs(f)
	switch {
	case size >= 1e15 || math.IsNaN(f):
		return strconv.FormatFloat(f, 'g', 3, 64)
	case f == math.Trunc(f):
		return strconv.FormatFloat(f, 'f', 0, 64)
	case size >= 999.5:
		unit := math.Pow(10, math.Floor(math.Log10(size))-2)
		return strconv.FormatFloat(math.Round(f/unit)*unit, 'f', 0, 64)
	}
	return strconv.FormatFloat(f, 'g', 3, 64)
}
