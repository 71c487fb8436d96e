//go:build linux

package runner

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// Whatever a cell prints with, all of it arrives, in order within its stream.
func TestEveryWayToPrint(t *testing.T) {
	x := mustRun(t, cells(`import (
	"fmt"
	"log"
	"os"
	"golang.org/x/sys/unix"
)
log.SetFlags(0)
fmt.Println("1 fmt")
os.Stdout.Write([]byte("2 os\n"))
unix.Write(1, []byte("3 unix\n"))
fmt.Fprintln(os.Stdout, "4 compiled code")
fmt.Print("5 fmt\n")
println("1 println")
log.Print("2 log")
unix.Write(2, []byte("3 unix\n"))
fmt.Fprintln(os.Stderr, "4 stderr")`))
	r := x.Results[0]
	if r.Status != notebook.OK {
		t.Fatalf("status %s: %q", r.Status, outputs(r, notebook.Error))
	}
	if got, want := strings.Join(outputs(r, notebook.Stdout), ""), "1 fmt\n2 os\n3 unix\n4 compiled code\n5 fmt\n"; got != want {
		t.Errorf("stdout %q, want %q", got, want)
	}
	if got, want := strings.Join(outputs(r, notebook.Stderr), ""), "1 println\n2 log\n3 unix\n4 stderr\n"; got != want {
		t.Errorf("stderr %q, want %q", got, want)
	}
}

// A check is a barrier: what was printed before it stands before it.
func TestChecksAndPrintsInOrder(t *testing.T) {
	var code, want strings.Builder
	code.WriteString("import (\n\"fmt\"\n\"nbrun/runner/nb\"\n)\nfor i := 0; i < 50; i++ {\nfmt.Println(\"print\", i)\nnb.True(fmt.Sprint(\"check \", i), true)\n}")
	for i := range 50 {
		want.WriteString(strings.ReplaceAll("print # check # ", "#", strconv.Itoa(i)))
	}
	var got strings.Builder
	for _, o := range mustRun(t, cells(code.String())).Results[0].Outputs {
		got.WriteString(strings.TrimSpace(o.Text+o.Claim) + " ")
	}
	if got.String() != want.String() {
		t.Errorf("got  %s\nwant %s", got.String(), want.String())
	}
}

// A cell's own system calls are recorded, with all that belongs to them.
func TestCellsCallsAreTraced(t *testing.T) {
	x := mustRun(t, cells(`import "golang.org/x/sys/unix"
var p [2]int
unix.Pipe2(p[:], unix.O_CLOEXEC)
unix.Write(p[1], []byte("hello"))
buf := make([]byte, 10)
n, err := unix.Read(p[0], buf)
_, bad := unix.Read(99, buf)
n`))
	r := x.Results[0]
	if got := outputs(r, notebook.Value); len(got) != 1 || got[0] != "5" {
		t.Fatalf("value %q, status %s: %q", got, r.Status, outputs(r, notebook.Error))
	}
	if len(x.Traces) != 1 {
		t.Fatalf("%d traces, want 1", len(x.Traces))
	}
	tr := x.Traces[0]
	if err := tr.Check(); err != nil {
		t.Errorf("check: %v", err)
	}
	var names []string
	for _, e := range tr.Events {
		names = append(names, e.Name)
		if e.Enter > e.Exit || tr.Lanes[e.Lane].TID == 0 {
			t.Errorf("%s: enter %d, exit %d, thread %d", e.Name, e.Enter, e.Exit, tr.Lanes[e.Lane].TID)
		}
	}
	if got, want := strings.Join(names, " "), "pipe2 write read read"; got != want {
		t.Fatalf("recorded %q, want %q", got, want)
	}
	if read := tr.Events[2]; read.Ret != 5 || !strings.Contains(read.Args[1].Text, "hello") {
		t.Errorf("read is %+v", read)
	}
	if bad := tr.Events[3]; bad.Ret != -1 || bad.Errno.Name != "EBADF" {
		t.Errorf("read of a bad descriptor is %+v", bad)
	}
}

// An inline expression has the value that it has at its place.
func TestInline(t *testing.T) {
	x := mustRun(t, "```go\nx := 1\n```\n\nNow it is `{go} x`.\n\n```go\nx = 2\n```\n\nAnd now `{go} x + 1`.\n")
	for i, want := range []string{"1", "3"} {
		if got := outputs(x.Values[i], notebook.Value); len(got) != 1 || got[0] != want {
			t.Errorf("inline %d is %q, want %q", i, got, want)
		}
	}
}

