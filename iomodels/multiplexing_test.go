//go:build linux && (amd64 || arm64)

package iomodels

import "nbrun/iomodels/trace"

func init() {
	for name, m := range map[string]struct {
		run  func(Scenario) (trace.Trace, error)
		call string
		also []string
	}{
		"ThreeSendersPoll":  {ThreeSendersPoll, "ppoll", nil},
		"ThreeSendersEpoll": {ThreeSendersEpoll, "epoll_pwait", []string{"epoll_create1", "epoll_ctl", "close"}},
	} {
		catalog[name] = entry{run: scenario(m.run), transports: Transports, facts: func(s setting) []fact {
			receives := s.receives()
			return []fact{
				servers(1), onlyCalls(append(m.also, "fcntl", m.call, receives)...),
				callsOf(m.call, 3), callsOf(receives, 3), errnos(receives, "EAGAIN", 0), results(m.call, 1, 1, 1),
				inSequence("C sends", "C is received", "A sends", "A is received", "B sends", "B is received"),
				inSequence(m.call+"#1 enter", "C sends", m.call+"#1 exit", "C is received", m.call+"#2 enter", "A sends", m.call+"#2 exit"),
				{claim: "each wait was a sleep", switches: true, holds: func(t trace.Trace) bool { return slept(t, m.call) == 3 }},
				{claim: "each was received by a descriptor of its own", holds: func(t trace.Trace) bool {
					fds := map[uint64]bool{}
					for _, e := range called(t, receives) {
						fds[e.Args[0].Raw] = true
					}
					return len(fds) == 3
				}},
			}
		}}
	}
	mutants = append(mutants,
		mutant{"one thread that blocks for one that multiplexes", "ThreeSendersPoll", "TwoClientsInTurn"},
		mutant{"a thread each for one thread", "ThreeSendersPoll", "TwoClientsThreads"},
		mutant{"epoll for poll", "ThreeSendersPoll", "ThreeSendersEpoll"},
		mutant{"poll for epoll", "ThreeSendersEpoll", "ThreeSendersPoll"},
		mutant{"one sender for three", "ThreeSendersPoll", "Poll"},
	)
}
