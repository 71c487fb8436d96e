//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

func init() {
	catalog["AIO"] = entry{run: scenario(AIO), transports: Transports, facts: func(s setting) []fact {
		return []fact{callsOf(s.receives(), 0), answered(100), saysWhatItIs()}
	}}
}

func skipUnlessCold(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, ErrNotCold) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// saysWhatItIs says that AIO is io_uring if that is allowed, and otherwise says what
// it is.
func saysWhatItIs() fact {
	return fact{claim: "it is io_uring, or says what it is instead", holds: func(t trace.Trace) bool {
		labelled := strings.Contains(strings.Join(t.Notes, "\n"), "io_uring is not available here")
		return (t.Model == "io_uring") != labelled
	}}
}
