package trace

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Series is how the cost of a thing grows with the number of descriptors that it
// is about: some lines, one for each way to do it, of points. It is what a [Trace]
// is of one run, of many: plain data that any machine can read, check and draw. Its
// texts are UTF-8.
//
// What was not measured is absent, and says why: a line without points, or one
// that ends early, in its Why; a quantity of a point by a nil pointer.
type Series struct {
	Title string `json:"title"` // what a figure is headed by
	// Floor is what a recorded call takes that does nothing: no Cost can be less.
	Floor time.Duration `json:"floor_ns,omitempty"`
	Lines []Line        `json:"lines"`
	// Notes are what the reader must know of this measurement; one that begins with
	// "in NAME " is on the line of that name.
	Notes []string `json:"notes,omitempty"`
	Cut   *Cut     `json:"cut,omitempty"` // not nil when all lines end before what was asked for
}

// Cut says that a measurement was to go further than any of its points.
type Cut struct {
	N   int    `json:"n"` // to so many descriptors
	Why string `json:"why"`
}

// Line is one way to do it: its points in order of N, then of Active.
type Line struct {
	Name   string   `json:"name"`           // "poll", "epoll, edge-triggered"
	Call   string   `json:"call,omitempty"` // the system call that Cost is of, by the kernel's name: "ppoll"; empty when there is no Cost
	Points []Point  `json:"points,omitempty"`
	Why    []string `json:"why,omitempty"` // for each thing that was not measured: what, and why
}

// Point is what was measured with N descriptors of which Active had something to
// say. At least one of Cost and Footprint is there.
type Point struct {
	N      int `json:"n"`
	Active int `json:"active"`
	// Beyond names the limit of the programming interface that the point is
	// beyond, so that it had to go round it: "FD_SETSIZE". Empty within it.
	Beyond    string     `json:"beyond,omitempty"`
	Cost      *Cost      `json:"cost,omitempty"`
	Footprint *Footprint `json:"footprint,omitempty"`
}

// Cost is how long the calls of a round took, from entry to return, over all
// rounds. What stands between the calls is not in it.
type Cost struct {
	Rounds int           `json:"rounds"`
	Calls  int           `json:"calls"` // of all rounds
	Min    time.Duration `json:"min_ns"`
	P10    time.Duration `json:"p10_ns"` // a tenth of the rounds took less
	Median time.Duration `json:"median_ns"`
	P90    time.Duration `json:"p90_ns"` // a tenth of the rounds took longer
	Max    time.Duration `json:"max_ns"`
}

// Footprint is what the process held, before and while it waited: see
// proc_pid_status(5), Threads and VmRSS.
type Footprint struct {
	ThreadsBefore  int   `json:"threads_before"`
	Threads        int   `json:"threads"`
	ResidentBefore int64 `json:"resident_before_bytes"`
	Resident       int64 `json:"resident_bytes"`
}

// CostOf sums up rounds, of which there is at least one, and of which each took so
// long. It sorts them.
func CostOf(rounds []time.Duration, calls int) *Cost {
	slices.Sort(rounds)
	n := len(rounds)
	return &Cost{
		Rounds: n, Calls: calls,
		Min: rounds[0], P10: rounds[n/10], Median: rounds[n/2], P90: rounds[n-1-n/10], Max: rounds[n-1],
	}
}

// GrownThreads is how many threads came to be; it may be negative.
func (f Footprint) GrownThreads() int { return f.Threads - f.ThreadsBefore }

// GrownResident is how many bytes of memory came to be resident; it may be negative.
func (f Footprint) GrownResident() int64 { return f.Resident - f.ResidentBefore }

// Has reports whether the line of that name is there and has points.
func (s Series) Has(name string) bool {
	i := s.index(name)
	return i >= 0 && len(s.Lines[i].Points) > 0
}

// Line returns the line of that name. It panics when there is none.
func (s Series) Line(name string) Line {
	i := s.index(name)
	if i < 0 {
		var names []string
		for _, l := range s.Lines {
			names = append(names, l.Name)
		}
		panic(fmt.Sprintf("trace: no line is named %q; there are %s", name, list(names)))
	}
	return s.Lines[i]
}

// Part is the series of some of its lines, and of these the points that keep reports
// true for. It panics when there is no line of a name; a line of which nothing is left
// says so in its Why. Notes on other lines are not of the part.
func (s Series) Part(title string, keep func(Point) bool, lines ...string) Series {
	part := s
	part.Title, part.Lines = title, nil
	for _, name := range lines {
		line := s.Line(name)
		all := line.Points
		line.Points = nil
		for _, p := range all {
			if keep(p) {
				line.Points = append(line.Points, p)
			}
		}
		if len(all) > 0 && line.Points == nil {
			line.Why = append(slices.Clip(line.Why), "none of its points is of this part")
		}
		part.Lines = append(part.Lines, line)
	}
	part.Notes = slices.DeleteFunc(slices.Clone(s.Notes), func(note string) bool {
		return slices.ContainsFunc(s.Lines, func(l Line) bool {
			return strings.HasPrefix(note, "in "+l.Name+" ") && !slices.Contains(lines, l.Name)
		})
	})
	return part
}

func (s *Series) index(name string) int {
	return slices.IndexFunc(s.Lines, func(l Line) bool { return l.Name == name })
}

// Growth returns how many times more the line's call costs with so many descriptors
// as with so many, one of them active: Growth("poll", 64, 4096) is near 64 when each
// descriptor costs the same. It compares the shortest rounds, which other work on
// the machine made longer the least, and panics when one of them was not measured.
func (s Series) Growth(line string, from, to int) float64 {
	a, b := s.Line(line).At(from, 1), s.Line(line).At(to, 1)
	if a.Cost == nil || b.Cost == nil {
		panic(fmt.Sprintf("trace: of the line %q the cost was not measured: %s", line, s.Line(line).because()))
	}
	return float64(b.Cost.Min) / float64(a.Cost.Min)
}

// At returns the point of n descriptors of which so many are active. It panics, with
// the reason, when there is none.
func (l Line) At(n, active int) Point {
	for _, p := range l.Points {
		if p.N == n && p.Active == active {
			return p
		}
	}
	panic(fmt.Sprintf("trace: the line %q has no point of %d descriptors, %d active: %s", l.Name, n, active, l.because()))
}

// because is why the line lacks something, as far as it says.
func (l Line) because() string {
	if len(l.Why) == 0 {
		return "it was not asked for"
	}
	return strings.Join(l.Why, "; ")
}
