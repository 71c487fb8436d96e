//go:build linux && (amd64 || arm64)

package iomodels

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	served := []fact{
		callsOf("recvmsg", 1), sleptIn("recvmsg"), stampedAfterSend(), sentStampsInOrder(),
		callsOf("openat", 1), allReceived(), writtenBeforeReceived(),
	}
	connectedFirst := []fact{
		inSequence("connect enter", "connect exit", "accept4 enter", "accept4 exit", "recvmsg enter", "sendmsg enter", "recvmsg exit", "openat enter"),
		seen("TCP_INFO", "connections made and not yet accepted: 1"),
	}
	copied := []fact{
		onlyCalls("accept4", "recvmsg", "openat", "fstat", "pread64", "sendto", "write", "close", "shutdown"),
		returned("pread64", imageSize), returned("write", imageSize), inSequence("openat exit", "pread64 exit", "write enter"),
	}
	warm := []fact{cached("all", "all"), fromDevice(false)}

	// The steps 5, 6 and 7, and 8.
	const (
		fromDisk  = "measured, inferred, measured"
		fromCache = "measured not to be, measured not to be, measured not to be"
	)
	catalog["WebRequestCold"] = entry{run: file(WebRequestCold), facts: facts(slices.Concat(served, connectedFirst, copied, []fact{
		cached("none", "all"), fromDevice(true), steps(fromDisk, "measured"),
	})...)}
	catalog["WebRequestWarm"] = entry{run: file(WebRequestWarm), facts: facts(slices.Concat(served, connectedFirst, copied, warm, []fact{steps(fromCache, "measured")})...)}
	catalog["WebRequestSendfile"] = entry{run: file(WebRequestSendfile), facts: facts(slices.Concat(served, connectedFirst, []fact{
		onlyCalls("accept4", "recvmsg", "openat", "fstat", "sendto", "sendfile", "close", "shutdown"),
		returned("sendfile", imageSize), cached("all", "all"), steps(fromCache, "measured not to be"),
	})...)}
	catalog["WebRequestIdle"] = entry{run: file(WebRequestIdle), facts: facts(slices.Concat(served, copied, warm, []fact{
		inSequence("accept4 enter", "connect enter", "accept4 exit", "recvmsg enter", "sendmsg enter", "recvmsg exit"), sleptIn("accept4"), steps(fromCache, "measured"),
	})...)}
	mutants = append(mutants,
		mutant{"a file in the page cache for one on the disk", "WebRequestCold", "WebRequestWarm"},
		mutant{"a file on the disk for one in the page cache", "WebRequestWarm", "WebRequestCold"},
		mutant{"sendfile for pread and write", "WebRequestWarm", "WebRequestSendfile"},
		mutant{"pread and write for sendfile", "WebRequestSendfile", "WebRequestWarm"},
		mutant{"an accept before the client connects, for one after", "WebRequestWarm", "WebRequestIdle"},
		mutant{"an accept after the client has connected, for one before", "WebRequestIdle", "WebRequestWarm"},
	)
}

// stampedAfterSend says that the request's arrival was stamped between the client's
// call that sent it and the return of the server's that received it.
func stampedAfterSend() fact {
	return fact{claim: "the request's stamp lies between sendmsg's entry and recvmsg's return", holds: func(t trace.Trace) bool {
		recv, send := t.Find("recvmsg"), t.Find("sendmsg")
		k := recv.Stamp
		return k != nil && k.At+trace.Time(k.Uncertainty) >= send.Enter && k.At-trace.Time(k.Uncertainty) <= recv.Exit
	}}
}

