//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

func init() {
	catalog["Blocking"] = entry{run: scenario(Blocking), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		return append(s.inTwoPhases(name),
			onlyCalls(name), callsOf(name, 1), returned(name, 100), sleptIn(name), workDone(false))
	}}
	catalog["BlockingRecvfrom"] = entry{run: scenario(BlockingRecvfrom), transports: sockets, facts: facts(
		inSequence("recvfrom enter", "sendto enter", "recvfrom exit"),
		onlyCalls("recvfrom"), callsOf("recvfrom", 1), sleptIn("recvfrom"), unstamped("recvfrom"),
	)}
	catalog["BlockingReady"] = entry{run: scenario(BlockingReady), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		all := []fact{
			inSequence(s.sends()+" exit", "SIOCINQ", name+" enter"),
			onlyCalls(name), callsOf(name, 1), returned(name, 100), workDone(false),
		}
		if s.Transport.unstamped() == "" {
			all = append(all, inSequence("arrival", name+" enter"))
		}
		return all
	}}
	catalog["BlockingTimeout"] = entry{
		run:        func(s setting) (trace.Trace, error) { return BlockingTimeout(s.Scenario, 3*time.Millisecond) },
		transports: sockets,
		facts: facts(
			callsOf("recvmsg", 2), errnos("recvmsg", "EAGAIN", 1),
			inSequence("recvmsg#1 exit", "recvmsg#2 enter", "sendto enter", "recvmsg#2 exit"),
		),
	}
	catalog["BlockingInterrupted"] = entry{run: scenario(BlockingInterrupted), transports: sockets, facts: facts(
		callsOf("recvmsg", 1), errnos("recvmsg", "EINTR", 1),
		inSequence("recvmsg#1 enter", "tgkill enter", "recvmsg#1 exit", "recvmsg#2 enter", "sendto enter", "recvmsg#2 exit"),
	)}
	catalog["BlockingRestarted"] = entry{run: scenario(BlockingRestarted), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		return []fact{onlyCalls(name), callsOf(name, 1), errnos(name, "EINTR", 0),
			inSequence(name+" enter", "tgkill enter", "SIGUSR1", s.sends()+" enter", name+" exit")}
	}}
	catalog["TwoClientsInTurn"] = entry{run: scenario(TwoClientsInTurn), facts: facts(
		inSequence("B sends", "A sends", "B has its reply"), servers(1),
	)}
	catalog["TwoClientsThreads"] = entry{run: scenario(TwoClientsThreads), facts: facts(
		inSequence("B sends", "B has its reply", "A sends", "A has its reply"), servers(2),
	)}
	mutants = append(mutants,
		mutant{"a call that returns the moment the data are there, for one that sleeps", "Blocking", "IOUringReady"},
		mutant{"data that were there already for data to come", "Blocking", "BlockingReady"},
		mutant{"data to come for data that are there", "BlockingReady", "Blocking"},
		mutant{"recvfrom for recvmsg", "Blocking", "BlockingRecvfrom"},
		mutant{"a restarted call for an interrupted one", "BlockingInterrupted", "BlockingRestarted"},
		mutant{"a thread each for one thread", "TwoClientsInTurn", "TwoClientsThreads"},
		mutant{"one thread for a thread each", "TwoClientsThreads", "TwoClientsInTurn"},
	)
}

// servers says how many threads of the program there are.
func servers(n int) fact {
	return fact{claim: fmt.Sprintf("%d threads serve", n), holds: func(t trace.Trace) bool { return len(appLanes(t)) == n }}
}

func TestBlocking(t *testing.T) {
	tr := run(t, Blocking, "blocking")
	count(t, tr, "recvmsg", 1)
	inOrder(t, tr, "recvmsg enter", "sendto enter", "arrival", "recvmsg exit")
	recv := tr.Find("recvmsg")
	if recv.Ret != 100 {
		t.Errorf("recvmsg returned %d, want 100", recv.Ret)
	}
	if recv.Usage == nil || !recv.Usage.Rusage || recv.Usage.Nvcsw < 1 {
		t.Errorf("usage %+v, want a voluntary context switch: the call slept", recv.Usage)
	}
	stampedInSend(t, tr, recv)
	if len(tr.Calls()) != 1 {
		t.Errorf("the program made %d calls, want the recvmsg only\n%s", len(tr.Calls()), tr.Text())
	}
}

func TestBlockingRecvfrom(t *testing.T) {
	tr := run(t, BlockingRecvfrom, "blocking")
	count(t, tr, "recvfrom", 1)
	inOrder(t, tr, "recvfrom enter", "sendto enter", "recvfrom exit")
	recv := tr.Find("recvfrom")
	if recv.Stamp != nil || len(recv.Why) == 0 {
		t.Errorf("stamp %v, why %q: recvfrom can bring no stamp, and must say so", recv.Stamp, recv.Why)
	}
	if recv.Usage.Nvcsw < 1 {
		t.Error("recvfrom did not sleep")
	}
}

