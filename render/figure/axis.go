package figure

import (
	"cmp"
	"math"
	"slices"
	"time"

	"nbrun/iomodels/trace"
)

// Heights of the stretch between two neighbouring rows of a broken axis, in pixels. A
// stretch's height grows with the logarithm of its length, so that a microsecond can
// be seen beside a second.
const (
	minStretch   = 24  // room for the label of an arrow
	maxStretch   = 150 //
	decade       = 26  // more for each power of ten of microseconds
	brokenMin    = 46  // room for the length of a broken stretch between two times
	brokenAt     = 0.6 // where the break lies, of its stretch
	brokenFactor = 20  // how much denser the densest stretch is than a broken one
)

// axis is time running down, cut at rows.
type axis struct {
	rows    []*row
	heights []float64 // heights[i] lies between rows[i] and rows[i+1]
}

// row is a moment that has a height of its own.
type row struct {
	at trace.Time
	i  int
	y  float64
}

// add puts a row at a time; rows of the same time keep the order of their adding.
func (a *axis) add(at trace.Time) *row {
	r := &row{at: at}
	a.rows = append(a.rows, r)
	return r
}

// measure sorts the rows and gives each stretch its height.
func (a *axis) measure() {
	slices.SortStableFunc(a.rows, func(p, q *row) int { return cmp.Compare(p.at, q.at) })
	for i, r := range a.rows {
		r.i = i
	}
	a.heights = make([]float64, max(0, len(a.rows)-1))
	for i := range a.heights {
		a.heights[i] = stretch(a.length(i))
	}
	for i := range a.heights {
		if a.broken(i) {
			a.heights[i] = max(a.heights[i], brokenMin)
		}
	}
}

func stretch(d time.Duration) float64 {
	h := minStretch + decade*math.Log10(1+microseconds(d))
	return math.Round(min(max(h, minStretch), maxStretch))
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func (a *axis) length(i int) time.Duration { return a.rows[i+1].at.Sub(a.rows[i].at) }

// broken reports whether stretch i is drawn with a break, since its scale differs too
// much from that of the densest. What is shorter than 1 µs counts as 1 µs.
func (a *axis) broken(i int) bool {
	density := func(i int) float64 {
		d := a.length(i)
		return stretch(d) / max(microseconds(d), 1)
	}
	densest := 0.0
	for k := range a.heights {
		densest = max(densest, density(k))
	}
	return density(i)*brokenFactor < densest
}

// require makes the room between two rows at least h, by widening the highest stretch
// between them.
func (a *axis) require(from, to *row, h float64) {
	have, highest := 0.0, from.i
	for i := from.i; i < to.i; i++ {
		have += a.heights[i]
		if a.heights[i] > a.heights[highest] {
			highest = i
		}
	}
	if to.i > from.i && have < h {
		a.heights[highest] += h - have
	}
}

// place gives each row its y and returns the last one's.
func (a *axis) place(top float64) float64 {
	y := top
	for i, r := range a.rows {
		r.y = y
		if i < len(a.heights) {
			y += a.heights[i]
		}
	}
	return y
}

// breaks returns the heights of the breaks.
func (a *axis) breaks() []float64 {
	var ys []float64
	for i, r := range a.rows[:len(a.heights)] {
		if a.broken(i) {
			ys = append(ys, r.y+a.heights[i]*brokenAt)
		}
	}
	return ys
}

// y returns the height of a moment between rows, as near to the later of two rows of
// that time as there is.
func (a *axis) y(t trace.Time) float64 {
	n, _ := slices.BinarySearchFunc(a.rows, t, func(r *row, t trace.Time) int {
		if r.at <= t {
			return -1
		}
		return 1
	})
	switch {
	case n == 0:
		return a.rows[0].y
	case n == len(a.rows):
		return a.rows[n-1].y
	}
	p, q := a.rows[n-1], a.rows[n]
	return p.y + (q.y-p.y)*float64(t-p.at)/float64(q.at-p.at)
}
