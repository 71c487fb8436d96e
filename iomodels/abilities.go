//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// An Ability is something that the models of this package want of a machine, and
// whether it was found there.
type Ability struct {
	Name string // "io_uring", "arrival times on UDP"
	For  string // which models need it, or what is not shown without it
	Verdict
}

// Abilities finds out what this machine can show, by doing it: nothing is concluded
// from a version. The files it tries are in dir ([File.Dir] says where when it is
// empty). What is not there is no error: the verdict has the kernel's, when it gave
// one.
//
// It takes some tenths of a second, and leaves nothing behind.
func Abilities(dir string) []Ability {
	var found []Ability
	for _, a := range abilities {
		v := Verdict{OK: true}
		if text, err := a.try(); err != nil {
			v.fail(err)
		} else {
			v.Text = text
		}
		found = append(found, Ability{a.name, a.whatFor, v})
	}
	return append(found, diskAbilities(dir)...)
}

// abilities are those that do not depend on a directory. try returns what was seen, or
// why it was not.
var abilities = []struct {
	name, whatFor string
	try           func() (string, error)
}{
	{"the call that a thread sleeps in", "the gate; without it a sleep is seen, but not in which call", seesCalls},
	{"context switches", "whether a call slept; without them it is not said", countsSwitches},
	{"arrival times on UDP", "the end of the first phase, as the kernel saw it", func() (string, error) { return stamped(UDP) }},
	{"arrival times on TCP", "the same, of streams", func() (string, error) { return stamped(TCP) }},
	{"real-time signals", "SignalDrivenRealtime and its kin", signalsLeft},
	{"Linux AIO", "LinuxAIODirect and its kin", submitsAIO},
	{"io_uring", "IOUring and its kin; AIO takes Linux AIO without it", func() (string, error) { return ringOf(0) }},
	{"io_uring with DEFER_TASKRUN", "IOUringDeferTaskrun", func() (string, error) { return ringOf(uring.SingleIssuer | uring.DeferTaskrun) }},
	{"io_uring with SQPOLL", "the kernel thread that takes requests without a call", func() (string, error) { return ringOf(uring.SQPoll) }},
	{"a C compiler", "POSIXAIOGlibc; POSIXAIO plays the C library's part without it", compiler},
	{"strace", "nbrun run --witness", straces},
	{"open files", "how far Scaling counts", filesLeft},
	{"threads", "how far Scaling and GoNet count", threadsAllowed},
	{"a cheap clock", "what a recorded call costs", clockCost},
}

// stamped receives once, and looks for the kernel's time.
func stamped(over Transport) (string, error) {
	t, err := Blocking(Scenario{Transport: over, Delay: time.Millisecond})
	if err != nil {
		return "", err
	}
	if k := t.Find("recvmsg").Stamp; k != nil {
		return fmt.Sprintf("±%v", k.Uncertainty), nil
	}
	return "", errors.New("SO_TIMESTAMPING brings none: " + fmt.Sprint(t.Notes))
}

// ringOf sets up a ring with these flags, and asks what it can do.
func ringOf(flags uint32) (text string, err error) {
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) {
		var r *uring.Ring
		if r, err = uring.New(lane, uring.Options{Flags: flags}); err != nil {
			return
		}
		defer func() { err = errors.Join(err, r.Close()) }()
		var s *uring.Support
		if s, err = r.Support(); err == nil {
			text = fmt.Sprintf("features %#x, operations up to number %d", s.Features, s.Last)
		}
	})
	return text, err
}

// submitsAIO has Linux AIO tell when a socket is readable, the newest it can.
func submitsAIO() (string, error) {
	if _, err := LinuxAIOPoll(Scenario{Transport: Unix, Delay: time.Millisecond}); err != nil {
		return "", err
	}
	return "with IOCB_CMD_POLL", nil
}

// diskAbilities are those of the files in dir.
func diskAbilities(dir string) []Ability {
	d, err := Residency(dir)
	if err != nil {
		return []Ability{{"files", "all models of files", Verdict{Text: err.Error(), Err: err}}}
	}
	where := d.Dir + " (" + d.FileSystem + ")"
	return []Ability{
		{"putting a file out of the page cache, in " + where, "cold files", d.Evict},
		{"mincore", "which pages of a file are in the cache", d.Mincore},
		{"cachestat", "the same, without a mapping", d.Cachestat},
		{"RWF_NOWAIT", "ReadNowait; whether the kernel can try to read without waiting", d.Nowait},
		{"O_DIRECT", "reading past the page cache, LinuxAIODirect", d.Direct},
	}
}
