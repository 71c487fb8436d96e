//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"slices"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ShortRead asks for a whole message and gets the part of it that is there: of a
// stream a blocking read(2) returns what has come, up to what was asked for, rather
// than wait for the rest (recv(2)). It is no error and no end; so whoever wants n
// bytes reads in a loop, as the program here does, until they are n.
//
// The peer sends the Size bytes in three pieces, the first of 5, each when it has
// seen the program asleep in its next read. The transports are [Unix], the empty
// one, and [TCP].
func ShortRead(s Scenario) (trace.Trace, error) {
	return script{
		model: "blocking", title: "A message read in pieces from", over: streams,
		program: func(p *party) error {
			message := make([]byte, p.Size)
			for got := 0; got < len(message); {
				p.entering(readCall)
				n, err := p.read(message[got:])
				if err != nil {
					return err
				}
				if n == 0 {
					return fmt.Errorf("read: the stream ended after %d of %d bytes", got, len(message))
				}
				got += n
				if err := p.left(); err != nil {
					return err
				}
			}
			return p.verify(message)
		},
		peer: func(p *party) error {
			for _, piece := range inPieces(p.payload) {
				if err := p.passGate(); err != nil {
					return err
				}
				if err := p.writeLater(piece); err != nil {
					return err
				}
				if err := p.callOver(); err != nil {
					return err
				}
			}
			return nil
		},
	}.run(s)
}

// WaitAll is [ShortRead] by one recvfrom(2) with the flag MSG_WAITALL, which has the
// kernel go on waiting until all the bytes that were asked for have come. A signal,
// an error or the end of the stream still make it return less (recv(2)), so the flag
// does not replace the loop.
func WaitAll(s Scenario) (trace.Trace, error) {
	return script{
		model: "blocking", title: "A message in pieces, waited for by MSG_WAITALL on", over: streams,
		program: func(p *party) error {
			message := make([]byte, p.Size)
			p.entering(call{"recvfrom", unix.SYS_RECVFROM})
			n, _, err := p.lane.Recvfrom(p.fd(), message, unix.MSG_WAITALL)
			p.unstamped("recvfrom")
			if err != nil {
				return p.failed("recvfrom", err)
			}
			return p.verify(message[:n])
		},
		peer: func(p *party) error {
			for _, piece := range inPieces(p.payload) {
				if err := p.passGate(); err != nil {
					return err
				}
				if err := p.writeLater(piece); err != nil {
					return err
				}
			}
			return nil
		},
	}.run(s)
}

// JoinedWrites is the other side of it: what the peer has sent by three calls, the
// program gets by one. A stream keeps no boundaries, so one write is not one read,
// neither way; a protocol that wants messages has to say itself where they end.
func JoinedWrites(s Scenario) (trace.Trace, error) {
	return script{
		model: "blocking", title: "Three writes read as one from", over: streams,
		program: func(p *party) error {
			if err := p.wait(p.invited); err != nil {
				return err
			}
			message := make([]byte, p.Size)
			n, err := p.read(message)
			if err != nil {
				return err
			}
			return p.verify(message[:n])
		},
		peer: func(p *party) error {
			for _, piece := range inPieces(p.payload) {
				if err := p.write(piece); err != nil {
					return err
				}
			}
			// Over TCP they are there when they were delivered, which is mostly at once.
			if err := p.untilArrived(p.Size); err != nil {
				return err
			}
			close(p.invited)
			return nil
		},
	}.run(s)
}

// inPieces cuts a message in three, the first of 5 bytes where it has as many.
func inPieces(message []byte) [][]byte {
	a := min(5, len(message)/3)
	b := a + (len(message)-a)/2
	pieces := [][]byte{message[:a], message[a:b], message[b:]}
	return slices.DeleteFunc(pieces, func(p []byte) bool { return len(p) == 0 })
}
