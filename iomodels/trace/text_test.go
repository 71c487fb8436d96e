package trace_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nbrun/iomodels/trace"
)

func TestTextRoundTrip(t *testing.T) {
	check := func(t *testing.T, tr trace.Trace) {
		t.Helper()
		text := tr.Text()
		got, err := trace.ParseText(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(tr, got); diff != "" {
			t.Fatalf("ParseText(t.Text()) differs (-want +got):\n%s\n%s", diff, text)
		}
	}
	for _, tr := range stored(t) {
		check(t, tr)
	}
	check(t, trace.Trace{})
	check(t, spinTrace(100))
	r := rand.New(rand.NewPCG(3, 4))
	for range 150 {
		check(t, randomTrace(r))
	}
}

// The text form is for people: this is what it looks like.
func TestTextLooksLikeStrace(t *testing.T) {
	all := stored(t)
	for _, tt := range []struct{ trace, want string }{
		{"blocking", "\n4711 receiver.0 0.000102000 recvmsg(3 <udp 127.0.0.1:40112>, {msg_iov=[{iov_len=100}], msg_controllen=256}, 0) = 100 <0.050916000> {"},
		{"nonblocking", " = -1 EAGAIN (resource temporarily unavailable) <0.000000470> {"},
		{"io_uring", "\n4751 receiver.3 0.051244400 -- cqe IORING_OP_RECVMSG = 100 <0.000000100> {stamp=rx-software@0.051145100±150ns user_data=7 flags=0x0}\n"},
		{"signal", "-- signal SIGIO <0.000000000> {sig=29/1/65/3}\n"},
	} {
		if got := string(all[tt.trace].Text()); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %q in\n%s", tt.trace, tt.want, got)
		}
	}
}

func TestParseTextErrors(t *testing.T) {
	head := "nbrun trace 1\nlane \"a\" app tid 7 level 1\n"
	for text, want := range map[string]string{
		"":                             `trace text: it is empty and should begin with "nbrun trace 1"`,
		"nbrun trace 2\n":              "line 1: expected",
		"# x\ntitle \"a\"\n":           "line 2: expected",
		head + "colour \"red\"\n":      `line 3: "colour" begins neither`,
		head + "lane \"b\" boss tid 8": `line 3: no role is called "boss"; there are app, peer, witness, helper`,
		head + "7 b.0 0.000000001 read() = 0 <0.000000001>":                   `line 3: no lane is called "b"`,
		head + "8 a.0 0.000000001 read() = 0 <0.000000001>":                   "line 3: lane a is thread 7, not 8",
		head + "7 a.0 0.1 read() = 0 <0.000000001>":                           `line 3: "0.1 read() = 0 <0.000000001>" is not a time`,
		head + "7 a.0 0.000000001 read(a = 0 <0.000000001>":                   `line 3: expected ", "`,
		head + "7 a.0 0.000000001 read( ":                                     `line 3: argument " " must be written as %" "`,
		head + "7 a.0 0.000000001 read() = 0 <0.000000001> {colour=1}":        `line 3: unknown attribute "colour"`,
		head + "7 a.0 0.000000001 -- sleep x <0.000000001>":                   `line 3: no kind of event is called "sleep"`,
		head + "7 a.0 0.000000001 read() = 0 <0.000000001>\nlane \"b\" app":   "line 4: a lane must be named before",
		head + "7 a.0 0.000000001 read() = 0 <0.000000001> {run=1/2/3}":       "line 3: ",
		head + "7 a.0 99999999999.000000001 read() = 0 <0.000000001>":         "line 3: 99999999999.000000001 seconds are too many",
		head + "7 a.0 0.000000001 read() = 9223372036854775808 <0.000000001>": "line 3: ",
	} {
		_, err := trace.ParseText([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseText(%q) reports %v, want %q", text, err, want)
		}
	}
}

// FuzzParseText holds that no text makes the parser panic and that what it reads,
// printed, reads the same and prints the same.
func FuzzParseText(f *testing.F) {
	for _, tr := range stored(f) {
		f.Add(tr.Text())
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 30 {
		f.Add(randomTrace(r).Text())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tr, err := trace.ParseText(text)
		if err != nil {
			return
		}
		printed := tr.Text()
		again, err := trace.ParseText(printed)
		if err != nil {
			t.Fatalf("%v, of\n%s", err, printed)
		}
		if second := again.Text(); !bytes.Equal(printed, second) {
			t.Fatalf("printed, then read and printed again:\n%s\n%s", printed, second)
		}
		_, _, _ = tr.Check(), tr.Phases(), trace.Collapse(tr)
	})
}
