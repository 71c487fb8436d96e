//go:build linux && (amd64 || arm64)

package iomodels

import (
	"slices"
	"testing"

	"nbrun/iomodels/trace"
)

func init() {
	for name, m := range map[string]struct {
		run  func(Scenario) (trace.Trace, error)
		call string
		also []string // calls beside fcntl, the waiting one and the receiving one
	}{
		"Poll":   {Poll, "ppoll", nil},
		"Select": {Select, "pselect6", nil},
		"Epoll":  {Epoll, "epoll_pwait", []string{"epoll_create1", "epoll_ctl", "close"}},
	} {
		catalog[name] = entry{run: scenario(m.run), transports: Transports, facts: func(s setting) []fact {
			receives := s.receives()
			return append(s.inTwoCalls(m.call), onlyCalls(append(m.also, "fcntl", m.call, receives)...),
				callsOf(m.call, 1), callsOf(receives, 1), setsNonBlocking(receives), workDone(false))
		}}
	}
	mutants = append(mutants,
		mutant{"a spin for poll", "Poll", "NonBlocking"},
		mutant{"a blocking call without poll", "Poll", "Blocking"},
		mutant{"a buffer that is filled when the news comes", "Poll", "IOUring"},
		mutant{"epoll for poll", "Poll", "Epoll"},
		mutant{"select for poll", "Poll", "Select"},
		mutant{"poll for select", "Select", "Poll"},
		mutant{"a blocking call without select", "Select", "Blocking"},
		mutant{"poll for epoll", "Epoll", "Poll"},
		mutant{"a spin for epoll", "Epoll", "NonBlocking"},
		mutant{"poll for a blocking call", "Blocking", "Poll"},
	)
}

// inTwoCalls are the facts of a receiver that waits in one call, for the news, and
// copies in another.
func (s setting) inTwoCalls(waits string) []fact {
	receives := s.receives()
	all := []fact{
		sleptIn(waits), returned(waits, 1), returned(receives, 100), errnos(receives, "EAGAIN", 0),
		inSequence(waits+" enter", s.sends()+" enter", waits+" exit", "buffer", "SIOCINQ", receives+" enter", "buffer#2"),
		bufferLooks("untouched", "holds the data"),
		{claim: "the data lay in the kernel when the news came", holds: func(t trace.Trace) bool {
			return slices.Equal(notes(t, "SIOCINQ"), []string{"100 bytes in the " + s.Transport.holder()})
		}},
	}
	if s.Transport.unstamped() != "" {
		return append(all, unstamped(receives))
	}
	return append(all, stampedWithinSend(receives), inSequence(waits+" enter", "arrival", waits+" exit"))
}

// The call that receives what is there has nothing to wait for. That it did not sleep
// is judged three times: once, it may lose its turn to another thread.
func TestReceivingWhatIsReady(t *testing.T) {
	for attempt := 1; ; attempt++ {
		tr := runEntry(t, catalog["Poll"], setting{Scenario: quick})
		if traced(tr) {
			t.Skip("traced: switches mean nothing")
		}
		if slept(tr, "recvmsg") == 0 {
			return
		}
		if attempt == 3 {
			t.Fatalf("recvmsg slept, in each of 3 attempts\n%s", tr.Text())
		}
	}
}

// The wait ends at the kernel's stamp, in the one call; the other is all copying.
func TestPhasesOfReadiness(t *testing.T) {
	for _, name := range []string{"Poll", "Select", "Epoll"} {
		tr := runEntry(t, catalog[name], setting{Scenario: quick})
		if traced(tr) {
			t.Skip("traced: switches mean nothing")
		}
		var got []trace.PhaseName
		for _, p := range tr.Phases() {
			got = append(got, p.Name)
		}
		if len(got) < 3 || !slices.Equal(got[:2], []trace.PhaseName{trace.PhaseWait, trace.PhaseWake}) ||
			!slices.Contains(got[2:], trace.PhaseCopy) && !slices.Contains(got[2:], trace.PhaseWakeCopy) {
			t.Errorf("%s: phases %q, want the wait, the waking and then the copy\n%s", name, got, tr.Text())
		}
	}
}
