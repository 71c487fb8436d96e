//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"strings"
	"testing"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// A filter may let rings be set up and refuse the rest. Models that need it say what
// they lack, and leave nothing.
func TestPartsRefused(t *testing.T) {
	for name, nr := range map[string]uint32{"io_uring_register": sys.SYS_IO_URING_REGISTER, "io_uring_enter": sys.SYS_IO_URING_ENTER} {
		t.Run(name, func(t *testing.T) {
			if inChild(t, nil) {
				partRefused(t, name, nr)
			}
		})
	}
}

func partRefused(t *testing.T, call string, nr uint32) {
	_, err := IOUring(quick)
	skipRefused(t, err)
	if err := refuse(nr, sys.EPERM); err != nil {
		t.Skip("no seccomp filter here: ", err)
	}
	before := take(t)
	timeout := func(s Scenario) (trace.Trace, error) { return IOUringTimeout(s, time.Millisecond) }
	for name, f := range map[string]func(Scenario) (trace.Trace, error){
		"IOUringRecv": IOUringRecv, "IOUringTimeout": timeout, "IOUringCancel": IOUringCancel, "IOUringLinked": IOUringLinked,
		"IOUringTwoReads": IOUringTwoReads, "IOUringEventfd": IOUringEventfd, "IOUringAccept": IOUringAccept,
	} {
		_, err := f(quick)
		partSaid(t, name, err, call)
	}
	for name, f := range map[string]func(File) (trace.Trace, error){"IOUringFileFixed": IOUringFileFixed, "IOUringCopy": IOUringCopy} {
		_, err := f(File{})
		partSaid(t, name, err, call)
	}
	before.same(t, nil)
}

// partSaid fails the test unless err says, in one line, which call was refused.
func partSaid(t *testing.T, name string, err error, call string) {
	t.Helper()
	var no *uring.Refused
	if !errors.As(err, &no) || no.Call != call || no.Errno != sys.EPERM || no.Seccomp != "2" || strings.ContainsRune(no.Error(), '\n') ||
		!strings.Contains(err.Error(), call+" answered EPERM, most likely by the seccomp filter") {
		t.Errorf("%s: %v, want that %s was refused", name, err, call)
	}
}
