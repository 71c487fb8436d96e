package trace_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nbrun/iomodels/trace"
)

func TestJSONRoundTrip(t *testing.T) {
	check := func(t *testing.T, tr trace.Trace) {
		t.Helper()
		data, err := json.Marshal(tr)
		if err != nil {
			t.Fatal(err)
		}
		var got trace.Trace
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if diff := cmp.Diff(tr, got); diff != "" {
			t.Fatalf("JSON and back differs (-want +got):\n%s\n%s", diff, data)
		}
	}
	for _, tr := range stored(t) {
		check(t, tr)
	}
	check(t, trace.Trace{})
	check(t, spinTrace(2000))
	r := rand.New(rand.NewPCG(7, 8))
	for range 150 {
		check(t, randomTrace(r))
	}
}

// A long spin is stored in a few bytes an event, and collapsed in next to none.
func TestJSONIsCompact(t *testing.T) {
	const n = 85000
	tr := spinTrace(n)
	full, err := json.Marshal(tr)
	if err != nil {
		t.Fatal(err)
	}
	collapsed, err := json.Marshal(trace.Collapse(tr))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d events: %d bytes, %.1f an event; collapsed %d bytes", n, len(full), float64(len(full))/n, len(collapsed))
	if len(full) > 16*n {
		t.Errorf("%d events take %d bytes", n, len(full))
	}
	if len(collapsed) > 2000 {
		t.Errorf("collapsed, they take %d bytes", len(collapsed))
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for data, want := range map[string]string{
		`{}`:                     "version 0",
		`{"v":2}`:                "version 2",
		`{"v":1,"enter_ns":[1]}`: "column call has 0 rows and should have 1",
		`{"v":1,"texts":[""],"call":[0,1],"seq":[0,1],"enter_ns":[1],"took_ns":[1]}`:                                      "no call 0",
		`{"v":1,"texts":[""],"calls":[{"name":4}],"call":[0,1],"seq":[0,1],"enter_ns":[1],"took_ns":[1]}`:                 "no text 4",
		`{"v":1,"call":[0,9000000000],"enter_ns":[1]}`:                                                                    "a run of 9000000000 where 1 rows are left",
		`{"v":1,"call":[0],"enter_ns":[1]}`:                                                                               "a run has a value and a count",
		`{"v":1,"calls":[{"name":0}],"call":[0,1],"seq":[0,1],"enter_ns":[1],"took_ns":[1],"works":{"at":[2,1],"v":[5]}}`: "row 0 is of no event",
		`{"v":1,"title":{"base64":"!"}}`:                                                                                  "illegal base64",
		`{"v":1,"title":{}}`:                                                                                              "neither UTF-8 nor base64",
		`[]`:                                                                                                              "cannot unmarshal",
	} {
		tr := trace.Trace{Title: "kept"}
		err := json.Unmarshal([]byte(data), &tr)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Unmarshal(%s) reports %v, want %q", data, err, want)
		}
		if tr.Title != "kept" {
			t.Errorf("Unmarshal(%s) failed and changed the trace", data)
		}
	}
}

// FuzzUnmarshalJSON holds that no input makes the decoder panic and that what it reads
// is written and read the same.
func FuzzUnmarshalJSON(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 30 {
		data, err := json.Marshal(randomTrace(r))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var tr, again trace.Trace
		if json.Unmarshal(data, &tr) != nil {
			return
		}
		first, err := json.Marshal(tr)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(first, &again); err != nil {
			t.Fatalf("%v, of\n%s", err, first)
		}
		second, err := json.Marshal(again)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Fatalf("written, then read and written again:\n%s\n%s", first, second)
		}
		_, _ = tr.Check(), tr.Phases()
	})
}

func BenchmarkMarshalJSON(b *testing.B) {
	tr := spinTrace(85000)
	for b.Loop() {
		if _, err := json.Marshal(tr); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnmarshalJSON(b *testing.B) {
	data, err := json.Marshal(spinTrace(85000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var tr trace.Trace
		if err := json.Unmarshal(data, &tr); err != nil {
			b.Fatal(err)
		}
	}
}
