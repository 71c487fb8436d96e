//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"slices"
	"time"
)

// Scenario is what happens to the program: a sender waits for Delay and then sends
// Size bytes. The zero Scenario is the one that the tutorials use.
type Scenario struct {
	Transport Transport     // UDP when empty
	Delay     time.Duration // how long the sender waits after the gate has opened; 50 ms when zero
	Size      int           // bytes of payload; 100 when zero; at most 65507 over UDP, 4096 over the others
}

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
	case !slices.Contains(Transports, s.Transport):
		return s, fmt.Errorf("scenario: transport %q; the models know %q", s.Transport, Transports)
	case s.Delay < 0:
		return s, fmt.Errorf("scenario: a delay of %v", s.Delay)
	case s.Size < 0 || s.Size > s.Transport.largest():
		return s, fmt.Errorf("scenario: %d bytes in one piece; %s holds 1 to %d", s.Size, s.Transport.name(), s.Transport.largest())
	}
	return s, nil
}

// sockets returns an error when the scenario is to be played over something else
// than a socket, for models that want what only sockets have.
func (s Scenario) sockets(why string) error {
	if s.Transport == Pipe {
		return fmt.Errorf("scenario: transport %q; %s", s.Transport, why)
	}
	return nil
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

// fill makes a buffer one that the kernel has not touched.
func fill(data []byte) {
	for i := range data {
		data[i] = untouched
	}
}