func TestBlockingLarge(t *testing.T) {
	tr, err := Blocking(Scenario{Delay: quick.Delay, Size: maxDatagram})
	if err != nil {
		t.Fatal(err)
	}
	if got := tr.Find("recvmsg").Ret; got != maxDatagram || tr.Payload != maxDatagram {
		t.Errorf("received %d, payload %d, want %d", got, tr.Payload, maxDatagram)
	}
}

func TestBlockingTimeout(t *testing.T) {
	tr := run(t, func(s Scenario) (trace.Trace, error) { return BlockingTimeout(s, 3*time.Millisecond) }, "blocking")
	count(t, tr, "recvmsg", 2)
	if got := tr.CountErrno("recvmsg", "EAGAIN"); got != 1 {
		t.Errorf("EAGAIN %d times, want once", got)
	}
	inOrder(t, tr, "recvmsg#1 exit", "recvmsg#2 enter", "sendto enter", "recvmsg#2 exit")
}

func TestBlockingInterrupted(t *testing.T) {
	tr := run(t, BlockingInterrupted, "blocking")
	count(t, tr, "recvmsg", 1) // which leaves interrupted calls out
	if got := tr.CountErrno("recvmsg", "EINTR"); got != 1 {
		t.Errorf("EINTR %d times, want once", got)
	}
	inOrder(t, tr, "recvmsg#1 enter", "tgkill enter", "recvmsg#1 exit", "recvmsg#2 enter", "sendto enter", "recvmsg#2 exit")
	signalSeen(t, tr)
}

func TestBlockingRestarted(t *testing.T) {
	tr := run(t, BlockingRestarted, "blocking")
	count(t, tr, "recvmsg", 1)
	inOrder(t, tr, "recvmsg enter", "tgkill enter", "SIGUSR1", "sendto enter", "recvmsg exit")
	signalSeen(t, tr)
}

// signalSeen fails the test unless one signal was seen, by a thread of the program
// that is not the receiver, between its sending and that of the datagram.
func signalSeen(t *testing.T, tr trace.Trace) {
	t.Helper()
	inOrder(t, tr, "recvmsg#1 enter", "tgkill enter", "SIGUSR1", "sendto enter")
	if got := kind(tr, "signals", trace.Signal); len(got) != 1 {
		t.Errorf("%d signals were seen on the lane for them, want 1\n%s", len(got), tr.Text())
	}
	if l := tr.Lanes[1]; l.Name != "signals" || l.Role != trace.App || l.TID == tr.Lanes[0].TID {
		t.Errorf("the second lane is %+v, want another thread of the program, for signals", l)
	}
	for _, l := range []string{"sender", "watcher"} {
		if got := kind(tr, l, trace.Signal); len(got) != 0 {
			t.Errorf("the %s has %d signals, which are the program's to see", l, len(got))
		}
	}
}

func TestTwoClientsInTurn(t *testing.T) {
	tr := run(t, TwoClientsInTurn, "blocking")
	inOrder(t, tr, "B sends", "A sends", "B has its reply")
	if servers := appLanes(tr); len(servers) != 1 {
		t.Errorf("servers %q, want one", servers)
	}
}

func TestTwoClientsThreads(t *testing.T) {
	tr := run(t, TwoClientsThreads, "blocking")
	inOrder(t, tr, "B sends", "B has its reply", "A sends", "A has its reply")
	if servers := appLanes(tr); len(servers) != 2 || tr.Lanes[0].TID == tr.Lanes[1].TID {
		t.Errorf("servers %q, want two threads", servers)
	}
	// While B was served, A's server slept in its read.
	if read := tr.On("server A")[0]; read.Usage.Nvcsw < 1 {
		t.Errorf("A's server did not sleep: %+v", read.Usage)
	}
}

func appLanes(tr trace.Trace) (names []string) {
	for _, l := range tr.Lanes {
		if l.Role == trace.App {
			names = append(names, l.Name)
		}
	}
	return names
}

func TestBlockingFile(t *testing.T) {
	warm, err := BlockingFileWarm(File{})
	if err != nil {
		t.Fatal(err)
	}
	if u := warm.Find("pread64").Usage; u.Inblock != 0 {
		t.Errorf("a warm read read %d blocks from the device, want none", u.Inblock)
	}
	cold, err := BlockingFileCold(File{})
	skipUnlessCold(t, err)
	if u := cold.Find("pread64").Usage; u.Inblock == 0 {
		t.Error("a cold read read nothing from the device")
	}
	pages := notes(cold, "page cache")
	if len(pages) != 3 || !strings.HasPrefix(pages[1], "0 of 256 ") || !strings.HasPrefix(pages[2], "256 of 256 ") {
		t.Errorf("residency %q, want none before the read and all after", pages)
	}
}

func TestScenarioRefused(t *testing.T) {
	for _, s := range []Scenario{
		{Transport: "sctp"}, {Transport: Pipe, Size: 4097}, {Delay: -1}, {Size: -1}, {Size: maxDatagram + 1},
	} {
		if _, err := Blocking(s); err == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
	if _, err := BlockingTimeout(quick, 0); err == nil {
		t.Error("a timeout of 0 was accepted")
	}
}
