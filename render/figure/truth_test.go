package figure_test

import (
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// bands returns the rectangles of an ink that are of an event.
func bands(f figure.Figure, ink figure.Ink) []figure.Shape {
	var found []figure.Shape
	for _, s := range f.Shapes {
		if s.Form == figure.Rect && s.Fill == ink && s.Event >= 0 && s.Points[1].Y-s.Points[0].Y > 12 {
			found = append(found, s)
		}
	}
	return found
}

// textAt returns the shape of a text that begins so.
func textAt(t *testing.T, f figure.Figure, text string) figure.Shape {
	t.Helper()
	for _, s := range f.Shapes {
		if s.Form == figure.Text && strings.HasPrefix(s.Text, text) {
			return s
		}
	}
	t.Fatalf("%q is not drawn", text)
	return figure.Shape{}
}

// A copy is drawn on the program's lane when a call of it lies between the looks, and
// on the kernel's when where it ran was not measured.
func TestWhereTheCopyIs(t *testing.T) {
	all := stored(t)
	for name, inKernel := range map[string]bool{"io_uring": true, "io_uring-defer": false} {
		f := draw(t, name, all[name])
		found := bands(f, figure.Copy)
		if len(found) != 1 || (found[0].Points[0].X > 400) != inKernel || found[0].Provenance != figure.Inferred {
			t.Errorf("%s: copies %+v; want one, inferred, in the kernel: %v", name, found, inKernel)
		}
		if got := strings.Contains(f.Alt, "where the copy ran was not measured"); got != inKernel {
			t.Errorf("%s: Alt is %s", name, f.Alt)
		}
	}
	deferred := draw(t, "io_uring-defer", all["io_uring-defer"])
	for _, want := range []string{
		"For 124 µs the data lie in the socket, not yet copied.",
		"The copy takes at most 15.8 µs. It takes place within io_uring_enter.",
	} {
		if !strings.Contains(deferred.Alt, want) {
			t.Errorf("Alt lacks %q: %s", want, deferred.Alt)
		}
	}
}

// Work ends where it was recorded to end, and the looks in vain after it are seen.
func TestLooksInVain(t *testing.T) {
	f := draw(t, "io_uring-defer", stored(t)["io_uring-defer"])
	work := bands(f, figure.Work)
	look := textAt(t, f, "completion queue: 0 completions")
	untouched := textAt(t, f, "buffer: untouched")
	call := textAt(t, f, "io_uring_enter(7, 0, 1")
	if len(work) != 1 || work[0].Points[1].Y >= look.Points[0].Y || look.Points[0].Y >= untouched.Points[0].Y || untouched.Points[0].Y >= call.Points[0].Y {
		t.Errorf("work %+v, then a look at %v, another at %v, then a call at %v; want them in this order",
			work, look.Points, untouched.Points, call.Points)
	}
}

// Each client's request is drawn, measured, under its own name, and belongs to the
// read of its own socket.
func TestClientsHaveNames(t *testing.T) {
	f := draw(t, "clients", stored(t)["clients"])
	a, b := textAt(t, f, "client A's write"), textAt(t, f, "client B's write")
	if b.Points[0].Y >= a.Points[0].Y {
		t.Error("B's request lies below A's, and it came first")
	}
	boxes := 0
	for _, s := range f.Shapes {
		if s.Form == figure.Rect && s.Fill == figure.None && s.Event >= 0 && (s.Event == a.Event || s.Event == b.Event) {
			boxes++
			if s.Provenance != figure.Measured || s.Dash != figure.Whole {
				t.Errorf("the box of a recorded call is drawn %s, %v", s.Provenance, s.Dash)
			}
		}
	}
	if boxes != 2 {
		t.Errorf("%d boxes of the clients' writes, want 2", boxes)
	}
	textAt(t, f, "descriptors 3, 7")
	first, second, _ := strings.Cut(f.Alt, "calls read(7")
	if !strings.Contains(first, "The data come by client A's write") || !strings.Contains(second, "The data come by client B's write, from −104 µs") {
		t.Errorf("Alt is %s", f.Alt)
	}
}

func TestSignalIsShown(t *testing.T) {
	f := draw(t, "interrupted", stored(t)["interrupted"])
	textAt(t, f, "SIGUSR1 (tgkill)")
	if want := "At +2.61 ms sender sends the thread SIGUSR1 (tgkill)."; !strings.Contains(f.Alt, want) {
		t.Errorf("Alt lacks %q: %s", want, f.Alt)
	}
}

// Only a request of io_uring is written to shared memory.
func TestHowRequestsAreMade(t *testing.T) {
	for name, want := range map[string]string{
		"io_uring":   "writes the request IORING_OP_RECVMSG to shared memory.",
		"aio-direct": "prepares the request IOCB_CMD_PREAD.",
		"posix-aio":  "hands the request aio_read to the helper.",
	} {
		f := draw(t, name, stored(t)[name])
		if !strings.Contains(f.Alt, want) {
			t.Errorf("%s: Alt lacks %q: %s", name, want, f.Alt)
		}
		textAt(t, f, "no system call")
	}
}

// The label of a request ends before its arrow does, and a label that crosses the
// boundary has a ground of its own.
func TestArrowLabels(t *testing.T) {
	for name, tr := range stored(t) {
		f := draw(t, name, tr)
		for _, s := range f.Shapes {
			if s.Form != figure.Text || !s.Mono {
				continue
			}
			x0, _, x1, _ := s.Box()
			plated := false
			for _, o := range f.Shapes {
				plated = plated || o.Form == figure.Rect && o.Fill == figure.Paper && o.Points[0].X <= x0 && o.Points[1].X >= x1 &&
					o.Points[0].Y < s.Points[0].Y && o.Points[1].Y > s.Points[0].Y
				if o.Head == figure.OpenHead && o.Event == s.Event && tr.Events[s.Event].Kind == trace.SQE && x1 > o.Points[1].X {
					t.Errorf("%s: %q runs past its arrow", name, s.Text)
				}
			}
			if !plated {
				t.Errorf("%s: %q lies on nothing", name, s.Text)
			}
		}
	}
}

// A call that may have brought what any of several sends has sent is not said to have
// brought that of the last; one that came to an empty socket is.
func TestWhichSendIsNotGuessed(t *testing.T) {
	tr, err := trace.ParseText([]byte(`nbrun trace 1
title "Datagrams sent to a full socket"
lane "receiver" app tid 7 level 3
lane "sender" peer tid 8 level 1
call sendto 44
call recvfrom 45
errno EAGAIN 11

8 sender.0 0.001000000 sendto(9 <unix pair of 8>, "a", 1, 0, NULL, 0) = 1 <0.000001000>
8 sender.1 0.001100000 sendto(9 <unix pair of 8>, "b", 1, 0, NULL, 0) = 1 <0.000001000>
7 receiver.0 0.002000000 recvfrom(8 <unix pair of 9>, "a", 1, 0, NULL, NULL) = 1 <0.000002000> {cpu=2µs vcsw=0}
7 receiver.1 0.002100000 recvfrom(8 <unix pair of 9>, 0x7f, 1, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN (resource temporarily unavailable) <0.000001000> {cpu=1µs vcsw=0}
7 receiver.2 0.002200000 recvfrom(8 <unix pair of 9>, "c", 1, 0, NULL, NULL) = 1 <0.001000000> {cpu=2µs vcsw=1}
8 sender.2 0.003100000 sendto(9 <unix pair of 8>, "c", 1, 0, NULL, 0) = 1 <0.000090000>
`))
	if err != nil {
		t.Fatal(err)
	}
	f := draw(t, "full socket", tr)
	if n := strings.Count(f.Alt, "The data come by"); n != 1 || !strings.Contains(f.Alt, "The data come by sender's sendto, from +1.10 ms to +1.19 ms.") {
		t.Errorf("Alt tells of %d sends, want the last only: %s", n, f.Alt)
	}
}

// A wait for room is not called one for data.
func TestWaitForRoomIsNamed(t *testing.T) {
	f := draw(t, "backpressure", stored(t)["backpressure"])
	textAt(t, f, "waiting for room")
	textAt(t, f, "no room")
	if !strings.Contains(f.Alt, "There is no room for the data; the thread sleeps for 4.24 ms.") {
		t.Errorf("Alt is %s", f.Alt)
	}
}

// The threads that are not shown are said to be: a few by name, many by number.
func TestThreadsNotShown(t *testing.T) {
	for lanes, want := range map[int]string{
		1: "", 3: "Thread b is not shown. Thread c is not shown.", 6: "5 other threads are not shown.",
	} {
		var tr trace.Trace
		for i := range lanes {
			tr.Lanes = append(tr.Lanes, trace.Lane{Name: string(rune('a' + i)), TID: 10 + i, Level: 1})
			tr.Events = append(tr.Events, trace.Event{Name: "read", Lane: i, Ret: 1, Enter: trace.Time(i), Exit: 100, Args: []trace.Arg{{Raw: 3}}})
		}
		f := draw(t, "threads", tr)
		if got := f.Caption; !strings.Contains(got, want) || want == "" && strings.Contains(got, "not shown") {
			t.Errorf("%d threads: caption %q, want %q in it", lanes, got, want)
		}
	}
}
