//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"time"
)

// Scenario is what happens to the program: a sender waits for Delay and then sends
// Size bytes. The zero Scenario is the one that the tutorials use.
type Scenario struct {
	Transport Transport
	Delay     time.Duration // how long the sender waits after the gate has opened; 50 ms when zero
	Size      int           // bytes of payload; 100 when zero
}

// Transport says how the bytes travel.
type Transport string

// UDP over the loopback interface is what the empty Transport means: one datagram,
// on whose arrival the kernel itself puts a time (socket(7), SO_TIMESTAMPING). It
// is the only transport that the models of this package compare.
const UDP Transport = "udp"

// maxDatagram is the largest payload of UDP over IPv4: 65535 less the two headers.
const maxDatagram = 65507

// complete returns s with its zeros filled in, or an error when the models cannot
// play it.
func (s Scenario) complete() (Scenario, error) {
	if s.Transport == "" {
		s.Transport = UDP
	}
	if s.Delay == 0 {
		s.Delay = 50 * time.Millisecond
	}
	if s.Size == 0 {
		s.Size = 100
	}
	switch {
	case s.Transport != UDP:
		return s, fmt.Errorf("scenario: transport %q; the models are compared over %q", s.Transport, UDP)
	case s.Delay < 0:
		return s, fmt.Errorf("scenario: a delay of %v", s.Delay)
	case s.Size < 0 || s.Size > maxDatagram:
		return s, fmt.Errorf("scenario: a datagram of %d bytes; it holds 1 to %d", s.Size, maxDatagram)
	}
	return s, nil
}

// pattern returns n bytes that are known and are never [untouched]: the alphabet,
// over and over.
func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(i%26)
	}
	return b
}

// untouched fills a buffer before the kernel gets it, so that it shows whether the
// kernel has written there yet.
const untouched = 0xEE
