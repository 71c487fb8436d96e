//go:build linux && (amd64 || arm64)

package iomodels

import (
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// quick is the scenario of most tests: the gate, not the delay, makes the order.
var quick = Scenario{Delay: 2 * time.Millisecond}

// run runs a model and fails the test when it cannot, or when its record has not
// what all have.
func run(t *testing.T, f func(Scenario) (trace.Trace, error), model string) trace.Trace {
	t.Helper()
	tr, err := f(quick)
	if err != nil {
		t.Fatal(err)
	}
	if tr.Model != model {
		t.Errorf("model %q, want %q", tr.Model, model)
	}
	if tr.Payload != 100 {
		t.Errorf("payload %d, want 100", tr.Payload)
	}
	return tr
}

// inOrder fails the test unless the points came in this order.
func inOrder(t *testing.T, tr trace.Trace, points ...string) {
	t.Helper()
	if !tr.InOrder(points...) {
		t.Errorf("not in order: %s\n%s", strings.Join(points, ", "), tr.Text())
	}
}

// count fails the test unless the program made n calls of that name.
func count(t *testing.T, tr trace.Trace, name string, n int) {
	t.Helper()
	if got := tr.Count(name); got != n {
		t.Errorf("%s was called %d times, want %d\n%s", name, got, n, tr.Text())
	}
}

// kind returns the events of a kind on a lane.
func kind(tr trace.Trace, lane string, k trace.Kind) []trace.Event {
	var found []trace.Event
	for _, e := range tr.On(lane) {
		if e.Kind == k {
			found = append(found, e)
		}
	}
	return found
}

// notes returns what the probes of that name saw, in order.
func notes(tr trace.Trace, name string) []string {
	var found []string
	for _, e := range tr.Events {
		if e.Kind == trace.Probe && e.Name == name {
			found = append(found, e.Note)
		}
	}
	return found
}

// stampedInSend fails the test unless e has the kernel's stamp and that lies within
// the sender's own call: on the loopback interface the receiving half of the
// network code runs in the sender's context.
func stampedInSend(t *testing.T, tr trace.Trace, e trace.Event) {
	t.Helper()
	send := tr.Find("sendto")
	if e.Stamp == nil {
		t.Fatalf("%s has no stamp: %q", e.Name, e.Why)
	}
	u := trace.Time(e.Stamp.Uncertainty)
	if e.Stamp.At+u < send.Enter || e.Stamp.At-u > send.Exit {
		t.Errorf("stamp %d±%d ns is outside of the sendto [%d, %d]", e.Stamp.At, u, send.Enter, send.Exit)
	}
}
