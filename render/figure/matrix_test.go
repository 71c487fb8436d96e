package figure_test

import (
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// Each run lies where its record puts it: by whether the program slept, whose call moved
// the bytes, and what it was told of.
func TestMatrix(t *testing.T) {
	all := stored(t)
	names := []string{"blocking", "nonblocking", "poll", "signal", "io_uring", "aio-socket", "io_uring-defer", "posix-aio"}
	var in figure.Input
	for _, name := range names {
		tr := all[name]
		tr.Title = name
		in.Traces = append(in.Traces, tr)
	}
	f, err := figure.Draw("matrix", in)
	if err != nil {
		t.Fatal(err)
	}
	const own, none = "in a call of its own: synchronous", "in none of its own: asynchronous"
	want := [][]string{
		{"trace", "asleep", "where the bytes moved", "told of", "by"},
		{"blocking", "100 %", own, "told of nothing", "recvmsg"},
		{"nonblocking", "0 %", own, "told of nothing", "recvmsg"},
		{"poll", "100 %", own, "told of readiness", "recvmsg"},
		{"signal", "0 %", own, "told of readiness", "recvmsg"},
		{"io_uring", "0 %", none, "told of completion", "IORING_OP_RECVMSG"},
		{"aio-socket", "100 %", own, "told of completion", "io_submit"},
		{"io_uring-defer", "0 %", own, "told of completion", "io_uring_enter"},
		{"posix-aio (emulated)", "0 %", none, "told of completion", "aio_read"},
	}
	if !slices.EqualFunc(f.Data, want, slices.Equal) {
		t.Errorf("the data are\n%q\nwant\n%q", f.Data, want)
	}
	if len(f.Marks) != len(names) || len(f.Narrow.Marks) != len(names) {
		t.Errorf("%d marks, and %d for a phone, of %d runs", len(f.Marks), len(f.Narrow.Marks), len(names))
	}
	where := map[string]figure.Point{}
	for _, s := range f.Shapes {
		if s.Form == figure.Circle {
			where[names[f.Marks[s.Event].Trace]] = s.Points[0]
		}
	}
	switch at := where; {
	case at["blocking"].Y >= at["nonblocking"].Y, at["aio-socket"].Y >= at["io_uring-defer"].Y:
		t.Errorf("who is awake is not below who sleeps: %v", at)
	case at["blocking"].X >= at["poll"].X, at["poll"].X >= at["aio-socket"].X, at["aio-socket"].X >= at["io_uring"].X, at["posix-aio"].X != at["io_uring"].X:
		t.Errorf("the columns are not in order: %v", at)
	}
}

// What a record does not answer is said, and nothing is guessed.
func TestMatrixUnknown(t *testing.T) {
	all := stored(t)
	traced := all["aio-socket"]
	traced.Events = slices.Clone(traced.Events)
	for i := range traced.Events {
		if u := traced.Events[i].Usage; u != nil {
			unknown := *u
			unknown.Nvcsw, unknown.Nivcsw = trace.Unknown, trace.Unknown
			traced.Events[i].Usage = &unknown
		}
	}
	f, err := figure.Draw("matrix", figure.Input{Traces: []trace.Trace{all["cell"], traced}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Three questions to 2 runs. System calls of this cell: whether asleep is not known, the bytes moved in its read, told of nothing. " +
		"Linux AIO on a UDP socket: whether asleep is not known; whether the thread slept in io_submit is not known."
	if f.Alt != want {
		t.Errorf("Alt is\n%s\nwant\n%s", f.Alt, want)
	}
	textAt(t, f, "not known")
	if len(f.Marks) != 1 {
		t.Errorf("%d marks, want that of the run that has a place", len(f.Marks))
	}
	for _, tt := range []struct {
		in   figure.Input
		want string
	}{
		{figure.Input{}, "from one trace or more"},
		{figure.Input{Traces: []trace.Trace{traced}}, "no trace has a place in the matrix: Linux AIO on a UDP socket has no place"},
		{figure.Input{Traces: []trace.Trace{{}}}, "no bytes came"},
	} {
		if _, err := figure.Draw("matrix", tt.in); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("it reports %v, want %q", err, tt.want)
		}
	}
}
