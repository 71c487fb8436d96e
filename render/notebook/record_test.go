package notebook

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nbrun/iomodels/trace"
)

const recordSource = "# A\n\n```go\nx := 1\n```\n\n`{go} x`\n\n```go\nx\n```\n"

// sample is an execution that uses every field of every type of the record.
func sample() *Execution {
	nb, _ := Parse("notebooks/a.md", []byte(recordSource))
	return &Execution{
		Notebook: nb,
		Key:      "c0ffee",
		Host:     Host{Facts: []Fact{{"kernel", "Linux 6.12"}, {"model", "caf\xe9"}, {"load", ""}}},
		Started:  time.Date(2026, 11, 23, 10, 14, 5, 123456789, time.FixedZone("", 8*3600)),
		Took:     1500 * time.Millisecond,
		Results: []Result{
			{Status: OK, Start: 12, Took: 34, Dropped: 5 << 20, Outputs: []Output{
				{Kind: Stdout, Text: "<b>&\u2028\x00\n"},
				{Kind: Stderr, Text: "not UTF-8: \xff\xfe"},
				{Kind: Value, Text: "1", Type: "int"},
				{Kind: Table, Rows: [][]string{{"a", "b"}, {"\xff", ""}}},
				{Kind: Traced, Traces: []int{0}, Auto: true, Lines: []int{4}},
				{Kind: Figure, Name: "summary", Traces: []int{0, 0}},
				{Kind: Series, Series: &trace.Series{
					Title: "t", Floor: 200, Notes: []string{"n"},
					Lines: []trace.Line{{Name: "poll", Call: "ppoll", Why: []string{"w"}, Points: []trace.Point{{
						N: 64, Active: 1, Beyond: "b", Cost: &trace.Cost{Rounds: 50, Calls: 51, Min: 1, P10: 2, Median: 3, P90: 4, Max: 5},
						Footprint: &trace.Footprint{ThreadsBefore: 1, Threads: 2, ResidentBefore: 3, Resident: 4},
					}}}},
				}},
				{Kind: Source, Name: "iomodels.Blocking", Text: "func Blocking()", File: "iomodels/blocking.go", Pos: Position{9, 6}},
				{Kind: Check, Claim: "c", Verdict: Fail, Got: "1", Want: "2", Attempts: 3, Pos: Position{4, 1}},
			}},
			{Status: Failed, Outputs: []Output{
				{Kind: Error, Text: "boom", Pos: Position{Line: 10, Column: 1}, Frames: []Frame{{Func: "main.f", Pos: Position{Line: 10, Column: 1}}, {Elided: 3}, {Func: "cell", Pos: Position{Line: 4, Column: 1}}}, Hint: "h"},
			}},
		},
		Values: []Result{{Status: OK, Outputs: []Output{{Kind: Value, Text: "1", Type: "int"}}}},
		Traces: []trace.Trace{{
			Title:  "t",
			Lanes:  []trace.Lane{{Name: "receiver", TID: 7, Level: 3}},
			Events: []trace.Event{{Name: "getppid", NR: 110, Ret: 1, Enter: 5, Exit: 9}},
			Clock:  trace.Clock{Start: time.Date(2026, 11, 23, 2, 14, 5, 0, time.UTC)},
		}},
		Witness: &Witness{By: "strace 6.1", Recorded: 1, Rows: [][]Seen{{Different}}, Differences: []Difference{{0, "it is \xff"}}},
	}
}

