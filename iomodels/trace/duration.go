package trace

import (
	"strconv"
	"time"
)

// FormatDuration writes d for people: three significant digits and a unit, as in
// "50.8 ms", "116 µs", "470 ns". It is the one function that does so, so that the
// same duration looks the same in a figure, a table and a sentence. A nanosecond is
// the clock's unit, so nothing below it is written; from 1000 s on, whole seconds.
func FormatDuration(d time.Duration) string {
	if d == Unknown {
		return "not measured"
	}
	sign, ns := "", uint64(d)
	if d < 0 {
		sign, ns = "-", -uint64(d)
	}
	v := float64(ns)
	switch {
	case ns < 1000:
		return sign + strconv.FormatUint(ns, 10) + " ns"
	case v < 999.5e3:
		return sign + threeDigits(v/1e3) + " µs"
	case v < 999.5e6:
		return sign + threeDigits(v/1e6) + " ms"
	}
	return sign + threeDigits(v/1e9) + " s"
}

// threeDigits writes v >= 0.9995 with three significant digits, and with more only
// when its whole part has more.
func threeDigits(v float64) string {
	decimals := 0
	switch {
	case v < 9.995:
		decimals = 2
	case v < 99.95:
		decimals = 1
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}
