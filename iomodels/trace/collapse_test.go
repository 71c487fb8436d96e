package trace_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nbrun/iomodels/trace"
)

func TestCollapse(t *testing.T) {
	tr := spinTrace(100)
	before := tr.Text()
	c := trace.Collapse(tr)
	if got, want := len(c.Events), 8+1+8+1; got != want {
		t.Fatalf("%d events are left, want %d", got, want)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
	run, first, last := c.Events[8], tr.Events[8], tr.Events[91]
	if run.Run == nil || run.Run.Count != 84 || run.Seq != first.Seq || run.Enter != first.Enter || run.Exit != last.Exit {
		t.Errorf("the run is %+v %+v", run, run.Run)
	}
	var sum time.Duration
	for _, e := range tr.Events[8:92] {
		sum += e.Duration()
	}
	if run.Run.Sum != sum {
		t.Errorf("the run's sum is %s, want %s", run.Run.Sum, sum)
	}
	if diff := cmp.Diff(c, trace.Collapse(c)); diff != "" {
		t.Errorf("collapsing twice changes more:\n%s", diff)
	}
	if string(tr.Text()) != string(before) {
		t.Error("Collapse changed the trace it was given")
	}
}

func TestCollapseLeaves(t *testing.T) {
	short := spinTrace(64)
	mixed := spinTrace(200)
	for i := range mixed.Events {
		mixed.Events[i].Args = []trace.Arg{{Raw: uint64(i % 2)}}
	}
	for name, tr := range map[string]trace.Trace{"64 calls": short, "unlike calls": mixed} {
		if got := trace.Collapse(tr); len(got.Events) != len(tr.Events) {
			t.Errorf("%s: %d of %d events are left", name, len(got.Events), len(tr.Events))
		}
	}
}

// What one of the calls did not measure is not measured of the run.
func TestCollapseKeepsIgnorance(t *testing.T) {
	tr := spinTrace(100)
	tr.Events[50].Usage = nil
	if u := trace.Collapse(tr).Events[8].Usage; u != nil {
		t.Errorf("usage of the run is %+v, want none", *u)
	}
}