// sentStampsInOrder says that what was sent was scheduled first, then handed to the
// device, then acknowledged, at both ends; and not before it was sent.
func sentStampsInOrder() fact {
	return fact{claim: "at both ends the stamps of the last byte sent say scheduled, handed over, acknowledged, in this order", holds: func(t trace.Trace) bool {
		ends := map[uint64][]trace.Stamp{}
		for _, e := range t.Calls("watcher") {
			if e.Name == "recvmsg" && e.Stamp != nil {
				ends[e.Args[0].Raw] = append(ends[e.Args[0].Raw], *e.Stamp)
			}
		}
		client, server := t.Find("sendmsg"), t.Find("sendto")
		for _, send := range []trace.Event{client, server} {
			stamps := ends[send.Args[0].Raw]
			if len(stamps) < 3 {
				return false
			}
			last := lastOfEach(stamps)
			if last[0].Source != "tx-sched" || last[1].Source != "tx-software" || last[2].Source != "tx-ack" ||
				last[0].At+trace.Time(last[0].Uncertainty) < send.Enter || last[0].At > last[1].At || last[1].At > last[2].At {
				return false
			}
		}
		return len(ends) == 2
	}}
}

// lastOfEach are the last stamps of each source, in the order in which a byte gets them.
// That of an acknowledgement may come after others of bytes that were sent later.
func lastOfEach(stamps []trace.Stamp) (last [3]trace.Stamp) {
	for _, s := range stamps {
		if i := slices.Index([]string{"tx-sched", "tx-software", "tx-ack"}, s.Source); i >= 0 {
			last[i] = s
		}
	}
	return last
}

// sendingCalls are the server's calls that send the response.
var sendingCalls = []string{"sendto", "write", "sendfile"}

// allReceived says that the client received as many bytes as the server sent. That
// they are the file's the model itself makes sure of.
func allReceived() fact {
	return fact{claim: "the client received what the server sent", holds: func(t trace.Trace) bool {
		sent, received := int64(0), int64(0)
		for _, e := range t.Calls("server") {
			if slices.Contains(sendingCalls, e.Name) {
				sent += e.Ret
			}
		}
		for _, e := range t.Calls("client") {
			if e.Name == "recvmsg" {
				received += e.Ret
			}
		}
		return sent == received && sent > imageSize
	}}
}

// writtenBeforeReceived says that the server's sending was over, and bytes were in its
// socket, when the client had not begun to receive.
func writtenBeforeReceived() fact {
	return fact{claim: "all was sent, and not all acknowledged, before the client's first recvmsg", holds: func(t trace.Trace) bool {
		calls := t.Calls("client")
		first := calls[slices.IndexFunc(calls, func(e trace.Event) bool { return e.Name == "recvmsg" })]
		var sent trace.Time
		for _, e := range t.Calls("server") {
			if slices.Contains(sendingCalls, e.Name) {
				sent = e.Exit
			}
		}
		out := notes(t, "SIOCOUTQ")
		return sent < first.Enter && len(out) == 2 && !strings.HasPrefix(out[0], "0 ") && strings.HasPrefix(out[1], "0 ")
	}}
}

// seen says that a look of that name saw this.
func seen(name, note string) fact {
	return fact{claim: name + " showed: " + note, holds: func(t trace.Trace) bool { return slices.Contains(notes(t, name), note) }}
}

// fromDevice says whether the disk was read for the server's thread, as /proc counts it,
// and getrusage where that can.
func fromDevice(yes bool) fact {
	return fact{claim: fmt.Sprintf("the file came from the disk: %v", yes), holds: func(t trace.Trace) bool {
		read, u := t.Find("read_bytes"), t.Find("pread64").Usage
		return (len(read.Why) > 0 || strings.HasPrefix(read.Note, "+0 ") != yes) && (!u.Rusage || (u.Inblock > 0) == yes)
	}}
}

// steps says how all steps of the request are known, given those of the file on its way
// to the cache and from there to the server's buffer.
func steps(file, copied string) fact {
	want := "measured, measured, schematic, measured, measured, measured, " + file + ", " + copied + ", measured, measured, measured"
	return fact{claim: "the steps are " + want, holds: func(t trace.Trace) bool {
		var got []string
		for _, s := range t.WebSteps() {
			word := s.By.String()
			if s.Absent {
				word += " not to be"
			}
			got = append(got, word)
		}
		return strings.Join(got, ", ") == want
	}}
}

