package trace_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nbrun/iomodels/trace"
)

// waiting is a series with all that a series can have.
func waiting() trace.Series {
	cost := func(min time.Duration) *trace.Cost {
		return &trace.Cost{Rounds: 50, Calls: 50, Min: min, P10: min + 10, Median: min + 100, P90: min + 1000, Max: min + 50_000}
	}
	return trace.Series{
		Title: "One wait for many descriptors",
		Floor: 210,
		Lines: []trace.Line{
			{Name: "select", Call: "pselect6", Points: []trace.Point{
				{N: 64, Active: 1, Cost: cost(3000)}, {N: 4096, Active: 1, Beyond: "FD_SETSIZE", Cost: cost(300_000)}}},
			{Name: "epoll", Call: "epoll_pwait", Points: []trace.Point{
				{N: 64, Active: 1, Cost: cost(400)},
				{N: 64, Active: 64, Cost: cost(4000), Footprint: &trace.Footprint{ThreadsBefore: 7, Threads: 7, ResidentBefore: 20e6, Resident: 20e6 - 4096}}}},
			{Name: "io_uring", Call: "io_uring_enter", Why: []string{"io_uring_setup: operation not permitted"}},
			{Name: "threads", Points: []trace.Point{
				{N: 1000, Active: 0, Footprint: &trace.Footprint{ThreadsBefore: 7, Threads: 1007, ResidentBefore: 20e6, Resident: 40e6}}},
				Why: []string{"4096: a thread each would be more than the limit"}},
		},
		Notes: []string{"the active ones are the last"},
	}
}

