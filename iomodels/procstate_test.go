//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"
	"runtime"
	"testing"

	sys "golang.org/x/sys/unix"
)

func TestParseState(t *testing.T) {
	for line, want := range map[string]byte{
		"123 (nbrun) S 1 2 3":        'S',
		"123 (a) R (b) ) D 1":        'D',
		"123 () Z":                   'Z',
		"123 (iou-wrk-22783) R 0 -1": 'R',
	} {
		s, err := parseState([]byte(line))
		if err != nil || s.letter != want {
			t.Errorf("%q: %c, %v, want %c", line, s.letter, err, want)
		}
	}
	for _, line := range []string{"", "123", "123 (nbrun", "123 (nbrun)", "123 (nbrun) ", "123 (nbrun)S "} {
		if s, err := parseState([]byte(line)); err == nil {
			t.Errorf("%q: state %q, want an error", line, s.letter)
		}
	}
}

func TestParseBlocked(t *testing.T) {
	for line, want := range map[string]int{
		"47 0x3 0x0 0x0\n": 47, "0 0x5\n": 0, "running\n": -1, "-1 0x7ffd 0x7f\n": -1, "": -1,
	} {
		if got := parseBlocked([]byte(line)); got != want {
			t.Errorf("%q: %d, want %d", line, got, want)
		}
	}
}

func FuzzParseState(f *testing.F) {
	f.Add([]byte("123 (nbrun) S 1 2 3"), []byte("47 0x3 0x0"))
	f.Add([]byte("1 (a) b) ) D"), []byte("running"))
	f.Fuzz(func(t *testing.T, stat, blocked []byte) {
		if s, err := parseState(stat); err == nil && (s.nr != -1 || s.known) {
			t.Errorf("%q: %+v knows a system call", stat, s)
		}
		if nr := parseBlocked(blocked); nr < -1 {
			t.Errorf("%q: system call %d", blocked, nr)
		}
	})
}

// The thread that looks at itself is running, in the system call that reads.
func TestStateOfSelf(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s, err := stateOf(ownTasks, sys.Gettid())
	if err != nil {
		t.Fatal(err)
	}
	if s.letter != 'R' || s.asleepIn(receivingCalls) {
		t.Errorf("own state: %s", s.describe())
	}
	if _, err := stateOf(ownTasks, -1); !os.IsNotExist(err) {
		t.Errorf("thread -1: %v", err)
	}
}

func TestAsleepIn(t *testing.T) {
	calls := []call{{"read", 0}, {"recvmsg", 47}}
	for _, c := range []struct {
		state threadState
		want  bool
	}{
		{threadState{'S', 47, true}, true},
		{threadState{'D', 0, true}, true},
		{threadState{'S', -1, false}, true}, // forbidden to know: the letter has to do
		{threadState{'S', 202, true}, false},
		{threadState{'S', -1, true}, false},
		{threadState{'R', 47, true}, false},
	} {
		if got := c.state.asleepIn(calls); got != c.want {
			t.Errorf("%+v: asleep in %v is %v, want %v", c.state, calls, got, c.want)
		}
	}
}