func TestRecordRoundTrip(t *testing.T) {
	refused := &Execution{Notebook: sample().Notebook, Problems: []Problem{{Path: "a.md", Pos: Position{4, 2}, Cell: 0, Msg: "undefined: \xff", Hint: "h"}, {Path: "a.md", Cell: -1, Msg: "m"}}}
	for _, x := range []*Execution{sample(), refused} {
		first, err := x.Encode()
		if err != nil {
			t.Fatal(err)
		}
		y, err := Decode(first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := y.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Errorf("the record changes when it is read and written again (-first +second):\n%s", cmp.Diff(string(first), string(second)))
		}
		if diff := cmp.Diff(x.Results, y.Results); diff != "" {
			t.Errorf("results (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(x.Witness, y.Witness); diff != "" {
			t.Errorf("witness (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(x.Problems, y.Problems); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(x.Notebook, y.Notebook); diff != "" {
			t.Errorf("notebook (-want +got):\n%s", diff)
		}
		if !x.Started.Equal(y.Started) || x.Took != y.Took || !cmp.Equal(x.Host, y.Host) {
			t.Errorf("got %v %v %v, want %v %v %v", y.Started, y.Took, y.Host, x.Started, x.Took, x.Host)
		}
	}
}

// TestRecordSourceAsIs keeps the bytes of a source that is no notebook at all.
func TestRecordSourceAsIs(t *testing.T) {
	nb, problems := Parse("a.md", []byte("\xff\x00"))
	data, err := (&Execution{Notebook: nb, Problems: problems}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	x, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if string(x.Notebook.Source) != "\xff\x00" {
		t.Errorf("source = %q", x.Notebook.Source)
	}
}

// TestRecordOfOldStacks: a record from when stacks were texts can be read.
func TestRecordOfOldStacks(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	frames := regexp.MustCompile(`"frames":\[.*?\]`)
	old := frames.ReplaceAll(data, []byte(`"stack":["a.md:10 main.f"]`))
	if bytes.Equal(old, data) {
		t.Fatalf("no frames in %s", data)
	}
	x, err := Decode(old)
	if err != nil {
		t.Fatal(err)
	}
	if o := x.Results[1].Outputs[0]; o.Text != "boom" || o.Frames != nil {
		t.Errorf("the error is %+v", o)
	}
}

func TestDecodeRefuses(t *testing.T) {
	good, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new, want string }{
		{"empty", string(good), "", "not a record of nbrun"},
		{"other file", string(good), "# Title\n", "not a record of nbrun"},
		{"other JSON", string(good), `{"cells": []}`, "not a record of nbrun"},
		{"list", string(good), `["nbrun_record", 1]`, "not a record of nbrun"},
		{"version is no number", `_record":2`, `_record":"2"`, "not a record of nbrun"},
		{"newer", `_record":2`, `_record":3`, "use a newer nbrun"},
		{"older", `_record":2`, `_record":0`, "run the notebook again"},
		{"cut", `"traces":[`, ``, "the record is broken"},
		{"a result too few", `"status":"ok","start_ns":12`, `"status":"ok"},{"start_ns":12`, "3 results for 2 cells"},
		{"a value too many", `"values":[`, `"values":[{"status":"ok"},`, "2 values for 1 inline"},
		{"status", `"status":"failed"`, `"status":"fine"`, `unknown status "fine"`},
		{"kind", `"kind":"stdout"`, `"kind":"stdin"`, `unknown kind of output "stdin"`},
		{"verdict", `"verdict":"fail"`, `"verdict":"perhaps"`, `unknown verdict "perhaps"`},
		{"series", `"kind":"stdout"`, `"kind":"series"`, "an output of kind series has none"},
		{"trace", `"traces":[0,0]`, `"traces":[0,9]`, "trace 9 of 1"},
		{"witness of more", `"rows":[[1,1]]`, `"rows":[[1,2]]`, "2 events of 1 in trace 0"},
		{"witness of no trace", `"rows":[[1,1]]`, `"rows":[]`, "0 traces of 1"},
		{"witness's verdict", `"rows":[[1,1]]`, `"rows":[[4,1]]`, "the record is broken"},
		{"witness's count", `"rows":[[1,1]]`, `"rows":[[1,-1]]`, "the record is broken"},
		{"difference", `"differences":[{"trace":0`, `"differences":[{"trace":1`, "trace 1 of 1"},
		{"base64", `"base64":"`, `"base64":"*`, "the record is broken"},
	}
	for _, tt := range tests {
		bad := strings.Replace(string(good), tt.old, tt.new, 1)
		if bad == string(good) {
			t.Errorf("%s: the test changes nothing", tt.name)
		}
		_, err := Decode([]byte(bad))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
			continue
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: more than one line: %q", tt.name, err)
		}
	}
}

// FuzzDecode reads any bytes; what can be read must be written and read again
// without change.
func FuzzDecode(f *testing.F) {
	good, err := sample().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"nbrun_record":1,"path":"a","source":"","started":"2026-11-23T00:00:00Z"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := Decode(data)
		if err != nil {
			return
		}
		first, err := x.Encode()
		if err != nil {
			t.Skip("a date or a trace that JSON can hold and the record cannot:", err)
		}
		y, err := Decode(first)
		if err != nil {
			t.Fatalf("own record refused: %v\n%s", err, first)
		}
		second, err := y.Encode()
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("record changes (%v):\n%s\n%s", err, first, second)
		}
	})
}
