package figure_test

import (
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

func parsed(t *testing.T, text string) trace.Trace {
	t.Helper()
	tr, err := trace.ParseText([]byte("nbrun trace 1\n" + text))
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// What the server does with what it received is shown, to the end of its answer; that
// it then closes is not.
func TestAnswerIsShown(t *testing.T) {
	for name, want := range map[string][]string{
		"web-sendfile": {"accept4(9", "recvmsg(12", "openat(", "sendto(12, …, 83", "sendfile(12, 15", "shutdown(12", "taken"},
		"web-cold":     {"device reads", "204,800 bytes", "write(12, …, 204800)", "shutdown(12"},
	} {
		tr := stored(t)[name]
		f := draw(t, name, tr)
		y := 0.0
		for _, text := range want {
			s := textAt(t, f, text)
			if strings.Contains(text, "(") && s.Points[0].Y <= y {
				t.Errorf("%s: %q lies above what came before it", name, text)
			}
			y = max(y, s.Points[0].Y)
		}
		for _, s := range f.Shapes {
			if s.Text == "close(12)" {
				t.Errorf("%s: the closing is shown", name)
			}
		}
	}
}

// A look at the page cache just before and just after the operation belongs to it.
func TestLooksAtPages(t *testing.T) {
	f := draw(t, "cold", parsed(t, `title "A cold file"
model "blocking"
lane "reader" app tid 7 level 3
call pread64 17

7 reader.0 0.000001000 -- probe %"page cache"[3 </f>] <0.000001000> {note="9 of 256 pages resident (mincore)"}
7 reader.1 0.000003000 -- probe %"page cache"[3 </f>] <0.000001000> {note="0 of 256 pages resident (mincore)"}
7 reader.2 0.000010000 pread64(3 </f>, "abcdefghijklmnopqrstuvwxyzabcdef"…, 4096, 0) = 4096 <0.000100000> {cpu=30µs vcsw=1 inblock=8}
7 reader.3 0.000120000 -- probe %"page cache"[3 </f>] <0.000001000> {note="256 of 256 pages resident (mincore)"}
7 reader.4 0.000130000 -- probe %"page cache"[3 </f>] <0.000001000> {note="250 of 256 pages resident (mincore)"}
`))
	for text, want := range map[string]int{"page cache: 0 of": 1, "page cache: 256 of": 1, "page cache: 9 of": 0, "page cache: 250": 0, "4,096 bytes": 1} {
		n := 0
		for _, s := range f.Shapes {
			if strings.HasPrefix(s.Text, text) {
				n++
			}
		}
		if n != want {
			t.Errorf("%q is drawn %d times, want %d", text, n, want)
		}
	}
	if !strings.Contains(f.Alt, "the application looks: page cache: 0 of 256") || !strings.Contains(f.Caption, "not when in the call it was") || !strings.Contains(f.Caption, "Its 0 is 2.00 µs of the record.") {
		t.Errorf("Alt is %s\nCaption is %s", f.Alt, f.Caption)
	}
}

// The end of a stream is called so, and the peer's call that made it is shown; so is
// the read that makes room for a write.
func TestWhatEndsAndMakesRoom(t *testing.T) {
	f := draw(t, "end", parsed(t, `title "End"
lane "program" app tid 7 level 3
lane "peer" peer tid 8 level 1
call read 0
call shutdown 48
call write 1

8 peer.0 0.000000100 write(4 <unix pair of 3>, "a", 1) = 1 <0.000000100>
7 program.0 0.000001000 read(3 <unix pair of 4>, "", 100) = 0 <0.000100000> {cpu=3µs vcsw=1}
8 peer.1 0.000050000 shutdown(4 <unix pair of 3>, SHUT_WR) = 0 <0.000010000>
`))
	end, by := textAt(t, f, "end of the stream"), textAt(t, f, "peer's shutdown")
	if by.Points[0].Y >= end.Points[0].Y || by.Event != 2 {
		t.Errorf("the shutdown is drawn at %v as event %d, the end at %v", by.Points, by.Event, end.Points)
	}
	if want := "From +49.0 µs to +59.0 µs peer calls shutdown(4, SHUT_WR), which returns 0."; !strings.Contains(f.Alt, want) {
		t.Errorf("Alt lacks %q: %s", want, f.Alt)
	}
	if strings.Contains(f.Alt, "The data come by") {
		t.Errorf("a read that got nothing is said to have got data: %s", f.Alt)
	}
	f = draw(t, "backpressure", stored(t)["backpressure"])
	textAt(t, f, "peer's read")
}

// All pieces that a call waited for are shown when they are known to be all.
func TestPieces(t *testing.T) {
	const text = `title "Pieces"
lane "program" app tid 7 level 3
lane "peer" peer tid 8 level 1
call recvfrom 45
call write 1

7 program.0 0.000001000 recvfrom(3 <unix pair of 4>, "abc", 3, MSG_WAITALL, NULL, NULL) = 3 <0.000100000> {cpu=3µs vcsw=2}
8 peer.0 0.000020000 write(4 <unix pair of 3>, "a", 1) = 1 <0.000003000>
8 peer.1 0.000050000 write(4 <unix pair of 3>, "bc", 2) = 2 <0.000003000>
`
	for sent, want := range map[string]int{") = 2": 2, ") = 4": 0} {
		f := draw(t, "pieces", parsed(t, strings.Replace(text, ") = 2", sent, 1)))
		n := 0
		for _, s := range f.Shapes {
			if s.Text == "peer's write" {
				n++
			}
		}
		if told := strings.Contains(f.Alt, "The data come by 2 calls of peer, from +19.0 µs to +52.0 µs."); told != (want == 2) {
			t.Errorf("Alt is %s", f.Alt)
		}
		if n != want {
			t.Errorf("the second sent%s: %d writes are shown, want %d", sent, n, want)
		}
	}
}

// Requests in flight together lie side by side; one alone has all of the lane.
func TestRequestsTogether(t *testing.T) {
	const two = `title "Two"
lane "program" app tid 7 level 3
call io_uring_enter 426

7 program.0 0.000001000 -- sqe IORING_OP_READ[3 </f>] <0.000000100> {user_data=1 flags=0x0}
7 program.1 0.000002000 -- sqe IORING_OP_READ[3 </f>] <0.000000100> {user_data=2 flags=0x0}
7 program.2 0.000003000 io_uring_enter(9 <io_uring>, 2, 0, 0, NULL, 0) = 2 <0.000002000> {cpu=2µs vcsw=0}
7 program.3 0.000006000 -- cqe IORING_OP_READ = 1 <0.000050000> {user_data=1 flags=0x0}
7 program.4 0.000006100 -- cqe IORING_OP_READ = 1 <0.000090000> {user_data=2 flags=0x0}
`
	for text, want := range map[string]float64{two: 65, strings.Replace(two, "program.4 0.000006100 -- cqe", "program.4 0.000006100 -- mark", 1): 130} {
		text = strings.Replace(text, "-- mark IORING_OP_READ = 1 <0.000090000> {user_data=2 flags=0x0}", "-- mark x <0.000000000>", 1)
		f := draw(t, "requests", parsed(t, text))
		found := bands(f, figure.Held)
		for i, s := range found {
			if w := s.Points[1].X - s.Points[0].X; w != want {
				t.Errorf("a request is %v wide, want %v", w, want)
			}
			for _, o := range found[:i] {
				if s.Points[0].X < o.Points[1].X && o.Points[0].X < s.Points[1].X && s.Points[0].Y < o.Points[1].Y && o.Points[0].Y < s.Points[1].Y {
					t.Error("two requests lie over one another")
				}
			}
		}
		if len(found) == 0 {
			t.Error("no request is drawn")
		}
	}
}

// Labels say what a call waits for, how much it is asked for and which signal it took.
func TestLabels(t *testing.T) {
	f := draw(t, "labels", parsed(t, `title "Labels"
lane "program" app tid 7 level 3
call ppoll 271
call pselect6 270
call rt_sigtimedwait 128
call write 1

7 program.0 0.000001000 ppoll([{3 <udp 127.0.0.1:1→127.0.0.1:2> POLLIN → POLLIN}], 1, NULL, NULL, 0) = 1 <0.000002000>
7 program.1 0.000004000 pselect6(10, {3 <udp 127.0.0.1:1>, 9 <eventfd>} → {}, NULL, NULL, {20ms} → {0s}, NULL) = 0 <0.000002000>
7 program.2 0.000007000 rt_sigtimedwait({SIGPIPE}, {SIGPIPE SI_USER}, {0s}, 8) = 13 <0.000000892>
7 program.3 0.000009000 write(4 <pipe to 3>, "abcdefghijklmnopqrstuvwxyzabcdef"…, 100) = 100 <0.000002000>
`))
	for _, want := range []string{"ppoll([{3 POLLIN}], 1, …)", "pselect6(10, {3, 9}, …)", "= 13 SIGPIPE", "write(4, …, 100)"} {
		textAt(t, f, want)
	}
}

// What the models of stored records are about is drawn.
func TestModelsShowWhatTheyAreAbout(t *testing.T) {
	all := stored(t)
	for name, want := range map[string][]string{
		"cancelled":     {"SQE RECVMSG", "ASYNC_CANCEL", "CQE, res = −1 ECANCELED"},
		"end-of-stream": {"peer's write", "peer's shutdown", "end of the stream", "taken"},
		"fsync":         {"dirty pages: 0 of 256", "pwrite64(3, …, 1048576, 0)", "dirty pages: 256 of", "fsync(3)", "device writes", "in the call"},
		"nowait-helper": {"page cache: 0 of 256", "would wait", "ppoll(", "write(4, …)"},
		"page-fault":    {"touch page 0, no system call", "device reads", "page fault", "mapped"},
		"short-write":   {"write(4, …, 524288)", "taken", "= −1 EAGAIN", "no room", "peer's read", "wait for room"},
		"two-reads":     {"in flight", "request", "kernel, 2", "datagram"},
	} {
		f := draw(t, name, all[name])
		for _, text := range want {
			textAt(t, f, text)
		}
		for _, s := range f.Shapes {
			if s.Form == figure.Text && strings.HasSuffix(s.Text, "…") && s.Bold {
				t.Errorf("%s: %q is cut", name, s.Text)
			}
		}
	}
}