func TestSeriesText(t *testing.T) {
	const want = `One wait for many descriptors

median of a round
  watched  active    select    epoll
       64       1   3.10 µs   500 ns
       64      64         –  4.10 µs
     4096       1  300 µs *        –

more threads
  watched  active  epoll  threads
       64      64     +0        –
     1000       0      –    +1000

more resident memory
  watched  active     epoll   threads
       64      64  -4.10 kB         –
     1000       0         –  +20.0 MB

- the active ones are the last
- a call that does nothing takes 210 ns here, recording included
- * beyond FD_SETSIZE, which the kernel does not know
- io_uring: io_uring_setup: operation not permitted
- threads: 4096: a thread each would be more than the limit
`
	var got strings.Builder
	for line := range strings.Lines(string(waiting().Text())) {
		got.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSeriesJSON(t *testing.T) {
	data, err := json.Marshal(waiting())
	if err != nil {
		t.Fatal(err)
	}
	var got trace.Series
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(waiting(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, key := range []string{`"median_ns":500`, `"resident_bytes":40000000`, `"floor_ns":210`, `"beyond":"FD_SETSIZE"`} {
		if !strings.Contains(string(data), key) {
			t.Errorf("no %s in %s", key, data)
		}
	}
}

func TestSeriesQueries(t *testing.T) {
	s := waiting()
	if got := s.Growth("select", 64, 4096); got != 100 {
		t.Errorf("growth %v, want 100", got)
	}
	if !s.Has("epoll") || s.Has("io_uring") || s.Has("kqueue") {
		t.Error("Has does not tell lines with points from others")
	}
	f := s.Line("threads").At(1000, 0).Footprint
	if f.GrownThreads() != 1000 || f.GrownResident() != 20e6 {
		t.Errorf("%d threads, %d bytes", f.GrownThreads(), f.GrownResident())
	}
	for want, f := range map[string]func(){
		"there are select, epoll":              func() { s.Line("kqueue") },
		"operation not permitted":              func() { s.Line("io_uring").At(64, 1) },
		"more than the limit":                  func() { s.Growth("threads", 64, 4096) },
		"no point of 16 descriptors, 1 active": func() { s.Line("epoll").At(16, 1) },
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, want) {
					t.Errorf("panic %q, want one with %q", text, want)
				}
			}()
			f()
		}()
	}
}

// A part has the lines that were asked for, in that order, and the points that were to be
// kept; the series itself stays as it was.
func TestSeriesPart(t *testing.T) {
	whole := waiting()
	part := whole.Part("With 64", func(p trace.Point) bool { return p.N == 64 && p.Active == 1 }, "epoll", "threads", "select", "io_uring")
	var got []string
	for _, l := range part.Lines {
		got = append(got, fmt.Sprintf("%s %d %q", l.Name, len(l.Points), l.Why))
	}
	want := []string{
		`epoll 1 []`,
		`threads 0 ["4096: a thread each would be more than the limit" "none of its points is of this part"]`,
		`select 1 []`,
		`io_uring 0 ["io_uring_setup: operation not permitted"]`,
	}
	if diff := cmp.Diff(want, got); diff != "" || part.Title != "With 64" || part.Floor != whole.Floor {
		t.Errorf("%s, floor %v (-want +got):\n%s", part.Title, part.Floor, diff)
	}
	if err := part.Check(); err != nil {
		t.Error(err)
	}
	noted := whole
	noted.Notes = []string{"the active ones are the last", "in threads it is a read of each", "in select it is one call"}
	notes := noted.Part("", func(trace.Point) bool { return true }, "select", "epoll").Notes
	if diff := cmp.Diff([]string{"the active ones are the last", "in select it is one call"}, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(waiting(), whole); diff != "" {
		t.Errorf("the series has changed (-before +after):\n%s", diff)
	}
}

func TestCostOf(t *testing.T) {
	var rounds []time.Duration
	for i := range 100 {
		rounds = append(rounds, time.Duration((i*37)%100+1))
	}
	if got, want := *trace.CostOf(rounds, 300), (trace.Cost{Rounds: 100, Calls: 300, Min: 1, P10: 11, Median: 51, P90: 90, Max: 100}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := *trace.CostOf([]time.Duration{5}, 1); got.Min != 5 || got.Max != 5 || got.Median != 5 {
		t.Errorf("one round: %+v", got)
	}
}

// Check says of each thing that cannot be that it cannot, and nothing of what can.
func TestSeriesCheck(t *testing.T) {
	if err := waiting().Check(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		want   string
		spoils func(*trace.Series)
	}{
		{"no name", func(s *trace.Series) { s.Lines[0].Name = "" }},
		{"not UTF-8", func(s *trace.Series) { s.Lines[0].Name = "\xff" }},
		{"not UTF-8", func(s *trace.Series) { s.Notes[0] = "\xff" }},
		{"not UTF-8", func(s *trace.Series) { s.Lines[0].Points[1].Beyond = "\xff" }},
		{"another line's too", func(s *trace.Series) { s.Lines[1].Name = "select" }},
		{"neither points nor a reason", func(s *trace.Series) { s.Lines[2].Why = nil }},
		{"it stands after", func(s *trace.Series) { s.Lines[0].Points[1].N = 64 }},
		{"no so many", func(s *trace.Series) { s.Lines[0].Points[0].N = 0 }},
		{"no so many", func(s *trace.Series) { s.Lines[0].Points[0].Active = -1 }},
		{"no so many", func(s *trace.Series) { s.Lines[1].Points[1].Active = 65 }},
		{"nothing was measured", func(s *trace.Series) { s.Lines[0].Points[0].Cost = nil }},
		{"a cost, of no call", func(s *trace.Series) { s.Lines[0].Call = "" }},
		{"49 calls in 50 rounds", func(s *trace.Series) { s.Lines[0].Points[0].Cost.Calls = 49 }},
		{"0 calls in 0 rounds", func(s *trace.Series) { *s.Lines[0].Points[0].Cost = trace.Cost{} }},
		{"durations cannot be", func(s *trace.Series) { s.Lines[0].Points[0].Cost.Min = 0 }},
		{"durations cannot be", func(s *trace.Series) { s.Lines[0].Points[0].Cost.Max = 1 }},
		{"0 threads", func(s *trace.Series) { s.Lines[3].Points[0].Footprint.Threads = 0 }},
		{"4096 descriptors, and was cut off before 4096", func(s *trace.Series) { s.Cut = &trace.Cut{N: 4096, Why: "limit"} }},
		{"cut off at 9999 descriptors for no reason", func(s *trace.Series) { s.Cut = &trace.Cut{N: 9999} }},
		{"0 bytes", func(s *trace.Series) { s.Lines[3].Points[0].Footprint.Resident = 0 }},
	} {
		s := waiting()
		tt.spoils(&s)
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want one with %q", err, tt.want)
		}
	}
}
