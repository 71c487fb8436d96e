//go:build linux && (amd64 || arm64)

package iomodels

import (
	"testing"

	"nbrun/iomodels/trace"
)

func init() {
	buffered := []Transport{TCP, Unix}
	catalog["ShortRead"] = entry{run: scenario(ShortRead), transports: streams, facts: facts(
		results("read", 5, 47, 48), onlyCalls("read"), sleptInAll("read", 3),
		inSequence("read#1 enter", "write#1 enter", "read#1 exit", "read#2 enter", "write#2 enter", "read#2 exit", "read#3 enter", "write#3 enter", "read#3 exit"),
	)}
	catalog["WaitAll"] = entry{run: scenario(WaitAll), transports: streams, facts: facts(
		results("recvfrom", 100), onlyCalls("recvfrom"), sleptIn("recvfrom"), peersCalls("write", 3),
		inSequence("recvfrom enter", "write#1 enter", "write#2 enter", "write#3 enter", "recvfrom exit"),
	)}
	catalog["JoinedWrites"] = entry{run: scenario(JoinedWrites), transports: streams, facts: facts(
		results("read", 100), onlyCalls("read"), peersCalls("write", 3), inSequence("write#3 exit", "read enter"),
	)}
	catalog["ShortWrite"] = entry{run: scenario(ShortWrite), transports: buffered, facts: facts(
		sumIsPayload("write"), onlyCalls("setsockopt", "fcntl", "write", "ppoll"), sleptIn("ppoll"), heldBack(),
		fact{claim: "the first write took some of the bytes, and a write said EAGAIN", holds: func(t trace.Trace) bool {
			return t.Find("write").Ret < int64(t.Payload) && t.CountErrno("write", "EAGAIN") >= 1
		}},
		inSequence("write#1 exit", "ppoll#1 enter", "SIOCOUTQ", "SIOCINQ", "read#1 enter"),
		roomByReading(),
	)}
	catalog["Backpressure"] = entry{run: scenario(Backpressure), transports: buffered, facts: facts(
		callsOf("write", 1), sumIsPayload("write"), onlyCalls("setsockopt", "write"), sleptIn("write"), heldBack(),
		inSequence("write enter", "SIOCOUTQ", "SIOCINQ", "read enter", "write exit"),
	)}
	catalog["BufferedWrite"] = entry{run: scenario(BufferedWrite), transports: buffered, facts: facts(
		results("write", 100), onlyCalls("write"), inSequence("write exit", "read enter"),
		queued("SIOCINQ", func(n, payload int) bool { return n == payload }),
	)}
	catalog["HalfClose"] = entry{run: scenario(HalfClose), transports: streams, facts: facts(
		results("read", 100, 0), results("write", 100), onlyCalls("read", "write"), sleptInAll("read", 2),
		inSequence("read#1 enter", "read#1 exit", "read#2 enter", "shutdown enter", "read#2 exit", "write enter"),
		fact{claim: "the peer reads after it has said that it writes no more", holds: func(t trace.Trace) bool {
			peer := t.Calls("peer")
			last := peer[len(peer)-1]
			return last.Name == "read" && last.Ret > 0 && last.Enter >= t.Find("shutdown").Exit
		}},
	)}
	catalog["Reset"] = entry{run: scenario(Reset), transports: streams, facts: facts(
		results("write", 100), errnos("read", "ECONNRESET", 1), callsOf("read", 1), onlyCalls("read", "write"), sleptIn("read"),
		inSequence("write exit", "read enter", "close enter", "read exit"),
	)}
	catalog["BrokenPipe"] = entry{run: scenario(BrokenPipe), transports: []Transport{Pipe, Unix, TCP}, facts: func(s setting) []fact {
		return append(brokenFacts("write", s), returned("rt_sigtimedwait", 13))
	}}
	catalog["BrokenPipeNoSignal"] = entry{run: scenario(BrokenPipeNoSignal), transports: streams, facts: func(s setting) []fact {
		return append(brokenFacts("sendto", s), errnos("rt_sigtimedwait", "EAGAIN", 1))
	}}
	mutants = append(mutants,
		mutant{"MSG_WAITALL for a loop of reads", "ShortRead", "WaitAll"},
		mutant{"a loop of reads for MSG_WAITALL", "WaitAll", "ShortRead"},
		mutant{"one read for many", "ShortRead", "JoinedWrites"},
		mutant{"a read for each write", "JoinedWrites", "ShortRead"},
		mutant{"a write that blocks for one that does not", "ShortWrite", "Backpressure"},
		mutant{"a write that does not block for one that does", "Backpressure", "ShortWrite"},
		mutant{"a message that the buffers hold for one that they do not", "Backpressure", "BufferedWrite"},
		mutant{"a message that the buffers do not hold for one that they do", "BufferedWrite", "Backpressure"},
		mutant{"a reset for the end of a stream", "HalfClose", "Reset"},
		mutant{"the end of a stream for a reset", "Reset", "HalfClose"},
		mutant{"MSG_NOSIGNAL where a signal is to come", "BrokenPipe", "BrokenPipeNoSignal"},
		mutant{"no MSG_NOSIGNAL", "BrokenPipeNoSignal", "BrokenPipe"},
	)
}

