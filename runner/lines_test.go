//go:build linux

package runner

import (
	"slices"
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// The record says of each call of a cell's own which line made it: one of a function
// of another cell, too, and of several goroutines; a run of calls is of one line.
func TestLinesOfCalls(t *testing.T) {
	source := cells(`import "golang.org/x/sys/unix"

func pour(fd, n int) {
	for range n {
		unix.Write(fd, []byte("x"))
	}
}`, `var p [2]int
if err := unix.Pipe2(p[:], 0); err != nil {
	panic(err)
}
pour(p[1], 2)`, `for range 70 {
	unix.Write(p[1], []byte("x"))
}
pour(p[1], 70)
unix.Close(p[0])`)
	several := strings.Replace(source, "pour(p[1], 2)", "done := make(chan bool)\ngo func() {\n\tpour(p[1], 2)\n\tdone <- true\n}()\n<-done", 1)
	for name, tt := range map[string]struct {
		source        string
		second, third []int
	}{
		"one goroutine":      {source, []int{13, 6, 6}, []int{21, 6, 24}},
		"several goroutines": {several, []int{13, 6, 6}, []int{26, 6, 29}},
	} {
		x := mustRun(t, tt.source)
		if got := linesOf(t, x, 1); !slices.Equal(got, tt.second) {
			t.Errorf("%s: the second cell's calls were made by lines %d, want %d", name, got, tt.second)
		}
		if got := slices.Compact(linesOf(t, x, 2)); !slices.Equal(got, tt.third) {
			t.Errorf("%s: the third cell's calls were made by lines %d, want %d", name, got, tt.third)
		}
		moved, problems := notebook.Parse(x.Notebook.Path, []byte("Two lines.\n\n"+tt.source))
		if problems != nil {
			t.Fatal(problems)
		}
		y := new(Runner).Reuse(moved, x)
		if y == nil {
			t.Fatalf("%s: the record is not reused", name)
		}
		for i := range tt.second {
			tt.second[i] += 2
		}
		if got := linesOf(t, y, 1); !slices.Equal(got, tt.second) {
			t.Errorf("%s: two lines further down the second cell's calls were made by lines %d, want %d", name, got, tt.second)
		}
	}
}

func linesOf(t *testing.T, x *notebook.Execution, cell int) []int {
	t.Helper()
	for _, o := range x.Results[cell].Outputs {
		if o.Auto {
			if n := len(x.Traces[o.Traces[0]].Events); n != len(o.Lines) {
				t.Errorf("cell %d: %d lines for %d events", cell, len(o.Lines), n)
			}
			return o.Lines
		}
	}
	t.Fatalf("cell %d has no calls: %+v", cell, x.Results[cell])
	return nil
}
