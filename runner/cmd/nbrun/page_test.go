//go:build linux

package main

import (
	"fmt"
	"slices"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
	"nbrun/render/notebook"
)

// checkRun sees that every cell ran and that no check was false; checks that had
// to be skipped are told.
func checkRun(t *testing.T, x *notebook.Execution) {
	t.Helper()
	passed := 0
	for i, r := range x.Results {
		if r.Status != notebook.OK && r.Status != notebook.Shown {
			t.Errorf("cell %d is %s", i, r.Status)
		}
		for _, o := range r.Outputs {
			switch {
			case o.Verdict == notebook.Pass:
				passed++
			case o.Verdict == notebook.Skip:
				t.Logf("skipped: %s: %s", o.Claim, o.Got)
			case o.Verdict == notebook.Fail:
				t.Errorf("false: %s: got %s, want %s", o.Claim, o.Got, o.Want)
			}
		}
	}
	if passed == 0 && len(x.Results) > 0 {
		t.Error("no check was made")
	}
}

// checkTrace sees that a trace holds together, and that each arrow of its figure
// is one of its events.
func checkTrace(t *testing.T, name string, tr trace.Trace) {
	t.Helper()
	if err := tr.Check(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	events := map[string]bool{}
	for _, e := range tr.Events {
		events[fmt.Sprintf("%d.%d", e.Lane, e.Seq)] = true
	}
	f, err := figure.TwoLane(tr, "en")
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	arrows := 0
	for _, s := range f.Shapes {
		if s.Head == figure.NoHead {
			continue
		}
		arrows++
		if s.Event < 0 || !events[f.Marks[s.Event].Ref] {
			t.Errorf("%s: an arrow at %v is no event of the record", name, s.Points)
		}
	}
	from, to, ok := tr.Operation()
	calls := slices.ContainsFunc(tr.Calls(), func(e trace.Event) bool { return !ok || from <= e.Enter && e.Exit <= to })
	if arrows == 0 && calls { // an access to memory is none
		t.Errorf("%s: the figure has no arrow", name)
	}
}
