//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

func init() {
	// What the calls returned, in this order, is what the models differ in.
	for name, m := range map[string]struct {
		run        func(Scenario) (trace.Trace, error)
		told       []int64 // by epoll_pwait
		flag       string  // in EPOLL_CTL_ADD, beside EPOLLIN
		emptied    int     // how often the receiving call said EAGAIN
		remembered []fact  // more
	}{
		"EpollLevel":   {EpollLevel, []int64{1, 1, 0, 1}, "", 0, nil},
		"EpollEdge":    {EpollEdge, []int64{1, 0, 1}, "|EPOLLET", 1, []fact{leftUnread()}},
		"EpollDrain":   {EpollDrain, []int64{1, 1}, "|EPOLLET", 2, nil},
		"EpollOneshot": {EpollOneshot, []int64{1, 0, 0, 1}, "|EPOLLONESHOT", 1, []fact{armedAnew()}},
	} {
		catalog[name] = entry{run: scenario(m.run), transports: Transports, facts: func(s setting) []fact {
			receives := s.receives()
			all := []fact{
				results("epoll_pwait", m.told...), watchedFor("EPOLLIN" + m.flag), setsNonBlocking(receives),
				callsOf(receives, 3+m.emptied), errnos(receives, "EAGAIN", m.emptied),
				inSequence(s.sends()+"#2 exit", "epoll_pwait#1 enter"),
			}
			if name != "EpollOneshot" {
				last := fmt.Sprintf("epoll_pwait#%d", len(m.told))
				all = append(all, inSequence(last+" enter", s.sends()+"#3 enter", last+" exit"),
					fact{claim: "only the last wait was a sleep", switches: true, holds: func(t trace.Trace) bool {
						return called(t, "epoll_pwait")[len(m.told)-1].Usage.Nvcsw > 0
					}})
			} else {
				all = append(all, inSequence("epoll_pwait#2 exit", s.sends()+"#3 exit", "epoll_pwait#3 enter"))
			}
			return append(all, m.remembered...)
		}}
	}
	catalog["EpollClosed"] = entry{run: scenario(EpollClosed), transports: Transports, facts: func(s setting) []fact {
		return append(s.inTwoCalls("epoll_pwait"),
			errnos("epoll_ctl", "EBADF", 1), errnos("epoll_ctl", "ENOENT", 1),
			inSequence("epoll_ctl#1 exit", "close#1 enter", "epoll_pwait enter"),
			fact{claim: "epoll reports the descriptor that is closed", holds: func(t trace.Trace) bool {
				return strings.Contains(t.Find("epoll_pwait").Args[1].Text, fmt.Sprintf(" %d}", t.Find("close").Args[0].Raw))
			}})
	}}
	mutants = append(mutants,
		mutant{"edge for level", "EpollLevel", "EpollEdge"},
		mutant{"one-shot for level", "EpollLevel", "EpollOneshot"},
		mutant{"edge, drained, for level", "EpollLevel", "EpollDrain"},
		mutant{"level for edge", "EpollEdge", "EpollLevel"},
		mutant{"one-shot for edge", "EpollEdge", "EpollOneshot"},
		mutant{"drained for not drained", "EpollEdge", "EpollDrain"},
		mutant{"one read an event for draining", "EpollDrain", "EpollEdge"},
		mutant{"level for draining", "EpollDrain", "EpollLevel"},
		mutant{"level for one-shot", "EpollOneshot", "EpollLevel"},
		mutant{"edge for one-shot", "EpollOneshot", "EpollEdge"},
		mutant{"an open descriptor for a closed one", "EpollClosed", "Epoll"},
	)
}

// watchedFor says for which events the descriptor was put on epoll's list.
func watchedFor(events string) fact {
	return fact{claim: "EPOLL_CTL_ADD asks for " + events, holds: func(t trace.Trace) bool {
		add := t.Find("epoll_ctl")
		return add.Args[1].Text == "EPOLL_CTL_ADD" && strings.HasPrefix(add.Args[3].Text, "{"+events+" ")
	}}
}

// leftUnread says that there were data when epoll was silent.
func leftUnread() fact {
	return fact{claim: "there were data when epoll_wait returned 0", holds: func(t trace.Trace) bool {
		look := kind(t, "receiver", trace.Probe)
		return len(look) == 1 && !strings.HasPrefix(look[0].Note, "0 ") && t.InOrder("epoll_pwait#2 exit", "SIOCINQ", "epoll_pwait#3 enter")
	}}
}

// armedAnew says that EPOLL_CTL_MOD came between silence and the next event.
func armedAnew() fact {
	return fact{claim: "it was armed anew by EPOLL_CTL_MOD", holds: func(t trace.Trace) bool {
		return t.InOrder("epoll_pwait#3 exit", "epoll_ctl#2 enter", "epoll_pwait#4 enter") &&
			slices.ContainsFunc(t.Calls(), func(e trace.Event) bool { return e.Name == "epoll_ctl" && e.Args[1].Text == "EPOLL_CTL_MOD" })
	}}
}

// All three messages arrive, whatever the program is told of them.
func TestEpollLosesNothing(t *testing.T) {
	for _, name := range []string{"EpollLevel", "EpollEdge", "EpollDrain", "EpollOneshot"} {
		for _, s := range catalog[name].settings(t.TempDir()) {
			tr := runEntry(t, catalog[name], s)
			var got int64
			for _, e := range called(tr, s.receives()) {
				got += max(e.Ret, 0)
			}
			if got != 300 {
				t.Errorf("%s over %s: received %d bytes, want 300", name, s.Transport, got)
			}
		}
	}
}

// An edge-triggered epoll sleeps beside data that it has told of: that is no wait for
// data, and the record may not call it so.
func TestPhasesOfEdge(t *testing.T) {
	for _, name := range []string{"EpollLevel", "EpollEdge"} {
		for _, s := range catalog[name].settings(t.TempDir()) {
			tr := runEntry(t, catalog[name], s)
			if traced(tr) {
				t.Skip("traced: switches mean nothing")
			}
			found := map[trace.PhaseName]bool{}
			for _, p := range tr.Phases() {
				found[p.Name] = true
			}
			if edge := name == "EpollEdge"; found[trace.PhaseNews] != edge || found[trace.PhaseWait] == edge {
				t.Errorf("%s over %s: phases %v", name, s.Transport, found)
			}
		}
	}
}