// A call that ends in a later cell is shown there, as one that began before.
func TestLateCalls(t *testing.T) {
	x := mustRun(t, cells(`import "golang.org/x/sys/unix"
var p [2]int
unix.Pipe2(p[:], unix.O_CLOEXEC)
done := make(chan bool)
go func() {
	unix.Read(p[0], make([]byte, 10))
	done <- true
}()`, `unix.Write(p[1], []byte("now"))
<-done`))
	shown := map[string]int{}
	for _, o := range x.Results[1].Outputs {
		if o.Kind != notebook.Traced {
			continue
		}
		for _, e := range x.Traces[o.Traces[0]].Events {
			shown[e.Name]++
			if late := e.Enter < x.Results[1].Start; late != (o.Name == notebook.Late) {
				t.Errorf("%s began at %d, the cell at %d, and it is shown as %q", e.Name, e.Enter, x.Results[1].Start, o.Name)
			}
		}
	}
	if shown["read"] != 1 || shown["write"] != 1 {
		t.Errorf("shown are %v, want the write and the read, once each", shown)
	}
}

// A cell that closes its stdout has closed it for itself.
func TestClosedStdout(t *testing.T) {
	x := mustRun(t, cells("import \"golang.org/x/sys/unix\"\nunix.Close(1)", `import "fmt"`+"\n"+`fmt.Println("here")`))
	if got := outputs(x.Results[1], notebook.Stdout); len(got) != 1 || got[0] != "here\n" {
		t.Errorf("the next cell's output is %q", got)
	}
}

// A series is an output of its own kind, whether it is a cell's value or shown, and
// arrives as it was.
func TestSeriesArrives(t *testing.T) {
	x := mustRun(t, cells(`import (
	"time"
	"nbrun/iomodels/trace"
	"nbrun/runner/nb"
)
s := trace.Series{Title: "waiting", Lines: []trace.Line{
	{Name: "poll", Call: "ppoll", Points: []trace.Point{{N: 64, Active: 1, Cost: trace.CostOf([]time.Duration{3, 1, 2}, 3)}}},
	{Name: "io_uring", Why: []string{"refused"}},
}}
nb.Show(s)
s`))
	r := x.Results[0]
	if len(r.Outputs) != 2 {
		t.Fatalf("outputs %+v, want the series twice", r.Outputs)
	}
	for _, o := range r.Outputs {
		if o.Kind != notebook.Series || o.Series == nil {
			t.Fatalf("output %+v, want a series", o)
		}
		if k := o.Series.Line("poll").At(64, 1).Cost; k.Median != 2 || k.Calls != 3 || o.Series.Has("io_uring") {
			t.Errorf("the series is %+v", o.Series)
		}
	}
}

// A table arrives with its rows, an empty one without.
func TestTableArrives(t *testing.T) {
	x := mustRun(t, cells("import \"nbrun/runner/nb\"\nnb.Table([][]string{{\"a\", \"b\"}, {\"1\", \"\"}})\nnb.Table(nil)"))
	r := x.Results[0]
	if len(r.Outputs) != 2 || r.Outputs[0].Kind != notebook.Table || r.Outputs[1].Kind != notebook.Table {
		t.Fatalf("outputs %+v, want two tables", r.Outputs)
	}
	if got := fmt.Sprint(r.Outputs[0].Rows, r.Outputs[1].Rows); got != "[[a b] [1 ]] []" {
		t.Errorf("the rows are %s", got)
	}
}

// Of a trace that is shown, and drawn in several figures, the record has one; a slice of
// traces shows all of them, an empty one is a value like others.
func TestTracesAreKeptOnce(t *testing.T) {
	x := mustRun(t, cells(`import (
	"nbrun/iomodels"
	"nbrun/iomodels/trace"
	"nbrun/runner/nb"
	"time"
)
a, err := iomodels.Blocking(iomodels.Scenario{Delay: time.Millisecond})
b, err := iomodels.Poll(iomodels.Scenario{Delay: time.Millisecond})
nb.Figure("bars", a, b)
nb.Figure("blocked-cpu", b, a)
[]trace.Trace{a, b}`, `[]trace.Trace{}`))
	if len(x.Traces) != 2 {
		t.Errorf("the record has %d traces of 2", len(x.Traces))
	}
	var got []string
	for _, o := range x.Results[0].Outputs {
		got = append(got, fmt.Sprint(o.Kind, o.Name, o.Traces))
	}
	if want := []string{"figurebars[0 1]", "figureblocked-cpu[1 0]", "trace[0 1]"}; !slices.Equal(got, want) {
		t.Errorf("outputs are %q, want %q", got, want)
	}
	if got := outputs(x.Results[1], notebook.Value); len(got) != 1 {
		t.Errorf("no traces are shown as %q", got)
	}
	if _, err := x.Encode(); err != nil {
		t.Error(err)
	}
}

// Prose has room for a value, and none for a check: one made there would be on no page.
func TestNoChecksInProse(t *testing.T) {
	x := mustRun(t, cells("import \"nbrun/runner/nb\"\nfunc f() string { nb.True(\"in prose\", false); return \"v\" }")+"It is `{go} f()`.\n")
	r := x.Values[0]
	if got := outputs(r, notebook.Error); r.Status != notebook.Failed || len(got) != 1 || !strings.Contains(got[0], "a value within prose can neither check nor show anything") {
		t.Errorf("status %s, errors %q", r.Status, got)
	}
	if len(outputs(r, notebook.Check)) > 0 {
		t.Error("the check is in the record all the same")
	}
}