// brokenFacts are those of a call that finds no reader: over TCP it is the second.
func brokenFacts(call string, s setting) []fact {
	all := []fact{errnos(call, "EPIPE", 1), inSequence("close exit", call+" enter", "rt_sigtimedwait enter")}
	if s.Transport == TCP {
		return append(all, results(call, 100, -1), says("ppoll", 0, "POLLERR|POLLHUP"),
			inSequence(call+"#1 exit", "ppoll exit", call+"#2 enter"))
	}
	return append(all, results(call, -1))
}

// Over TCP no byte is nowhere: what the one end's kernel has not had acknowledged and
// what lies unread at the other end are together all that was taken. A byte that has
// come and is not acknowledged yet counts twice, so they may be more.
func TestNoByteIsNowhere(t *testing.T) {
	tr, err := ShortWrite(quick)
	if err != nil {
		t.Fatal(err)
	}
	var taken int64
	poll := tr.Find("ppoll")
	for _, e := range called(tr, "write") {
		if e.Exit <= poll.Enter {
			taken += max(e.Ret, 0)
		}
	}
	out, in := quantity(tr, "SIOCOUTQ"), quantity(tr, "SIOCINQ")
	if int64(out+in) < taken || int64(in) > taken {
		t.Errorf("%d bytes were taken, %d are unacknowledged and %d unread\n%s", taken, out, in, tr.Text())
	}
}

func TestScriptsRefused(t *testing.T) {
	for name, f := range map[string]func() error{
		"ShortRead over UDP":         func() error { _, err := ShortRead(Scenario{Transport: UDP}); return err },
		"HalfClose over a pipe":      func() error { _, err := HalfClose(Scenario{Transport: Pipe}); return err },
		"Truncated over TCP":         func() error { _, err := Truncated(Scenario{Transport: TCP}); return err },
		"Dropped over a unix socket": func() error { _, err := Dropped(Scenario{Transport: Unix}); return err },
		"Interrupted over a pipe":    func() error { _, err := Interrupted(Scenario{Transport: Pipe}); return err },
		"ShortWrite of less than 0":  func() error { _, err := ShortWrite(Scenario{Size: -1}); return err },
		"Backpressure with no delay": func() error { _, err := Backpressure(Scenario{Delay: -1}); return err },
		"ShortRead of too much":      func() error { _, err := ShortRead(Scenario{Size: 1 << 20}); return err },
	} {
		if f() == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// However few bytes there are, they come.
func TestShortReadOfLittle(t *testing.T) {
	for _, size := range []int{1, 2, 3, 4096} {
		s := quick
		s.Size = size
		tr, err := ShortRead(s)
		if err != nil {
			t.Fatal(err)
		}
		if !sumIsPayload("read").of(tr) {
			t.Errorf("of %d bytes:\n%s", size, tr.Text())
		}
	}
}
