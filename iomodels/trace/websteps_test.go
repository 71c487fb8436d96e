package trace_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

// stepWords are the steps in short: number, provenance, whether absent, and the name
// of the event that shows it.
func stepWords(tr trace.Trace) (words []string) {
	for _, s := range tr.WebSteps() {
		w := s.N + " " + s.By.String()
		if s.Absent {
			w += " absent"
		}
		if s.Event >= 0 {
			w += " by " + tr.Events[s.Event].Name
		}
		words = append(words, w)
	}
	return words
}

func TestWebSteps(t *testing.T) {
	traces := stored(t)
	for name, want := range map[string][]string{
		"web-cold": {
			"0 measured by connect", "1 measured by sendmsg", "2 schematic", "3 measured by recvmsg", "3b measured by recvmsg",
			"4 measured by openat", "5 measured by pread64", "6 inferred by pread64", "7 measured by pread64", "8 measured by pread64",
			"9 measured by write", "10 measured by recvmsg", "11 measured by recvmsg",
		},
		"web-sendfile": {
			"0 measured by connect", "1 measured by sendmsg", "2 schematic", "3 measured by recvmsg", "3b measured by recvmsg",
			"4 measured by openat", "5 measured absent by sendfile", "6 measured absent by sendfile", "7 measured absent by sendfile", "8 measured absent by sendfile",
			"9 measured by sendfile", "10 measured by recvmsg", "11 measured by recvmsg",
		},
	} {
		tr := traces[name]
		if got := stepWords(tr); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
		soundSteps(t, tr)
		delete(traces, name)
	}
	for name, tr := range traces {
		if steps := tr.WebSteps(); steps != nil {
			t.Errorf("%s is no web request and has the steps %q", name, stepWords(tr))
		}
	}
}

// soundSteps fails the test unless each step is within the trace and says why.
func soundSteps(t *testing.T, tr trace.Trace) {
	t.Helper()
	for _, s := range tr.WebSteps() {
		switch {
		case s.What == "" || s.Evidence == "" || s.Source == "":
			t.Errorf("step %s says nothing: %+v", s.N, s)
		case s.Event < -1 || s.Event >= len(tr.Events):
			t.Errorf("step %s is shown by event %d of %d", s.N, s.Event, len(tr.Events))
		case (s.Event < 0) != (s.By == trace.Schematic):
			t.Errorf("step %s is %s, by event %d", s.N, s.By, s.Event)
		case s.From > s.To, s.Event < 0 && (s.From != 0 || s.To != 0):
			t.Errorf("step %s lasts from %d to %d", s.N, s.From, s.To)
		}
	}
}

// What the record does not have is not claimed to be measured.
func TestWebStepsOfLess(t *testing.T) {
	without := func(drop ...func(*trace.Event) bool) trace.Trace {
		tr := load(t, "testdata/web-cold.trace")
		for _, d := range drop {
			tr.Events = slices.DeleteFunc(tr.Events, func(e trace.Event) bool { return d(&e) })
			for i := range tr.Events {
				d(&tr.Events[i])
			}
		}
		return tr
	}
	received := func(e *trace.Event) bool {
		if e.Stamp != nil && e.Stamp.Source == "rx-software" {
			e.Stamp = nil
		}
		return false
	}
	sent := func(e *trace.Event) bool { return e.Stamp != nil && strings.HasPrefix(e.Stamp.Source, "tx-") }
	rusage := func(e *trace.Event) bool {
		if e.Usage != nil {
			e.Usage = &trace.Usage{CPU: e.Usage.CPU}
			e.Why = []string{"rusage: this process is being traced"}
		}
		return false
	}
	looks := func(e *trace.Event) bool { return e.Name == "page cache" }
	counts := func(e *trace.Event) bool { return e.Name == "read_bytes" }
	client := func(e *trace.Event) bool { return e.Lane == 1 && e.Name == "recvmsg" }
	for name, c := range map[string]struct {
		tr   trace.Trace
		want []string
	}{
		"no arrival stamps":         {without(received), []string{"3 inferred by recvmsg"}},
		"no stamps of what is sent": {without(sent), []string{"10 inferred by write"}},
		"no rusage":                 {without(rusage), []string{"5 measured by pread64", "6 inferred by pread64", "7 measured by pread64"}},
		"no counts":                 {without(rusage, counts), []string{"5 inferred by pread64", "6 inferred by pread64", "7 measured by pread64"}},
		"no looks at the cache":     {without(looks), []string{"5 measured by pread64", "6 inferred by pread64", "7 inferred by pread64"}},
		"neither":                   {without(rusage, counts, looks), []string{"5 schematic", "6 schematic", "7 inferred by pread64"}},
		"no client's calls":         {without(client), []string{"10 measured by recvmsg", "11 inferred by recvmsg"}},
		"nothing of the client":     {without(client, sent), []string{"10 schematic", "11 schematic"}},
	} {
		got := stepWords(c.tr)
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no step %q in %q", name, w, got)
			}
		}
		soundSteps(t, c.tr)
	}
}

// A stamp of what was sent is not later than the call that fetched it.
func TestCheckOfStampsOfWhatIsSent(t *testing.T) {
	tr := load(t, "testdata/web-cold.trace")
	n := 0
	for i := range tr.Events {
		if k := tr.Events[i].Stamp; k != nil && k.Source == "tx-ack" {
			k.At += 1e9
			n++
		}
	}
	if err := tr.Check(); err == nil || strings.Count(err.Error(), "later than its end") != n {
		t.Errorf("%d stamps were moved by a second, and Check says %v", n, err)
	}
}

func TestStepString(t *testing.T) {
	s := trace.Step{N: "6", What: "the disk is read", By: trace.Inferred, Evidence: "it came"}
	if got, want := s.String(), "6 [inferred] the disk is read: it came"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s = trace.Step{N: "6", What: "the disk is read", Absent: true, Evidence: "no block"}
	if got, want := s.String(), "6 [absent, measured] the disk is read: no block"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProvenance(t *testing.T) {
	got := fmt.Sprint(trace.Measured, trace.Inferred, trace.Schematic, trace.Provenance(9))
	if want := "measured inferred schematic Provenance(9)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
