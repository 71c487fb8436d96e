//go:build linux && (amd64 || arm64)

package iomodels

import (
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

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

// The sender's delay begins only after two looks in a row that saw the receiver
// asleep, in its recvmsg.
func TestGate(t *testing.T) {
	tr := run(t, Blocking, "blocking")
	looks := tr.On("watcher")
	if len(looks) < 2 {
		t.Fatalf("%d looks, want 2 at least", len(looks))
	}
	recv, pause := tr.Find("recvmsg"), tr.On("sender")[0]
	for _, l := range looks[len(looks)-2:] {
		if l.Kind != trace.Probe || l.Note != "S (asleep) in recvmsg" {
			t.Errorf("the last two looks saw %q, want asleep in recvmsg", l.Note)
		}
		if l.Exit < recv.Enter || l.Exit > pause.Enter {
			t.Errorf("a look ended at %d, want between recvmsg's entry at %d and the delay's beginning at %d", l.Exit, recv.Enter, pause.Enter)
		}
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
}

func TestBlockingRestarted(t *testing.T) {
	tr := run(t, BlockingRestarted, "blocking")
	count(t, tr, "recvmsg", 1)
	inOrder(t, tr, "recvmsg enter", "tgkill enter", "SIGUSR1", "sendto enter", "recvmsg exit")
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
		{Transport: "tcp"}, {Delay: -1}, {Size: -1}, {Size: maxDatagram + 1},
	} {
		if _, err := Blocking(s); err == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
	if _, err := BlockingTimeout(quick, 0); err == nil {
		t.Error("a timeout of 0 was accepted")
	}
}
