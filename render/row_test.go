package render

import (
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

// A call has an entry that its data came after; a completion has only looks.
func TestStamped(t *testing.T) {
	stamp := &trace.Stamp{At: 2000, Uncertainty: 35 * time.Nanosecond, Source: "rx-software"}
	for _, tt := range []struct {
		e    trace.Event
		want string
	}{
		{trace.Event{Enter: 500, Exit: 3000, Stamp: stamp}, "the kernel had the data 1.50 µs after entry ± 35 ns (rx-software)"},
		{trace.Event{Enter: 2500, Exit: 3000, Stamp: stamp}, "the kernel had the data 500 ns before entry ± 35 ns (rx-software)"},
		{trace.Event{Kind: trace.CQE, Enter: 2500, Exit: 3000, Stamp: stamp}, "arrived 500 ns before the last look in vain ± 35 ns (rx-software)"},
		{trace.Event{Kind: trace.CQE, Enter: 500, Exit: 3000, Stamp: stamp}, "arrived 1.50 µs after the last look in vain ± 35 ns (rx-software)"},
	} {
		if got := (&rows{page: &page{}}).stamped(&tt.e); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// The names of many threads are folded away.
func TestManyLanes(t *testing.T) {
	tr := trace.Trace{Events: []trace.Event{{Name: "read", Ret: 1, Exit: 1}}}
	for i := range fewLanes + 1 {
		tr.Lanes = append(tr.Lanes, trace.Lane{Name: "reader", TID: 100 + i, Level: 1})
	}
	nb, _ := notebook.Parse("a.md", []byte(cell))
	x := &notebook.Execution{Notebook: nb, Traces: []trace.Trace{tr}, Results: []notebook.Result{
		{Status: notebook.OK, Outputs: []notebook.Output{{Kind: notebook.Traced, Traces: []int{0}}}}}}
	if got := body(write(t, x)); !strings.Contains(got, `<details class="rest"><summary>13 threads</summary><p class="lanes"><b data-thread="100">reader</b> thread 100, times`) {
		t.Errorf("the threads are not folded away:\n%s", got)
	}
	x.Traces[0].Lanes = x.Traces[0].Lanes[:fewLanes]
	if got := body(write(t, x)); strings.Contains(got, "12 threads") {
		t.Errorf("few threads are folded away:\n%s", got)
	}
}
