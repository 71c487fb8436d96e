package figure

import (
	"math"
	"math/bits"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// logScale is an axis on which a power of ten is as long wherever it lies. What is zero
// or less has no place on it and gets one of its own, before the axis begins.
type logScale struct {
	least, most float64 // the values at its ends, above zero
	from, to    float64 // where these lie
	zero        float64 // where zero and less lie
	zeros       bool    // there are some
	below       bool    // and some are less than zero
	twos        bool    // it counts in powers of two
}

// What zero and less have before an axis: room for a text across it, or along it.
const (
	roomAcross = 26
	roomAlong  = 56
)

// newLogScale holds all of values, and at least a power of ten.
func newLogScale(values []float64, from, to float64) logScale {
	s := boundsOf(values)
	least, most := s.least, s.most
	s.least, s.most = niceBelow(least), niceAbove(most)
	for s.most/s.least < 9.99 {
		if s.most/most < least/s.least {
			s.most = niceAbove(s.most * 1.01)
		} else {
			s.least = niceBelow(s.least * 0.99)
		}
	}
	s.place(from, to)
	return s
}

// newCountScale is for numbers of things: it begins and ends with the least and the
// most of them, and counts in powers of two when all are some.
func newCountScale(values []float64, from, to float64) logScale {
	s := boundsOf(values)
	s.twos = true
	for _, v := range values {
		s.twos = s.twos && (v <= 0 || bits.OnesCount64(uint64(v)) == 1 && v == math.Trunc(v))
	}
	if s.most == s.least {
		s.least, s.most = s.least/2, s.most*2
	}
	s.place(from, to)
	return s
}

func boundsOf(values []float64) logScale {
	var s logScale
	for _, v := range values {
		switch {
		case v <= 0:
			s.zeros, s.below = true, s.below || v < 0
		case s.most == 0:
			s.least, s.most = v, v
		default:
			s.least, s.most = min(s.least, v), max(s.most, v)
		}
	}
	if s.most == 0 {
		s.least, s.most = 1, 10
	}
	return s
}

func (s *logScale) place(from, to float64) {
	s.from, s.to, s.zero = from, to, from
	switch {
	case !s.zeros:
	case to > from:
		s.zero, s.from = from+8, from+roomAlong
	default: // it stands
		s.zero, s.from = from-8, from-roomAcross
	}
}

// at is the place of a value.
func (s *logScale) at(v float64) float64 {
	if v <= 0 {
		return s.zero
	}
	return s.from + (s.to-s.from)*math.Log(v/s.least)/math.Log(s.most/s.least)
}

// nice are the beginnings of the numbers that an axis may begin and end with.
var nice = []float64{1, 2, 5, 10}

func niceBelow(v float64) float64 {
	power := math.Pow10(int(math.Floor(math.Log10(v) + 1e-9)))
	for i := len(nice) - 1; i > 0; i-- {
		if nice[i]*power <= v*(1+1e-9) {
			return nice[i] * power
		}
	}
	return power
}

func niceAbove(v float64) float64 {
	power := math.Pow10(int(math.Floor(math.Log10(v) + 1e-9)))
	for _, n := range nice {
		if n*power >= v*(1-1e-9) {
			return n * power
		}
	}
	return 10 * power
}

// ticks are the values to be written at the axis: as many as there is room for, when
// each takes so much of its length.
func (s *logScale) ticks(room func(float64) float64) []float64 {
	for _, sparse := range s.progressions() {
		if s.fits(sparse, room) {
			return sparse
		}
	}
	return nil
}

func (s *logScale) fits(values []float64, room func(float64) float64) bool {
	for i := 1; i < len(values); i++ {
		a, b := values[i-1], values[i]
		if math.Abs(s.at(b)-s.at(a)) < (room(a)+room(b))/2 {
			return false
		}
	}
	return len(values) > 0
}

// progressions are the rows of ticks that an axis may have, the densest first.
func (s *logScale) progressions() [][]float64 {
	var rows [][]float64
	if s.twos {
		for step := 1; step <= 64; step++ {
			var row []float64
			for p := 0; p < 63; p += step {
				row = s.within(row, math.Ldexp(1, p))
			}
			rows = append(rows, row)
		}
		return rows
	}
	for _, firsts := range [][]float64{{1, 2, 5}, {1}} {
		if len(firsts) > 1 && s.most/s.least > 2e3 {
			continue // more lines than are needed
		}
		var row []float64
		for p := -3; p <= 18; p++ {
			for _, first := range firsts {
				row = s.within(row, first*math.Pow10(p))
			}
		}
		rows = append(rows, row)
	}
	for step := 2; step <= 12; step++ {
		var row []float64
		for p := 0; p <= 18; p += step {
			row = s.within(row, math.Pow10(p))
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *logScale) within(row []float64, v float64) []float64 {
	if v < s.least*(1-1e-9) || v > s.most*(1+1e-9) {
		return row
	}
	return append(row, v)
}

// zeroText is what stands at the place of zero.
func (s *logScale) zeroText() string {
	if s.below {
		return "≤ 0"
	}
	return "0"
}

// shortDuration writes a duration for a tick: as trace.FormatDuration does, without
// zeros that say nothing.
func shortDuration(ns float64) string {
	return withoutZeros(trace.FormatDuration(time.Duration(math.Round(ns))))
}

func withoutZeros(s string) string {
	number, unit, _ := strings.Cut(s, " ")
	if strings.Contains(number, ".") {
		number = strings.TrimRight(strings.TrimRight(number, "0"), ".")
	}
	return number + " " + unit
}
