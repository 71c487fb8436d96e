package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// level draws the level of a trace, in both forms and languages.
func level(t *testing.T, tr trace.Trace) figure.Figure {
	t.Helper()
	for _, lang := range []string{"en", "zh-Hans"} {
		f := drawn(t, "level", figure.Input{Traces: []trace.Trace{tr}, Lang: lang})
		legible(t, f.Narrow)
	}
	return drawn(t, "level", figure.Input{Traces: []trace.Trace{tr}})
}

// stream is a writer on descriptor 4, a reader on 3, and a watcher; each call is
// "LANE NAME ENTER EXIT RESULT".
func stream(calls ...string) trace.Trace {
	tr := trace.Trace{Title: "A stream", Lanes: []trace.Lane{
		{Name: "writer", Role: trace.Peer, TID: 1, Level: 1}, {Name: "reader", TID: 2, Level: 1}, {Name: "watcher", Role: trace.Witness, TID: 3, Level: 1}}}
	seq := map[int]int{}
	for _, call := range calls {
		var e trace.Event
		var enter, exit int
		if _, err := fmt.Sscan(call, &e.Lane, &e.Name, &enter, &exit, &e.Ret); err != nil {
			panic(err)
		}
		e.Enter, e.Exit, e.Seq, e.NR = trace.Time(enter*1000), trace.Time(exit*1000), seq[e.Lane], 1
		seq[e.Lane]++
		if e.Ret < 0 {
			e.Errno = trace.Errno{Num: 11, Name: "EAGAIN", Text: "resource temporarily unavailable"}
		}
		end := "3 <unix pair of 4>"
		if e.Name == "write" {
			end = "4 <unix pair of 3>"
		}
		e.Args = []trace.Arg{{Text: end}, {Text: `"…"`}, {Text: "100"}}
		switch e.Name {
		case "SIOCINQ":
			e.Kind, e.NR, e.Note, e.Ret, e.Args = trace.Probe, -1, fmt.Sprint(e.Ret, " bytes to be read"), 0, e.Args[:1]
		case "epoll_pwait":
			e.Args = []trace.Arg{{Text: "5 <epoll>"}, {Text: "[{EPOLLIN 3 <unix pair of 4>}]"}}
		}
		tr.Events = append(tr.Events, e)
	}
	return tr
}

// rows are those of a figure's table, without times.
func rows(f figure.Figure) string {
	var s []string
	for _, row := range f.Data[1:] {
		s = append(s, strings.Join(row[1:4], " "))
	}
	return strings.Join(s, "\n")
}

// What lies in the kernel after a return is what was written less what was read.
func TestLevel(t *testing.T) {
	f := level(t, stream("0 write 0 1 100", "0 write 2 3 60", "1 epoll_pwait 4 5 1", "1 read 6 7 100", "1 read 8 9 60", "1 read 10 11 -1"))
	const want = `writer write(100) = 100 100
writer write(100) = 60 160
reader epoll_pwait = 1 EPOLLIN 160
reader read(100) = 100 60
reader read(100) = 60 0
reader read(100) = −1 EAGAIN 0`
	if got := rows(f); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if !strings.Contains(f.Caption, "Derived from what calls returned: bytes written less bytes read") || strings.Contains(f.Caption, "under way") {
		t.Errorf("Caption is %s", f.Caption)
	}
	for text, n := range map[string]int{"a wait reported": 1, "the answer was: not now": 1, "perhaps: a call was under way": 0} {
		if got := len(withText(f, text)); got != n {
			t.Errorf("%q is said %d times, want %d", text, got, n)
		}
	}
}

