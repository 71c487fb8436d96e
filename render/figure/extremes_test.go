package figure_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// storedSeries reads the measured series that are kept for tests, and adds some made to
// be hard to draw.
func storedSeries(t testing.TB) map[string]trace.Series {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stored series: %v", err)
	}
	series := extremes()
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var s trace.Series
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		series[strings.TrimSuffix(filepath.Base(f), ".json")] = s
	}
	return series
}

// cost is of rounds that all took between half and twice as long as the median.
func cost(median time.Duration) *trace.Cost {
	return &trace.Cost{Rounds: 9, Calls: 9, Min: max(1, median/2), P10: max(1, median*2/3), Median: median, P90: median * 3 / 2, Max: median * 2}
}

// line is one whose cost is a function of the number watched.
func line(name string, ns []int, of func(n int) time.Duration) trace.Line {
	l := trace.Line{Name: name, Call: "call"}
	for _, n := range ns {
		l.Points = append(l.Points, trace.Point{N: n, Active: 1, Cost: cost(of(n))})
	}
	return l
}

// extremes are series at the edges of what can be drawn.
func extremes() map[string]trace.Series {
	linear := func(n int) time.Duration { return time.Duration(n) * 100 }
	equal := func(int) time.Duration { return 700 }
	all := []int{1, 4, 16, 64, 256, 1024, 4096, 16384}
	ten := trace.Series{Title: "Ten lines, all ending at one place"}
	for i := range 10 {
		ten.Lines = append(ten.Lines, line(fmt.Sprintf("line %d", i), all, func(n int) time.Duration { return time.Duration(n*i + 700 + i) }))
	}
	long := trace.Series{
		Title: "等待许多描述符：哪些已经就绪，以及等待一次要花费多少时间，取决于被监视的描述符的数量和其中就绪的描述符的数量",
		Lines: []trace.Line{
			line("a line with a name that is much longer than there is room beside the chart", []int{3, 1000}, linear),
			line("水平触发的 epoll，就绪列表", []int{3, 700, 1000}, equal),
			{Name: "refused", Call: "io_uring_enter", Why: []string{"io_uring_setup: operation not permitted, which is said at such a length that it takes more than one line below the axis of the chart"}},
		},
	}
	long.Lines[0].Why = []string{"an end"}
	held := trace.Series{Title: "Nothing grows"}
	for _, name := range []string{"a", "b"} {
		held.Lines = append(held.Lines, trace.Line{Name: name, Points: []trace.Point{
			{N: 1, Footprint: &trace.Footprint{ThreadsBefore: 7, Threads: 7, ResidentBefore: 9e6, Resident: 9e6}},
			{N: 8, Footprint: &trace.Footprint{ThreadsBefore: 7, Threads: 6, ResidentBefore: 9e6, Resident: 8e6}},
		}})
	}
	early := trace.Series{Title: "Lines that end early", Lines: []trace.Line{
		line("to 16", []int{1, 16}, linear), line("to 64", []int{1, 64}, equal), line("all", all, equal), line("one", []int{4}, linear),
	}}
	early.Lines[0].Points[1].Beyond = "A_LIMIT_WITH_A_LONG_NAME"
	early.Lines[2].Points[7].Beyond = "FD_SETSIZE"
	return map[string]trace.Series{
		"one point":     {Title: "One point", Lines: []trace.Line{line("only", []int{1}, linear)}},
		"one line":      {Title: "One line", Lines: []trace.Line{line("only", all, linear)}},
		"all equal":     {Title: "All equal", Lines: []trace.Line{line("a", all, equal), line("b", all, equal), line("c", all, equal)}},
		"nine decades":  {Title: "Nine decades", Lines: []trace.Line{line("fast", []int{1, 16384}, func(int) time.Duration { return 1 }), line("slow", []int{1, 16384}, func(n int) time.Duration { return time.Duration(n) * 100 * time.Microsecond })}},
		"hours":         {Title: "Hours", Lines: []trace.Line{line("slow", []int{2, 3}, func(n int) time.Duration { return time.Duration(n) * time.Hour })}},
		"ten lines":     ten,
		"long texts":    long,
		"no growth":     held,
		"early":         early,
		"cut at a half": {Title: "Cut", Lines: []trace.Line{line("x", []int{1, 2}, linear)}, Cut: &trace.Cut{N: 4, Why: "there were no more"}},
	}
}