// Sendfile needs one call less for the same response.
func TestSendfileNeedsFewerCalls(t *testing.T) {
	warm, err := WebRequestWarm(File{})
	if err != nil {
		t.Fatal(err)
	}
	sendfile, err := WebRequestSendfile(File{})
	if err != nil {
		t.Fatal(err)
	}
	if w, s := len(warm.Calls()), len(sendfile.Calls()); s >= w {
		t.Errorf("%d calls by sendfile, %d by pread and write", s, w)
	}
}

// A larger file than the sockets hold makes the server sleep in write until the client
// receives.
func TestWebRequestOfALargeFile(t *testing.T) {
	const size = 32 << 20
	var least, usual, most int // bytes that a socket may have to send, tcp(7)
	if text, err := os.ReadFile("/proc/sys/net/ipv4/tcp_wmem"); err != nil {
		t.Skip(err)
	} else if _, err := fmt.Sscan(string(text), &least, &usual, &most); err != nil || most > size/2 {
		t.Skipf("tcp_wmem is %q: %v", text, err)
	}
	tr, err := WebRequestWarm(File{Size: size})
	if err != nil {
		t.Fatal(err)
	}
	if got := tr.Find("write").Ret; got != size {
		t.Errorf("write returned %d, want %d", got, size)
	}
	if tr.Payload != size {
		t.Errorf("payload %d, want %d", tr.Payload, size)
	}
	states := notes(tr, "thread state")
	if last := states[len(states)-1]; !strings.HasSuffix(last, "in write") {
		t.Errorf("the server was last seen %q, want asleep in write", last)
	}
}

// The steps of a stored record are those of the trace that was stored.
func TestStepsOfARecord(t *testing.T) {
	tr, err := WebRequestWarm(File{Size: 8 << 20}) // so that the client makes many like calls
	if err != nil {
		t.Fatal(err)
	}
	record, err := json.Marshal(trace.Collapse(tr))
	if err != nil {
		t.Fatal(err)
	}
	var read trace.Trace
	if err := json.Unmarshal(record, &read); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(read.WebSteps()), fmt.Sprint(tr.WebSteps()); got != want {
		t.Errorf("the record has the steps\n%s\nand the trace\n%s", got, want)
	}
}

// The server refuses what it does not understand.
func TestRequestLine(t *testing.T) {
	for _, line := range []string{"", "GET", "GET /a", "POST /a HTTP/1.0", "GET a HTTP/1.0", "GET /a HTTP/2"} {
		if path, err := pathOf([]byte(line + "\r\n\r\n")); err == nil {
			t.Errorf("%q asks for %q", line, path)
		}
	}
	if path, err := pathOf([]byte("GET /a HTTP/1.0\r\nHost: here\r\n\r\n")); path != "/a" || err != nil {
		t.Errorf("got %q, %v", path, err)
	}
}

// A request in which somebody fails ends at once, for all, and leaves nothing.
func TestFailingWebRequests(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(*premises)
		want string
	}{
		"server, who cannot open the file":                         {func(p *premises) { p.path += "-lost" }, "openat"},
		"client, who gets another file":                            {func(p *premises) { p.file.content = pattern(p.file.size - 1) }, "the file has"},
		"client, who cannot connect":                               {func(p *premises) { p.address = &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}} }, "connect"},
		"watcher, who cannot look, while the server wants to hear": {func(p *premises) { p.file.size = 0 }, "mmap"},
	} {
		t.Run(name, func(t *testing.T) {
			before := take(t)
			onThread("setup", trace.Helper, 1, func(lane *unix.Lane) {
				p, err := openPremises(lane, File{})
				if err != nil {
					t.Error(err)
					return
				}
				file, path := *p.file, p.path
				c.harm(p)
				_, err = visitPremises(lane, site{}, p)
				if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, errStopped) {
					t.Errorf("the run ended with %v, want one of %s", err, c.want)
				}
				p.file, p.path = &file, path
				if err := p.close(lane); err != nil {
					t.Error(err)
				}
			})
			before.same(t, nil)
		})
	}
}