// While a call is under way it is not known how much it has moved, and no look is
// needed where that is known.
func TestLevelWithin(t *testing.T) {
	f := level(t, stream("0 write 0 10 100", "2 SIOCINQ 1 2 40", "1 read 3 4 30", "1 read 5 6 30", "2 SIOCINQ 11 12 40", "1 read 13 20 40", "0 write 14 15 7"))
	const want = `writer → write(100) 0
watcher SIOCINQ: 40 40
reader read(100) = 30 0 to 70
reader read(100) = 30 0 to 40
writer write(100) = 100 40
reader → read(100) 40
writer write(100) = 7 7 to 47
reader read(100) = 40 7`
	if got := rows(f); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if len(withText(f, "perhaps: a call was under way")) != 1 || !strings.Contains(f.Caption, "within the dashed frame") {
		t.Errorf("it is not said what is not known: %s", f.Caption)
	}
}

// A wait has a row for its entry when another call begins in the midst of it, too.
func TestLevelEntered(t *testing.T) {
	f := level(t, stream("0 write 0 1 100", "1 epoll_pwait 2 8 1", "0 write 7 10 100", "1 read 11 12 100"))
	const want = `writer write(100) = 100 100
reader → epoll_pwait 100
writer → write(100) 100
reader epoll_pwait = 1 EPOLLIN 100 to 200
writer write(100) = 100 200
reader read(100) = 100 100`
	if got := rows(f); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// A descriptor that was closed and whose number is used again is another buffer's.
func TestLevelOfNumbersUsedAgain(t *testing.T) {
	f := level(t, stream("0 write 0 1 50", "1 close 2 3 0", "0 write 4 5 70", "1 read 6 7 70"))
	if got := rows(f); got != "writer write(100) = 70 70\nreader read(100) = 70 0" || !strings.Contains(f.Caption, "not drawn: 1") {
		t.Errorf("%s\n%s", got, f.Caption)
	}
}

// Of many rows the middle is left out, and the line with it.
func TestLevelOfMany(t *testing.T) {
	var calls []string
	for i := range 60 {
		calls = append(calls, fmt.Sprintf("0 write %d %d 100", 4*i, 4*i+1), fmt.Sprintf("1 read %d %d 100", 4*i+2, 4*i+3))
	}
	f := level(t, stream(calls...))
	if len(f.Data) != 49 || len(withText(f, "⋮ 72 rows not shown")) != 1 || !strings.Contains(f.Alt, "…") {
		t.Errorf("%d rows: %s", len(f.Data), f.Alt)
	}
}

// overUDP is a datagram that is received with this flag in its message.
func overUDP(flag string) trace.Trace {
	tr := stream("0 sendto 0 1 100", "1 recvmsg 2 3 100")
	tr.Events[0].Args[0].Text = "4 <udp 127.0.0.1:2000→127.0.0.1:1000>"
	tr.Events[1].Args = []trace.Arg{{Text: "3 <udp 127.0.0.1:1000>"}, {Text: "{[100 bytes], " + flag + "}"}}
	return tr
}

func TestLevelOfModels(t *testing.T) {
	if f := level(t, load(t, "short-write")); !strings.Contains(rows(f), "EAGAIN") {
		t.Errorf("no EAGAIN in\n%s", rows(f))
	}
	if f := level(t, overUDP("")); rows(f) != "writer sendto(100) = 100 100\nreader recvmsg = 100 0" || !strings.Contains(f.Caption, "the kernel dropped") {
		t.Errorf("%s\n%s", rows(f), f.Caption)
	}
}

// What does not follow from the calls' returns is not drawn.
func TestLevelRefused(t *testing.T) {
	for _, c := range []struct {
		tr   trace.Trace
		want string
	}{
		{stream("0 write 0 1 50", "1 read 2 3 60"), "more was read than was written"},
		{stream("1 epoll_pwait 0 1 1"), "no recorded call moved bytes"},
		{load(t, "io_uring"), "io_uring moved bytes"},
		{overUDP("MSG_TRUNC"), "a datagram was cut"},
	} {
		if _, err := figure.Draw("level", figure.Input{Traces: []trace.Trace{c.tr}}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.tr.Title, err, c.want)
		}
	}
}
