//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

func init() {
	catalog["SelectTimeout"] = entry{
		run:        func(s setting) (trace.Trace, error) { return SelectTimeout(s.Scenario, 3*time.Millisecond) },
		transports: Transports,
		facts: func(s setting) []fact {
			receives := s.receives()
			return []fact{
				results("pselect6", 0, 1), callsOf(receives, 1), setsNonBlocking(receives),
				inSequence("pselect6#1 exit", "pselect6#2 enter", s.sends()+" enter", "pselect6#2 exit", receives+" enter"),
				{claim: "nothing is left of the first call's set and time", holds: func(t trace.Trace) bool {
					e := called(t, "pselect6")[0]
					return strings.HasSuffix(e.Args[1].Text, "} → {}") && strings.HasSuffix(e.Args[4].Text, "→ {0s}")
				}},
				{claim: "of the second call's two descriptors one is left, and some of its time", holds: func(t trace.Trace) bool {
					e := called(t, "pselect6")[1]
					asked, left, _ := strings.Cut(e.Args[1].Text, " → ")
					before, after, _ := strings.Cut(strings.NewReplacer("{", "", "}", "").Replace(e.Args[4].Text), " → ")
					return strings.Count(asked, ",") == 1 && !strings.Contains(left, ",") && left != "{}" && less(after, before)
				}},
				{claim: "the second wait was a sleep", switches: true, holds: func(t trace.Trace) bool { return called(t, "pselect6")[1].Usage.Nvcsw > 0 }},
			}
		},
	}
	catalog["SelectTooMany"] = entry{run: scenario(SelectTooMany), transports: Transports, facts: func(s setting) []fact {
		return append(s.inTwoCalls("pselect6"),
			fact{claim: "Go's FdSet refuses a descriptor of 1024 or more", holds: func(t trace.Trace) bool {
				e := t.Find("FdSet.Set")
				return e.Args[0].Raw >= unix.FD_SETSIZE && strings.HasPrefix(e.Note, "panics: ")
			}},
			fact{claim: "the kernel's select takes it, and reports it", holds: func(t trace.Trace) bool {
				e, fd := t.Find("pselect6"), t.Find("FdSet.Set").Args[0].Raw
				return e.Args[0].Raw == fd+1 && strings.Contains(e.Args[1].Text, fmt.Sprintf(" → {%d ", fd))
			}})
	}}
	catalog["StolenDatagram"] = entry{run: scenario(StolenDatagram), transports: Transports, facts: func(s setting) []fact {
		receives := s.receives()
		return []fact{
			servers(2), results("ppoll", 1), results(receives, 100, -1), errnos(receives, "EAGAIN", 1), setsNonBlocking(receives),
			inSequence("ppoll enter", s.sends()+" enter", "ppoll exit", "SIOCINQ", receives+"#1 exit", receives+"#2 enter"),
			bufferLooks("untouched"),
			{claim: "the call that got nothing is the one that poll was for", holds: func(t trace.Trace) bool {
				calls := called(t, receives)
				return calls[0].Lane != calls[1].Lane && calls[1].Lane == t.Find("ppoll").Lane
			}},
		}
	}}
	mutants = append(mutants,
		mutant{"a select without a timeout", "SelectTimeout", "Select"},
		mutant{"a receive timeout for select's", "SelectTimeout", "BlockingTimeout"},
		mutant{"a descriptor that fits the set", "SelectTooMany", "Select"},
		mutant{"poll, which has no such limit", "SelectTooMany", "Poll"},
		mutant{"data that nobody steals", "StolenDatagram", "Poll"},
		mutant{"asking in a loop for poll and a theft", "StolenDatagram", "NonBlocking"},
	)
}

// less compares durations as a trace writes them.
func less(a, b string) bool {
	x, err := time.ParseDuration(a)
	y, too := time.ParseDuration(b)
	return err == nil && too == nil && x < y
}

func TestSelectRefused(t *testing.T) {
	if _, err := SelectTimeout(quick, 0); err == nil {
		t.Error("a timeout of 0 was accepted")
	}
	if err := tooFew(unix.FD_SETSIZE, unix.EINVAL); !errors.Is(err, ErrFewDescriptors) || !strings.Contains(err.Error(), "RLIMIT_NOFILE") {
		t.Errorf("%v does not say which limit it is", err)
	}
}
