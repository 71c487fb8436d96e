//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A lookout remembers when something was looked for in memory, so that what is
// seen can be dated: after the beginning of the last look in vain and before the
// end of the first that was not.
type lookout struct{ vain, found trace.Time }

// look looks, by there, and says what it saw.
func (l *lookout) look(there func() bool) bool {
	at := unix.Now()
	if !there() {
		l.vain = at
		return false
	}
	l.found = unix.Now()
	return true
}

// completion is the event of what was seen: that a request was completed with the
// result res, which is -errno when it failed.
func (l *lookout) completion(name string, id uint64, res int64, why string) trace.Event {
	e := trace.Event{
		Kind: trace.CQE, Name: name, Ret: res, Enter: l.vain, Exit: l.found,
		Ring: &trace.Ring{UserData: id}, Why: []string{why},
	}
	if res < 0 {
		errno := unix.Errno(-res)
		e.Ret, e.Errno = -1, trace.Errno{Num: int(errno), Name: unix.ErrnoName(errno), Text: errno.Error()}
	}
	return e
}
