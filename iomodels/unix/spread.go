//go:build linux && (amd64 || arm64)

package unix

import (
	"math/bits"
	"time"
)

// A spread is how durations are distributed, in little memory: how many there were of
// each nanosecond up to exactBelow, and beyond that of each 64th of an octave.
type spread struct {
	count             int
	shortest, longest time.Duration
	sum               time.Duration
	exact             [exactBelow]uint32
	coarse            [octaves * stepsPerOctave]uint32
}

const (
	exactBits      = 12
	exactBelow     = 1 << exactBits // ns
	octaves        = 63 - exactBits
	stepsPerOctave = 64
)

func (s *spread) add(d time.Duration) {
	if s.count == 0 || d < s.shortest {
		s.shortest = d
	}
	s.longest = max(s.longest, d)
	s.sum += d
	s.count++
	if d < exactBelow {
		s.exact[max(d, 0)]++
		return
	}
	octave := bits.Len64(uint64(d)) - exactBits - 1
	step := int(d>>(octave+exactBits-6)) - stepsPerOctave
	s.coarse[octave*stepsPerOctave+step]++
}

// median is the duration in the middle, and whether that is it to the nanosecond. It
// is a 64th too short at most when not.
func (s *spread) median() (d time.Duration, exact bool) {
	before := 0
	for d, n := range s.exact {
		if before += int(n); before > s.count/2 {
			return time.Duration(d), true
		}
	}
	for i, n := range s.coarse {
		if before += int(n); before > s.count/2 {
			octave, step := i/stepsPerOctave, i%stepsPerOctave
			d := time.Duration(stepsPerOctave+step) << (octave + exactBits - 6)
			return max(d, s.shortest), false
		}
	}
	return s.longest, true
}
